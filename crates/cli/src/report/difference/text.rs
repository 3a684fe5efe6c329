//! For people.

use super::{Difference, FlowChange};
use crate::{
    console::printable,
    report::{Finding, Paint, Report, count, push},
};

/// So many flows are listed.
const MOST_FLOWS: usize = 100;

pub(crate) fn render(difference: &Difference<'_>, paint: Paint) -> String {
    let (base, head) = (difference.base.1, difference.head.1);
    let mut text = String::new();
    for finding in &difference.added {
        push(&mut text, format_args!("{} {}\n", paint.red("+"), line(head, finding, paint)));
    }
    for changed in &difference.changed {
        let line = line(head, changed.finding, paint);
        push(&mut text, format_args!("! {line} (was {})\n", changed.was.as_str()));
    }
    for finding in &difference.removed {
        push(&mut text, format_args!("{} {}\n", paint.green("-"), line(base, finding, paint)));
    }
    if !text.is_empty() && !difference.flows.is_empty() {
        text.push('\n');
    }
    for change in difference.flows.iter().take(MOST_FLOWS) {
        flow(&mut text, change, paint);
    }
    if let Some(more) = difference.flows.len().checked_sub(MOST_FLOWS).filter(|more| *more > 0) {
        let more = count(more, "more flow");
        push(&mut text, format_args!("  {more}; --format json lists all\n"));
    }
    if difference.is_empty() {
        text.push_str("no difference in findings and flows\n");
    } else {
        push(&mut text, format_args!("\n{}\n", paint.bold(&difference.headline())));
    }
    text
}

fn line(report: &Report<'_>, finding: &Finding, paint: Paint) -> String {
    let one = &finding.diagnostic;
    let rule = format!("{}[{}]", one.severity.as_str(), one.code);
    let rule = paint.severity(one.severity, &rule);
    format!("{}: {rule} {}", printable(&report.place(one.span)), printable(&one.message))
}

fn flow(text: &mut String, change: &FlowChange, paint: Paint) {
    let sign = match change.kind() {
        "added" => "+",
        "removed" => "-",
        _ => "!",
    };
    let name = format!("{} → {}", printable(&change.from), printable(&change.to));
    let (name, verdicts) = (paint.bold(&name), change.verdicts());
    let input = printable(&change.input);
    push(text, format_args!("{sign} {name} in {input}: {verdicts} [{}]\n", change.code));
    if change.kind() == "changed" {
        push(text, format_args!("    {}\n", printable(&change.because)));
    }
}
