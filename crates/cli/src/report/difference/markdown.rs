//! A comment for a pull request. It begins with a marker, by which a bot finds it again.

use super::{Changed, Difference, FlowChange};
use crate::report::{
    Finding, Report,
    markdown::{LARGEST_COMMENT, code, escape},
    push, sentence,
};

/// By which the comment is found again.
const MARKER: &str = "<!-- nexthop diff -->";

pub(crate) fn render(difference: &Difference<'_>) -> String {
    let (base, head) = (difference.base, difference.head);
    let mut text = format!("{MARKER}\n## nexthop: {} → {}\n", code(base.0), code(head.0));
    if difference.is_empty() {
        text.push_str("\nNo difference in findings and flows.\n");
        return text;
    }
    push(&mut text, format_args!("\n{}.\n", difference.headline()));
    let added = difference.added.iter().map(|one| finding(head.1, one, ""));
    let changed = difference.changed.iter().map(|Changed { finding: one, was }| {
        finding(head.1, one, &format!(" (was {})", was.as_str()))
    });
    let removed = difference.removed.iter().map(|one| finding(base.1, one, ""));
    section(&mut text, "New findings", added);
    section(&mut text, "Findings that changed", changed);
    section(&mut text, "Findings that are gone", removed);
    for (title, kind) in [
        ("Flows that changed", "changed"),
        ("Flows to or from what is new", "added"),
        ("Flows to or from what is gone", "removed"),
    ] {
        let flows = difference.flows.iter().filter(|flow| flow.kind() == kind);
        section(&mut text, title, flows.map(flow));
    }
    text
}

/// A list under a title, as long as there is room.
fn section(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    push(text, format_args!("\n### {title}\n\n"));
    while let Some(item) = items.next_if(|item| text.len() + item.len() < LARGEST_COMMENT) {
        text.push_str(&item);
    }
    let left = items.count();
    if left > 0 {
        push(text, format_args!("- {left} left out: the comment is too long\n"));
    }
}

fn finding(report: &Report<'_>, finding: &Finding, behind: &str) -> String {
    let one = &finding.diagnostic;
    let location = report.sources.location(one.span);
    let place = format!("{}:{}", report.within_root(location.path), location.start.line);
    let (severity, message) = (one.severity.as_str(), escape(&sentence(&one.message)));
    format!("- **{severity}** {}: {message} {}{behind}\n", code(one.code), code(&place))
}

fn flow(change: &FlowChange) -> String {
    let name = code(&format!("{} → {}", change.from, change.to));
    let because = escape(&sentence(&change.because));
    format!("- {name} in {}: {}. {because}\n", code(&change.input), change.verdicts())
}
