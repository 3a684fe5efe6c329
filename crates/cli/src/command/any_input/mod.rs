//! Any bytes in: whatever a file holds, everything there is to ask is answered.
//!
//! No time is asserted: evaluation and recovery have limits, so that what does not end
//! would be seen as a test that does not.

mod broken;

use std::{collections::BTreeSet, fs, sync::LazyLock};

use broken::{Break, broken, words};
use camino::{Utf8Path, Utf8PathBuf};
use clap::{Parser as _, ValueEnum as _};
use nexthop_core::is_read;
use nexthop_core::routing::{Endpoint, Service};
use nexthop_iac::{Memory, Request, load};
use nexthop_source::{Edit, Sources, edited};
use proptest::prelude::*;
use serde_json::Value;

use super::{check, graph, routes};
use crate::{
    args::{Arguments, CheckArguments, CheckFormat, Command, FailOn},
    config::{self, Config},
    project::Inputs,
    report::{
        self, Manner, Paint, Report,
        flow::{self, Flows},
        graph::{dot, mermaid, svg},
        resources, route,
    },
};

/// So many endpoints make a matrix.
const ENDPOINTS: usize = 6;

/// A file, and what is in the folder around it.
#[derive(Clone, Debug)]
struct Fixture {
    file: Utf8PathBuf,
    content: Vec<u8>,
    around: Vec<(Utf8PathBuf, Vec<u8>)>,
}

/// Every file of the fixtures that a reader reads, and one of each kind of file.
static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let crates = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is crates/cli");
    let folders = [
        crates.join("../testdata"),
        crates.join("rules/src/checks"),
        crates.join("cli/tests/projects"),
    ];
    let mut fixtures: Vec<_> = folders.into_iter().flat_map(|folder| below(&folder)).collect();
    fixtures.retain(|fixture| fixture.content.len() < 20_000);
    assert!(fixtures.len() > 100, "the fixtures are gone");
    fixtures
});

static SAMPLES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/any_input/samples");
    let mut samples = below(&folder);
    for sample in &mut samples {
        let own = sample.file.file_stem().unwrap_or_default().to_owned();
        sample.around.retain(|(other, _)| other.file_stem() == Some(&own));
    }
    samples
});

const EXTENSIONS: [&str; 6] = ["tf", "tfvars", "json", "tfstate", "bicep", "bicepparam"];

fn below(folder: &Utf8Path) -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    let mut files = Vec::new();
    let entries = folder.read_dir_utf8().expect("the folder is readable");
    for entry in entries.map(|entry| entry.expect("the folder is readable")) {
        if entry.path().is_dir() {
            fixtures.extend(below(entry.path()));
        } else if EXTENSIONS.iter().any(|&known| entry.path().extension() == Some(known)) {
            let content = fs::read(entry.path()).expect("the file is readable");
            files.push((Utf8Path::new("root").join(entry.file_name()), content));
        }
    }
    files.sort_unstable();
    for (at, (file, content)) in files.iter().enumerate() {
        let others = files.iter().enumerate().filter(|&(other, _)| other != at);
        let around = others.map(|(_, other)| other.clone()).collect();
        fixtures.push(Fixture { file: file.clone(), content: content.clone(), around });
    }
    fixtures.sort_unstable_by(|one, other| {
        (&one.file, &one.content).cmp(&(&other.file, &other.content))
    });
    fixtures
}

fn check_arguments(join: bool) -> CheckArguments {
    let flags = if join { &["--join"][..] } else { &[] };
    let all = ["nexthop", "check"].iter().chain(flags);
    match Arguments::try_parse_from(all).expect("the arguments are valid").command {
        Command::Check(arguments) => arguments,
        _ => unreachable!("it is the command `check`"),
    }
}

/// Asks what would mend and what would ignore each finding.
fn propose_edits(files: &Memory, inputs: &Inputs, report: &Report<'_>) {
    let apply = |edits: &[Edit]| {
        for edit in edits {
            let text = inputs.sources.file_text(edit.span.file);
            edited(text, [edit]).expect("an edit is within the text");
        }
    };
    for finding in &report.findings {
        let one = &finding.diagnostic;
        for change in &one.changes {
            for project in &inputs.projects {
                let edits = nexthop_iac::edits(files, &inputs.sources, project, change);
                apply(&edits.unwrap_or_default());
            }
        }
        let comment =
            nexthop_iac::suppression(&inputs.sources, one.declared, one.span, &[one.code], "why");
        apply(comment.as_slice());
    }
}

/// Asks everything there is to ask of what the files hold.
fn ask_everything(files: &Memory, path: &Utf8Path, join: bool) {
    ask_configured(files, path, join, None);
}

fn ask_configured(files: &Memory, path: &Utf8Path, join: bool, config: Option<Config>) {
    let asked_for = join.then_some(is_read as fn(&str) -> bool);
    let request = Request { paths: vec![path.to_owned()], asked_for, ..Request::default() };
    let arguments = check_arguments(join);
    let mut inputs =
        Inputs::of(load(files, &request), &arguments.input).expect("it has no configuration");
    inputs.configs = config.map_or(inputs.configs, |config| vec![config]);
    let analyses = inputs.analyse();

    let report = check::findings(&inputs, &arguments);
    for &format in CheckFormat::value_variants() {
        let manner = Manner { paint: Paint::new(false), quiet: false, fail_on: FailOn::Warning };
        let rendered = report::render(&report, format, manner).expect("it is written to memory");
        if matches!(format, CheckFormat::Json | CheckFormat::Sarif | CheckFormat::Gitlab) {
            serde_json::from_str::<Value>(&rendered.text).expect("it is JSON");
        }
    }

    propose_edits(files, &inputs, &report);

    resources::text::render(&inputs, Paint::new(false));
    let drawings = graph::drawings(&inputs, &analyses);
    for render in [mermaid::render, dot::render, svg::render] {
        render(&drawings);
    }
    resources::json::render(&inputs).expect("it is written to memory");
    let lists = analyses.iter().map(routes::all);
    let lists: Vec<_> = analyses.iter().map(|analysis| &analysis.network).zip(lists).collect();
    route::text::render(&inputs, &lists, Paint::new(false));
    route::json::render(&inputs, &lists).expect("it is written to memory");
    let flows: Vec<_> = analyses
        .iter()
        .map(|analysis| {
            let mut some = Endpoint::all(&analysis.network);
            some.truncate(ENDPOINTS);
            Flows::new(analysis, (some.clone(), some), Service::default())
        })
        .collect();
    flow::matrix::render(&inputs, &flows, Paint::new(false));
    flow::trace::render(&inputs, &flows, Paint::new(false));
    let mut out = Vec::new();
    flow::json::write(&inputs, &flows, flow::json::Detail::Candidates, &mut out)
        .expect("it is written to memory");
    serde_json::from_slice::<Value>(&out).expect("it is JSON");
}

/// The names under which bytes are read by the different readers.
const NAMES: [&str; 14] = [
    "main.tf",
    "main.tofu",
    "main.tf.json",
    "terraform.tfvars",
    "terraform.tfvars.json",
    "plan.json",
    "terraform.tfstate",
    "main.bicep",
    "main.bicepparam",
    "bicepconfig.json",
    "template.json",
    "template.parameters.json",
    "main.snapshot.json",
    "export.json",
];

/// Bytes under a name, beside a root that takes values.
fn ask_of_bytes(name: &str, bytes: &[u8]) {
    let mut files = Memory::default();
    let mut names = BTreeSet::from([name]);
    for (other, content) in [
        ("main.tf", &b"variable \"a\" {}\nresource \"azurerm_virtual_network\" \"v\" { name = var.a }\n"[..]),
        ("main.bicep", b"param a string\n"),
        ("template.json", br#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}"#),
    ] {
        if names.insert(other) {
            files.add(Utf8Path::new("root").join(other), content);
        }
    }
    let path = Utf8Path::new("root").join(name);
    files.add(path.clone(), bytes);
    ask_everything(&files, Utf8Path::new("root"), true);
    ask_everything(&files, &path, false);
}

fn ask_of_broken(fixture: &Fixture, breaks: &[Break], join: bool) {
    let mut files = Memory::default();
    for (path, content) in &fixture.around {
        files.add(path.clone(), &content[..]);
    }
    files.add(fixture.file.clone(), broken(&fixture.content, breaks));
    ask_everything(&files, Utf8Path::new("root"), join);
}

/// A configuration is one, or its mistakes are told.
fn ask_of_configuration(text: String) {
    let mut sources = Sources::default();
    match config::parse(Utf8Path::new("root/nexthop.toml"), text, &mut sources) {
        Ok(config) => {
            let network = SAMPLES.iter().find(|sample| sample.file.extension() == Some("bicep"));
            let network = network.expect("there is a sample of Bicep");
            let mut files = Memory::default();
            files.add(network.file.clone(), &network.content[..]);
            ask_configured(&files, Utf8Path::new("root"), false, Some(config));
        }
        Err(mistakes) => assert!(!mistakes.render(false).is_empty()),
    }
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn arbitrary_bytes_are_answered(
        name in prop::sample::select(&NAMES[..]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        ask_of_bytes(name, &bytes);
    }

    #[test]
    fn words_in_any_order_are_answered(
        name in prop::sample::select(&NAMES[..]),
        text in words(),
    ) {
        ask_of_bytes(name, text.as_bytes());
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn broken_fixtures_are_answered(
        at in any::<prop::sample::Index>(),
        breaks in prop::collection::vec(any::<Break>(), 1..4),
        join in any::<bool>(),
    ) {
        ask_of_broken(at.get(&FIXTURES), &breaks, join);
    }

    #[test]
    fn broken_configurations_are_answered(
        breaks in prop::collection::vec(any::<Break>(), 0..4),
    ) {
        let sample = include_bytes!("samples/nexthop.toml");
        let text = String::from_utf8_lossy(&broken(sample, &breaks)).into_owned();
        ask_of_configuration(text);
    }

    #[test]
    fn words_in_any_order_are_a_configuration_or_told(text in words()) {
        ask_of_configuration(text);
    }

    #[test]
    fn broken_samples_of_every_language_are_answered(
        at in any::<prop::sample::Index>(),
        breaks in prop::collection::vec(any::<Break>(), 0..4),
        join in any::<bool>(),
    ) {
        ask_of_broken(at.get(&SAMPLES), &breaks, join);
    }
}
