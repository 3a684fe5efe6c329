//! Workflow commands of GitHub Actions, which become annotations in a pull request.
//!
//! GitHub shows ten annotations of a level and step and drops the rest
//! (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>,
//! <https://docs.github.com/rest/checks/runs>), so that what does not fit goes to
//! the step's summary.

use nexthop_source::Severity;

use super::{Finding, Report, markdown, push};
use crate::catalogue;

/// So many annotations of a level are shown.
const MOST: usize = 10;

/// A step's summary is dropped whole if it is larger than 1 MiB.
const LARGEST_SUMMARY: usize = 1_000_000;

/// What is printed, and what the step's summary gets.
#[derive(Debug)]
pub(crate) struct Annotations {
    pub(crate) commands: String,
    /// Where not every finding is annotated, all of them in Markdown.
    pub(crate) summary: Option<String>,
}

pub(crate) fn render(report: &Report<'_>) -> Annotations {
    let mut commands = String::new();
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_level = |one: &&Finding| one.diagnostic.severity == severity;
        let findings = report.findings.iter().filter(of_level);
        for (at, finding) in findings.enumerate() {
            if at < MOST {
                annotate(&mut commands, report, finding);
            } else {
                left_out += 1;
            }
        }
    }
    let summary = (left_out > 0).then(|| markdown::render_within(report, LARGEST_SUMMARY));
    Annotations { commands, summary }
}

fn annotate(commands: &mut String, report: &Report<'_>, finding: &Finding) {
    let one = &finding.diagnostic;
    let location = report.sources.location(one.span);
    let command = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(report.within_root(location.path).as_str());
    let (start, end) = (location.start, location.end);
    push(commands, format_args!("::{command} file={file},line={},", start.line));
    if start.line == end.line {
        // Of an annotation over several lines GitHub takes no columns.
        push(commands, format_args!("col={},endColumn={},", start.column, end.column));
    }
    push(commands, format_args!("endLine={},title={}::", end.line, property(one.code)));
    let mut message = one.message.clone();
    if let Some(resource) = &one.resource {
        push(&mut message, format_args!(" ({resource})"));
    }
    for more in one.help.iter().chain(&catalogue::url(one.code)) {
        push(&mut message, format_args!("\n{more}"));
    }
    push(commands, format_args!("{}\n", data(&message)));
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
