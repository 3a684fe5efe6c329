//! Version 1 of nexthop's own format. Its fields are promised to scripts: it has
//! structs of its own, which change only by addition.

use nexthop_source::{Edit, Label, Severity, Sources, Span, Step};
use serde::Serialize;

use super::{Finding, Input, Report};
use crate::{catalogue, project::Inputs};

/// The version of every document.
pub(crate) const VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    tool: Tool,
    inputs: Vec<InputV1<'a>>,
    findings: Vec<FindingV1<'a>>,
    undecided: Vec<UndecidedV1<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// An input.
#[derive(Debug, Serialize)]
pub(crate) struct InputV1<'a> {
    path: &'a str,
    kind: &'static str,
    resources: usize,
}

/// A finding.
#[derive(Serialize)]
pub(crate) struct FindingV1<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    location: LocationV1<'a>,
    related: Vec<RelatedV1<'a>>,
    steps: Vec<StepV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixV1<'a>>,
    fingerprint: &'a str,
}

/// Texts that mend a finding, all of them together.
#[derive(Serialize)]
struct FixV1<'a> {
    edits: Vec<EditV1<'a>>,
}

#[derive(Serialize)]
struct EditV1<'a> {
    location: LocationV1<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct RelatedV1<'a> {
    message: &'a str,
    location: LocationV1<'a>,
}

/// A step of a path or of a derivation.
#[derive(Debug, Serialize)]
pub(crate) struct StepV1<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationV1<'a>>,
}

#[derive(Serialize)]
struct UndecidedV1<'a> {
    rule: &'static str,
    message: &'a str,
    location: LocationV1<'a>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    undecided: usize,
    suppressed: usize,
}

/// A place.
#[derive(Debug, Serialize)]
pub(crate) struct LocationV1<'a> {
    path: &'a str,
    start: PositionV1,
    end: PositionV1,
}

#[derive(Debug, Serialize)]
struct PositionV1 {
    line: u32,
    column: u32,
}

/// Every input.
pub(crate) fn inputs(inputs: &Inputs) -> Vec<InputV1<'_>> {
    Input::all(inputs).iter().map(InputV1::from).collect()
}

/// The whole report.
pub(crate) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    document(&Document {
        version: VERSION,
        tool: Tool { name: "nexthop", version: env!("CARGO_PKG_VERSION") },
        inputs: report.inputs.iter().map(InputV1::from).collect(),
        findings: report.findings.iter().map(|one| finding(report.sources, one)).collect(),
        undecided: report
            .undecided
            .iter()
            .map(|one| UndecidedV1 {
                rule: one.rule,
                message: &one.message,
                location: LocationV1::of(report.sources, one.span),
            })
            .collect(),
        summary: Summary {
            errors: report.number(Severity::Error),
            warnings: report.number(Severity::Warning),
            notes: report.number(Severity::Note),
            undecided: report.undecided.len(),
            suppressed: report.suppressed.len(),
        },
    })
}

/// Any document of ours as text.
pub(crate) fn document(document: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(document)?;
    text.push('\n');
    Ok(text)
}

/// A finding.
pub(crate) fn finding<'a>(sources: &'a Sources, finding: &'a Finding) -> FindingV1<'a> {
    let one = &finding.diagnostic;
    let related = |label: &'a Label| RelatedV1 {
        message: &label.message,
        location: LocationV1::of(sources, label.span),
    };
    FindingV1 {
        rule: one.code,
        severity: one.severity.as_str(),
        message: &one.message,
        help: one.help.as_deref(),
        url: catalogue::url(one.code),
        resource: one.resource.as_deref(),
        location: LocationV1::of(sources, one.span),
        related: one.related.iter().map(related).collect(),
        steps: one.steps.iter().map(|step| StepV1::of(sources, step)).collect(),
        fix: (!finding.fix.is_empty()).then(|| fix(sources, &finding.fix)),
        fingerprint: &finding.fingerprint,
    }
}

fn fix<'a>(sources: &'a Sources, edits: &'a [Edit]) -> FixV1<'a> {
    let edit =
        |edit: &'a Edit| EditV1 { location: LocationV1::of(sources, edit.span), text: &edit.text };
    FixV1 { edits: edits.iter().map(edit).collect() }
}

impl<'a> From<&Input<'a>> for InputV1<'a> {
    fn from(&Input { path, kind, resources }: &Input<'a>) -> Self {
        Self { path, kind, resources }
    }
}

impl<'a> StepV1<'a> {
    pub(crate) fn of(sources: &'a Sources, step: &'a Step) -> Self {
        Self {
            code: step.code,
            message: &step.message,
            location: step.span.map(|span| LocationV1::of(sources, span)),
        }
    }
}

impl<'a> LocationV1<'a> {
    pub(crate) fn of(sources: &'a Sources, span: Span) -> Self {
        let location = sources.location(span);
        let position =
            |at: nexthop_source::Position| PositionV1 { line: at.line, column: at.column };
        Self {
            path: location.path.as_str(),
            start: position(location.start),
            end: position(location.end),
        }
    }
}
