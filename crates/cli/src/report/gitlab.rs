//! Code Quality reports of GitLab
//! (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>).

use nexthop_source::Severity;
use serde::Serialize;

use super::{Finding, Report};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    /// Relative to the repository, without `./`.
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(crate) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let issues: Vec<_> = report.findings.iter().map(|finding| issue(report, finding)).collect();
    super::json::document(&issues)
}

fn issue<'a>(report: &Report<'_>, finding: &'a Finding) -> Issue<'a> {
    let one = &finding.diagnostic;
    let location = report.sources.location(one.span);
    let help = one.help.as_ref().map_or(String::new(), |help| format!(" {help}"));
    Issue {
        description: format!("{}{help}", super::sentence(&one.message)),
        check_name: one.code,
        fingerprint: &finding.fingerprint,
        severity: match one.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Location {
            path: report.within_root(location.path).into_string(),
            lines: Lines { begin: location.start.line, end: location.end.line },
        },
    }
}
