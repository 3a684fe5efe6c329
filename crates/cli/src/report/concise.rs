//! One line a finding: `path:line:column: severity[rule] message`. Where a column
//! says nothing, as in a plan that is one line, the resource is named besides.

use super::{Report, text::is_wide};
use crate::console::printable;

pub(crate) fn render(report: &Report<'_>) -> String {
    let line = |finding: &super::Finding| {
        let one = &finding.diagnostic;
        let resource = one.resource.as_ref().filter(|_| is_wide(report.sources, one.span));
        let resource = resource.map(|resource| format!("{}: ", printable(resource)));
        format!(
            "{}: {}[{}] {}{}\n",
            printable(&report.place(one.span)),
            one.severity.as_str(),
            one.code,
            resource.unwrap_or_default(),
            printable(&one.message)
        )
    };
    report.findings.iter().map(line).collect()
}
