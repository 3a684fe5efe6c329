//! Markdown for a comment in a pull request. It begins with a marker, by which a
//! bot finds its comment again.

use nexthop_source::Severity;

use super::{Finding, Report, count, push, sentence};
use crate::catalogue;

/// By which the comment is found again.
const MARKER: &str = "<!-- nexthop -->";

/// GitHub takes comments of 65,536 characters.
pub(super) const LARGEST_COMMENT: usize = 60_000;

pub(crate) fn render(report: &Report<'_>) -> String {
    render_within(report, LARGEST_COMMENT)
}

/// The report in at most about `limit` bytes; how much is left out is said.
pub(super) fn render_within(report: &Report<'_>, limit: usize) -> String {
    let mut text = format!("{MARKER}\n## nexthop\n\n{}\n", headline(report));
    for (at, finding) in report.findings.iter().enumerate() {
        let one = section(report, finding);
        if text.len() + one.len() > limit {
            let more = count(report.findings.len() - at, "more finding");
            push(&mut text, format_args!("\n{more} left out: the report is too long.\n"));
            break;
        }
        text.push_str(&one);
    }
    text
}

fn headline(report: &Report<'_>) -> String {
    let number = |severity, what| match report.number(severity) {
        0 => None,
        some => Some(count(some, what)),
    };
    let mut parts: Vec<_> = [
        number(Severity::Error, "error"),
        number(Severity::Warning, "warning"),
        number(Severity::Note, "note"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        parts.push("No findings".to_owned());
    }
    if !report.undecided.is_empty() {
        parts.push(format!("{} undecided", count(report.undecided_rules().len(), "rule")));
    }
    if !report.suppressed.is_empty() {
        parts.push(format!("{} suppressed", report.suppressed.len()));
    }
    format!("{}.", parts.join(", "))
}

fn section(report: &Report<'_>, finding: &Finding) -> String {
    let one = &finding.diagnostic;
    let location = report.sources.location(one.span);
    let path = report.within_root(location.path);
    let rule = match catalogue::url(one.code) {
        Some(url) => format!("[`{}`]({url})", one.code),
        None => format!("`{}`", one.code),
    };
    let resource =
        one.resource.as_ref().map_or(String::new(), |name| format!(" in {}", code(name)));
    let place = code(&format!("{path}:{}", location.start.line));
    let severity = one.severity.as_str();
    let message = escape(&sentence(&one.message));
    let mut text = format!("\n### {severity}: {rule}\n\n{message}\n\n{place}{resource}\n");
    if let Some(help) = &one.help {
        push(&mut text, format_args!("\n{}\n", escape(help)));
    }
    if !one.steps.is_empty() {
        text.push_str("\n<details><summary>How it comes about</summary>\n\n");
        for (at, step) in one.steps.iter().enumerate() {
            let place = step.span.map(|span| {
                let location = report.sources.location(span);
                let path = report.within_root(location.path);
                format!(" ({})", code(&format!("{path}:{}", location.start.line)))
            });
            let place = place.unwrap_or_default();
            push(&mut text, format_args!("{}. {}{place}\n", at + 1, escape(&step.message)));
        }
        text.push_str("\n</details>\n");
    }
    text
}

/// Text in a code span, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text in which nothing is markup. Code in backticks stays code.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let is_even = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for character in text.chars() {
        match character {
            '`' if is_even => in_code = !in_code,
            '\r' | '\n' => {
                escaped.push(' ');
                continue;
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '@' if !in_code => {
                escaped.push('\\');
            }
            _ => {}
        }
        escaped.push(character);
    }
    escaped
}
