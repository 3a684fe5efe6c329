//! SARIF 2.1.0, for code scanning of GitHub and Azure DevOps.

mod automation;
mod format;
mod uri;

use std::collections::BTreeMap;

pub(crate) use automation::Automation;
use format::{
    Artifact, ArtifactChange, ArtifactLocation, CodeFlow, DefaultConfiguration, Driver,
    Fingerprints, Fix, InsertedContent, Invocation, Location, Log, LogicalLocation, Notification,
    PhysicalLocation, Region, Replacement, ReportingDescriptor, RuleProperties, RuleReference, Run,
    SarifResult, Suppression, Text, ThreadFlow, ThreadFlowLocation, Tool, UriBase, UriBases,
};
use nexthop_source::{Edit, FileId, Severity, Span, Step};

use super::{DroppedBy, Finding, Justification, Report};
use crate::catalogue::{self, Entry};

const SOURCE_ROOT: &str = "%SRCROOT%";

/// Code scanning shows so many results of a run, the worst, and so many steps of one
/// (<https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>).
const MOST_RESULTS: usize = 5_000;
const MOST_STEPS: usize = 1_000;

/// The whole report.
pub(crate) fn render(report: &Report<'_>, automation: Automation) -> serde_json::Result<String> {
    let entries = catalogue::entries();
    let writer = Writer::new(report, &entries);
    let worst = worst(&report.findings);
    let room = MOST_RESULTS - worst.len();
    let left_out =
        report.findings.len() - worst.len() + report.suppressed.len().saturating_sub(room);
    let plain = worst.into_iter().map(|finding| writer.result(finding, None));
    let suppressed = report.suppressed.iter().take(room);
    let suppressed = suppressed.map(|(one, why)| writer.result(one, Some(why)));
    let undecided = report.undecided.iter().map(|one| Notification {
        level: "note",
        message: text(sentence(&format!("Undecided: {}", one.message))),
        associated_rule: Some(RuleReference { id: one.rule, index: writer.rule_index(one.rule) }),
        locations: vec![writer.location(one.span)],
    });
    let cuts = cuts(report, left_out);
    let notifications = undecided.chain(cuts.iter().map(|cut| notification(cut)));
    let run = Run {
        tool: Tool { driver: driver(&entries) },
        automation_details: automation,
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: notifications.collect(),
        }],
        original_uri_base_ids: UriBases {
            source_root: UriBase { description: text("The root of the repository.".to_owned()) },
        },
        column_kind: "unicodeCodePoints",
        artifacts: writer.artifacts(),
        results: plain.chain(suppressed).collect(),
    };
    super::json::document(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    })
}

/// The findings that there is room for, the worst first to be taken, in their order.
fn worst(findings: &[Finding]) -> Vec<&Finding> {
    let mut worst: Vec<_> = findings.iter().enumerate().collect();
    if worst.len() > MOST_RESULTS {
        worst.sort_by_key(|(at, one)| (std::cmp::Reverse(one.diagnostic.severity), *at));
        worst.truncate(MOST_RESULTS);
        worst.sort_by_key(|(at, _)| *at);
    }
    worst.into_iter().map(|(_, one)| one).collect()
}

/// What of the report is not in the log, and why.
fn cuts(report: &Report<'_>, left_out: usize) -> Vec<String> {
    let findings = report.findings.iter().chain(report.suppressed.iter().map(|(one, _)| one));
    let long = findings.filter(|one| one.diagnostic.steps.len() > MOST_STEPS).count();
    let results = (left_out > 0).then(|| {
        format!("{left_out} results are left out: code scanning shows {MOST_RESULTS} of a run. The other formats have all of them")
    });
    let steps = (long > 0).then(|| {
        format!("The steps of {long} results end after {MOST_STEPS}: code scanning shows no more. The other formats have all of them")
    });
    results.into_iter().chain(steps).collect()
}

fn notification<'a>(message: &str) -> Notification<'a> {
    let message = text(sentence(message));
    Notification { level: "warning", message, associated_rule: None, locations: Vec::new() }
}

fn driver(entries: &[Entry]) -> Driver {
    let version = env!("CARGO_PKG_VERSION");
    Driver {
        name: "nexthop",
        full_name: concat!("nexthop ", env!("CARGO_PKG_VERSION")),
        organization: "nexthop",
        version,
        semantic_version: version,
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        short_description: text(format!("{}.", env!("CARGO_PKG_DESCRIPTION"))),
        full_description: text(
            "Reads Azure network code, computes the effective routes it would have, and says \
             where hybrid connectivity breaks and why."
                .to_owned(),
        ),
        rules: entries.iter().map(descriptor).collect(),
    }
}

fn descriptor(entry: &Entry) -> ReportingDescriptor {
    let level = entry.severity.as_str();
    ReportingDescriptor {
        id: entry.name,
        name: pascal_case(entry.name, "finding"),
        short_description: text(sentence(entry.summary)),
        full_description: text(sentence(entry.summary)),
        help: Text { text: plain(entry.docs), markdown: Some(entry.docs.trim().to_owned()) },
        help_uri: catalogue::url(entry.name).unwrap_or_else(|| {
            concat!(
                env!("CARGO_PKG_REPOSITORY"),
                "/blob/v",
                env!("CARGO_PKG_VERSION"),
                "/docs/output.md"
            )
            .to_owned()
        }),
        default_configuration: DefaultConfiguration { level },
        properties: RuleProperties {
            tags: ["azure", "network", "reliability"],
            precision: "high",
            problem_severity: match entry.severity {
                Severity::Note => "recommendation",
                Severity::Error | Severity::Warning => level,
            },
        },
    }
}

/// Makes results, with every file's place among the artifacts.
struct Writer<'a> {
    report: &'a Report<'a>,
    rules: BTreeMap<&'static str, usize>,
    artifacts: BTreeMap<FileId, usize>,
    locations: Vec<ArtifactLocation>,
}

impl<'a> Writer<'a> {
    fn new(report: &'a Report<'a>, entries: &[Entry]) -> Self {
        let mut writer = Self {
            report,
            rules: entries.iter().enumerate().map(|(at, entry)| (entry.name, at)).collect(),
            artifacts: BTreeMap::new(),
            locations: Vec::new(),
        };
        let findings = report.findings.iter().chain(report.suppressed.iter().map(|(one, _)| one));
        let spans = findings.flat_map(|finding| {
            let one = &finding.diagnostic;
            let related = one.related.iter().map(|label| label.span);
            let steps = one.steps.iter().filter_map(|step| step.span);
            let edits = finding.fix.iter().map(|edit| edit.span);
            std::iter::once(one.span).chain(related).chain(steps).chain(edits)
        });
        for span in spans.chain(report.undecided.iter().map(|one| one.span)) {
            writer.add_artifact(span.file);
        }
        writer
    }

    fn add_artifact(&mut self, file: FileId) {
        if !self.artifacts.contains_key(&file) {
            let at = self.locations.len();
            let path = self.report.within_root(self.report.sources.path(file));
            let (uri, uri_base_id) = if path.is_absolute() {
                (uri::absolute(&path), None)
            } else {
                (uri::relative(&path), Some(SOURCE_ROOT))
            };
            self.locations.push(ArtifactLocation { uri, uri_base_id, index: Some(at) });
            self.artifacts.insert(file, at);
        }
    }

    fn artifacts(&self) -> Vec<Artifact> {
        let artifact = |location: &ArtifactLocation| Artifact {
            location: location.clone(),
            roles: ["analysisTarget"],
        };
        self.locations.iter().map(artifact).collect()
    }

    fn rule_index(&self, name: &str) -> Option<usize> {
        self.rules.get(name).copied()
    }

    fn result(&self, finding: &'a Finding, why: Option<&'a Justification>) -> SarifResult<'a> {
        let one = &finding.diagnostic;
        let mut location = self.location(one.span);
        location.logical_locations.extend(one.resource.as_ref().map(|resource| LogicalLocation {
            fully_qualified_name: resource.clone(),
            kind: "resource",
        }));
        let related = one.related.iter().enumerate().map(|(at, label)| {
            let mut location = self.location(label.span);
            location.id = Some(at + 1);
            location.message = Some(text(sentence(&label.message)));
            location
        });
        SarifResult {
            rule_id: one.code,
            rule_index: self.rule_index(one.code),
            level: one.severity.as_str(),
            message: text(message(&one.message, one.help.as_deref())),
            locations: [location],
            related_locations: related.collect(),
            code_flows: self.code_flows(&one.steps, one.span),
            fixes: self.fixes(&finding.fix),
            partial_fingerprints: Fingerprints { finding: &finding.fingerprint },
            suppressions: why.into_iter().map(suppression).collect(),
        }
    }

    /// The edits as one fix.
    fn fixes(&self, edits: &'a [Edit]) -> Vec<Fix<'a>> {
        let mut changes: BTreeMap<FileId, Vec<Replacement<'a>>> = BTreeMap::new();
        for edit in edits {
            let deleted_region = self.region(edit.span);
            let inserted_content = InsertedContent { text: &edit.text };
            let replacement = Replacement { deleted_region, inserted_content };
            changes.entry(edit.span.file).or_default().push(replacement);
        }
        let changes = changes.into_iter().map(|(file, replacements)| {
            let artifact_location = self.locations[self.artifacts[&file]].clone();
            ArtifactChange { artifact_location, replacements }
        });
        let artifact_changes: Vec<_> = changes.collect();
        if artifact_changes.is_empty() {
            return Vec::new();
        }
        let description = text("What `nexthop check --fix` changes.".to_owned());
        vec![Fix { description, artifact_changes }]
    }

    /// The steps as one flow. A step that Azure takes by itself has no line; it is
    /// shown where the finding is.
    fn code_flows(&self, steps: &[Step], fallback: Span) -> Vec<CodeFlow> {
        if steps.is_empty() {
            return Vec::new();
        }
        let locations = steps.iter().take(MOST_STEPS).map(|step| {
            let mut location = self.location(step.span.unwrap_or(fallback));
            location.message = Some(text(sentence(&step.message)));
            ThreadFlowLocation { location }
        });
        vec![CodeFlow { thread_flows: [ThreadFlow { locations: locations.collect() }] }]
    }

    fn location(&self, span: Span) -> Location {
        Location {
            id: None,
            physical: PhysicalLocation {
                artifact_location: self.locations[self.artifacts[&span.file]].clone(),
                region: self.region(span),
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }

    fn region(&self, span: Span) -> Region {
        let place = self.report.sources.location(span);
        Region {
            start_line: place.start.line,
            start_column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            snippet: None,
        }
    }
}

fn suppression(why: &Justification) -> Suppression<'_> {
    let kind = match why.by {
        DroppedBy::Comment => "inSource",
        DroppedBy::Configuration | DroppedBy::Baseline => "external",
    };
    Suppression { kind, status: "accepted", justification: &why.reason }
}

fn text(text: String) -> Text {
    Text { text, markdown: None }
}

fn message(message: &str, help: Option<&str>) -> String {
    let mut text = sentence(message);
    if let Some(help) = help {
        text.push(' ');
        text.push_str(&sentence(help));
    }
    text
}

/// Markdown's words without its signs.
fn plain(markdown: &str) -> String {
    markdown.lines().map(|line| line.trim_start_matches(['#', ' '])).collect::<Vec<_>>().join("\n")
}

/// The name as one word; one that is a word already gets a second, because SARIF
/// wants name and id to differ.
fn pascal_case(name: &str, second: &str) -> String {
    let second = if name.contains('-') { "" } else { second };
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').chain([second]).map(capitalised).collect()
}

/// The text with a capital and a full stop, as SARIF's viewers expect. Brackets
/// would be read as links.
fn sentence(text: &str) -> String {
    let sentence = super::sentence(text);
    sentence.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use nexthop_source::{Diagnostic, Sources};

    use super::*;

    #[test]
    fn of_too_many_findings_the_worst_are_told_in_their_order() {
        let mut sources = Sources::default();
        let span = Span::new(sources.add("main.tf", String::new()), 0..0);
        let finding = |at: usize| Finding {
            diagnostic: Diagnostic::new(
                "vwan-cost",
                if at == MOST_RESULTS { Severity::Error } else { Severity::Note },
                span,
                at.to_string(),
            ),
            fingerprint: String::new(),
            fix: Vec::new(),
        };
        let findings: Vec<_> = (0..=MOST_RESULTS).map(finding).collect();
        let worst = worst(&findings);
        assert_eq!(worst.len(), MOST_RESULTS);
        assert_eq!(worst[MOST_RESULTS - 2].diagnostic.message, (MOST_RESULTS - 2).to_string());
        assert_eq!(worst[MOST_RESULTS - 1].diagnostic.message, MOST_RESULTS.to_string());
    }
}
