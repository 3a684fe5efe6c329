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
        working_directory: Utf8Path::new("/repo"),
        root: "/repo".into(),
    }
}

#[test]
fn text_shows_source_labels_steps_help_and_link() {
    let (sources, main, module) = sources();
    let one = diagnostic(&sources, main, module);
    let text = text::render(&report(&sources, &one), false, false);
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
    let sarif = sarif::render(&report, sarif::Automation::from_environment())
        .expect("it is written to memory");
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
fn control_characters_in_source_do_not_reach_the_terminal() {
    let mut sources = Sources::default();
    let file = sources.add("a\u{1b}.tf", "x = \"\u{1b}[31m\u{9b}red\"\n".to_owned());
    let one = Diagnostic::new("syntax-error", Severity::Error, Span::new(file, 4..8), "bad \u{7}");
    let text = text::diagnostic(&sources, &one, false);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn a_span_outside_of_its_file_loses_no_message() {
    let mut sources = Sources::default();
    let file = sources.add("a.tf", "x".to_owned());
    let one = Diagnostic::new("syntax-error", Severity::Error, Span::new(file, 90..95), "bad");
    assert!(text::diagnostic(&sources, &one, false).contains("bad"));
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
