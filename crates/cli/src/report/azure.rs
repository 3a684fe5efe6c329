//! Logging commands of Azure Pipelines
//! (<https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#logissue-log-an-error-or-warning>).

use nexthop_source::Severity;

use super::{Report, push, sentence};
use crate::console::printable;

pub(crate) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let one = &finding.diagnostic;
        let location = report.sources.location(one.span);
        let path = report.within_root(location.path);
        let (line, column) = (location.start.line, location.start.column);
        let kind = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            // A pipeline knows no issue below a warning.
            Severity::Note => {
                let place = format!("{path}:{line}:{column}");
                let (place, message) = (printable(&place), printable(&one.message));
                push(&mut text, format_args!("{place}: note[{}] {message}\n", one.code));
                continue;
            }
        };
        let help = one.help.as_ref().map_or(String::new(), |help| format!(" {help}"));
        push(
            &mut text,
            format_args!(
                "##vso[task.logissue type={kind};sourcepath={};linenumber={line};\
                 columnnumber={column};code={}]{}{}\n",
                property(path.as_str()),
                property(one.code),
                escape(&sentence(&one.message)),
                escape(&help)
            ),
        );
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(';', "%3B").replace(']', "%5D")
}
