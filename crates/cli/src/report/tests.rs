//! The formats of `check`, over one report made by hand.

use nexthop_source::{FileId, Step};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::*;

const MAIN: &str = "\
resource \"azurerm_subnet\" \"gw\" {
  name             = \"GatewaySubnet\"
  address_prefixes = [\"10.0.0.0/29\"] # zwölf
}
";

const MODULE: &str = "module \"hub\" {\n  source = \"./hub\"\n}\n";

fn span(sources: &Sources, file: FileId, text: &str) -> Span {
    let start = sources.file_text(file).find(text).expect("the text is there");
    Span::new(file, start..start + text.len())
}

fn sources() -> (Sources, FileId, FileId) {
    let mut sources = Sources::default();
    let main = sources.add("infra/hub & spoke/main.tf", MAIN.to_owned());
    let module = sources.add("infra/modules.tf", MODULE.to_owned());
    (sources, main, module)
}

fn diagnostic(sources: &Sources, main: FileId, module: FileId) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        "coexist-vpn-asn-not-65515",
        Severity::Warning,
        span(sources, main, "\"10.0.0.0/29\""),
        "the subnet is too small",
    );
    diagnostic.resource = Some("azurerm_subnet.gw".to_owned());
    diagnostic
        .relate(span(sources, main, "\"GatewaySubnet\""), "it is this subnet")
        .relate(span(sources, module, "module \"hub\""), "module.hub is called here")
        .help("Use a /27.");
    diagnostic.steps = vec![
        Step { code: "one", message: "first".to_owned(), span: Some(span(sources, main, "name")) },
        Step { code: "two", message: "then".to_owned(), span: None },
    ];
    diagnostic
}

fn report<'a>(sources: &'a Sources, one: &Diagnostic) -> Report<'a> {
    let finding = |fingerprint: &str| Finding {
        diagnostic: one.clone(),
        fingerprint: fingerprint.to_owned(),
        fix: Vec::new(),
    };
    let reason = "migration".to_owned();
    Report {
        sources,
        inputs: vec![Input { path: "infra", kind: "terraform", resources: 41 }],
        findings: vec![finding("0123456789abcdef")],
        suppressed: vec![(
            finding("fedcba9876543210"),
            Justification { reason, by: DroppedBy::Comment },
        )],
        undecided: vec![Undecided {
            rule: "coexist-vpn-asn-not-65515",
            message: "var.asn has no value".to_owned(),
            span: one.span,
        }],
        rules: ["coexist-vpn-asn-not-65515", "firewall-asymmetric-path"].into(),
        intents_that_hold: ["p2s:* to onprem:dc is reachable".to_owned()].into(),
        intents_that_break: BTreeMap::new(),
        working_directory: Utf8Path::new("/repo"),
        root: "/repo".into(),
    }
}

#[test]
fn text_shows_source_labels_steps_help_and_link() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let text = text::render(&report(&sources, &one), Paint::new(false), false);
    assert_data_eq!(text, file!["snapshots/check.txt"]);
}

#[test]
fn concise_is_one_line_a_finding() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    assert_data_eq!(concise::render(&report(&sources, &one)), file!["snapshots/check.concise.txt"]);
}

#[test]
fn json_has_the_promised_fields() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let json = json::render(&report(&sources, &one)).expect("it is written to memory");
    assert_data_eq!(json, file!["snapshots/check.json"]);
}

#[test]
fn sarif_points_from_the_root_of_the_repository_and_keeps_what_is_suppressed() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let mut report = report(&sources, &one);
    report.working_directory = Utf8Path::new("/repo/sub");
    let sarif =
        sarif::render(&report, Automation::from_environment()).expect("it is written to memory");
    let mut log: Value = serde_json::from_str(&sarif).expect("it is JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    let results = log["runs"][0]["results"].as_array_mut().expect("there are results");
    for result in results.iter_mut() {
        // Moves with every new rule.
        let index = result["ruleIndex"].take().as_u64().expect("the rule is listed");
        assert_eq!(rules[usize::try_from(index).expect("it is small")]["id"], result["ruleId"]);
    }
    let results = serde_json::to_string_pretty(results).expect("it is JSON");
    assert_data_eq!(results, file!["snapshots/results.sarif.json"]);
}

#[test]
fn github_gets_a_command_a_finding() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let annotations = github::render(&report(&sources, &one));
    assert_eq!(annotations.summary, None);
    assert_data_eq!(annotations.commands, file!["snapshots/check.github.txt"]);
}

#[test]
fn what_github_would_not_show_is_in_the_summary_of_the_step() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let mut report = report(&sources, &one);
    let finding =
        |_| Finding { diagnostic: one.clone(), fingerprint: String::new(), fix: Vec::new() };
    report.findings = (0..12).map(finding).collect();
    let annotations = github::render(&report);
    assert_eq!(annotations.commands.lines().count(), 10);
    let summary = annotations.summary.expect("two are left over");
    assert_eq!(summary.matches("### warning").count(), 12);
}

#[test]
fn gitlab_gets_an_issue_a_finding() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let json = gitlab::render(&report(&sources, &one)).expect("it is written to memory");
    assert_data_eq!(json, file!["snapshots/check.gitlab.json"]);
}

#[test]
fn junit_has_a_case_for_every_rule_and_intent() {
    let (sources, main, module) = sources();
    let mut one = diagnostic(&sources, main, module);
    one.message.push_str(" & <\u{1}\"so\">");
    let report = report(&sources, &one);
    let xml = junit::render(&report, |severity| severity >= Severity::Warning);
    assert_data_eq!(&xml, file!["snapshots/check.junit.xml"]);
    let lenient = junit::render(&report, |severity| severity >= Severity::Error);
    assert!(lenient.contains("failures=\"0\"") && lenient.contains("<system-out>"));
}

#[test]
fn a_pipeline_gets_a_command_a_finding() {
    let (sources, main, module) = sources();
    let mut one = diagnostic(&sources, main, module);
    let commands = azure::render(&report(&sources, &one));
    assert_data_eq!(commands, file!["snapshots/check.azure.txt"]);
    one.severity = Severity::Note;
    assert!(!azure::render(&report(&sources, &one)).contains("##vso"));
}

#[test]
fn markdown_is_a_comment_that_is_found_again_and_not_too_long() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let mut report = report(&sources, &one);
    assert_data_eq!(markdown::render(&report), file!["snapshots/check.md"]);
    let finding =
        |_| Finding { diagnostic: one.clone(), fingerprint: String::new(), fix: Vec::new() };
    report.findings = (0..1000).map(finding).collect();
    let long = markdown::render(&report);
    assert!(long.len() < 65_536 && long.ends_with("the report is too long.\n"), "{}", long.len());
}

#[test]
fn markup_in_names_and_messages_stays_text() {
    let (sources, main, module) = sources();
    let mut one = diagnostic(&sources, main, module);
    one.message = "a|b <img> `c|d` @team".to_owned();
    one.resource = Some("x[\"a`b\"]".to_owned());
    let text = markdown::render(&report(&sources, &one));
    assert!(text.contains(r"a\|b \<img\> `c|d` \@team."), "{text}");
    assert!(text.contains("`` x[\"a`b\"] ``"), "{text}");
}

#[test]
fn control_characters_in_source_do_not_reach_the_terminal() {
    let mut sources = Sources::default();
    let file = sources.add("a\u{1b}.tf", "x = \"\u{1b}[31m\u{9b}red\"\n".to_owned());
    let one = Diagnostic::new("syntax-error", Severity::Error, Span::new(file, 4..8), "bad \u{7}");
    let text = text::diagnostic(&sources, &one, Paint::new(false));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn a_span_outside_of_its_file_loses_no_message() {
    let mut sources = Sources::default();
    let file = sources.add("a.tf", "x".to_owned());
    let one = Diagnostic::new("syntax-error", Severity::Error, Span::new(file, 90..95), "bad");
    assert!(text::diagnostic(&sources, &one, Paint::new(false)).contains("bad"));
}

#[test]
fn fingerprints_outlive_moved_lines_and_tell_findings_apart() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let report = report(&sources, &one);
    let fingerprints = |one: &Diagnostic| {
        let mut fingerprints = Fingerprints::new(Utf8Path::new("infra"));
        [fingerprints.next(one, &report), fingerprints.next(one, &report)]
    };
    let mut moved = one.clone();
    moved.span = one.related[0].span;
    moved.message = "the subnet is far too small".to_owned();
    assert_eq!(fingerprints(&one), fingerprints(&moved));
    let [first, second] = fingerprints(&one);
    assert_ne!(first, second);
}

#[test]
fn a_page_is_a_link_in_terminals_that_can() {
    let address = "https://example.com/rule.md";
    let plain = Paint::new(true).link(address, "rule");
    assert_eq!(plain, "rule");
    let link = Paint::new(true).with_links(true).link(address, "rule");
    assert_eq!(link, "\u{1b}]8;;https://example.com/rule.md\u{1b}\\rule\u{1b}]8;;\u{1b}\\");
}
