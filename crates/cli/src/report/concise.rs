//! One line a finding: `path:line:column: severity[rule] message`.

use super::Report;
use crate::console::printable;

pub(crate) fn render(report: &Report<'_>) -> String {
    let line = |finding: &super::Finding| {
        let one = &finding.diagnostic;
        format!(
            "{}: {}[{}] {}\n",
            printable(&report.place(one.span)),
            one.severity.as_str(),
            one.code,
            printable(&one.message)
        )
    };
    report.findings.iter().map(line).collect()
}
