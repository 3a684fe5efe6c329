//! One network in several languages is one network.
//!
//! Every folder of `testdata/languages` has the same network as `main.tf`, `main.bicep`
//! and `main.json`; the variants of the seed are parameters of the latter two. What
//! is compared: the network without its places, the verdict and the cause of every
//! flow, and the findings.

#![expect(clippy::disallowed_methods, reason = "networks are read from the disk")]

use std::{collections::BTreeSet, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{Analysis, Model, analyse, routing::Endpoint};
use nexthop_iac::{InputKind, Memory, Project, Request, load};
use nexthop_rules::{Settings, check};

mod dump;
#[path = "../support/mod.rs"]
mod support;

datatest_stable::harness! {
    { test = is_the_same, root = "../../testdata/languages", pattern = r"/main\.tf$" },
    { test = the_seed_is_the_same, root = "../../testdata/seed", pattern = r"/expect\.txt$" },
}

/// The variants of the seed, as parameters of `testdata/languages/seed`.
const VARIANTS: &[(&str, &[(&str, &str)])] = &[
    ("p2s-expressroute", &[]),
    ("clean-hub", &[("expressRoute", "false")]),
    ("route-server", &[("routeServer", "true")]),
    ("firewall-snat", &[("datacentrePrefixes", r#"["192.168.0.0/17", "192.168.128.0/18"]"#)]),
];

fn is_the_same(path: &Path) -> datatest_stable::Result<()> {
    let folder = folder_of(path)?;
    let mut files = Memory::default();
    support::add_folder(&mut files, folder, "case".into())?;
    let model = support::model(&folder.join("nexthop.toml"))?;
    let request = |path: &str| Request { paths: vec![path.into()], ..Request::default() };
    let terraform = project(&files, &request("case"), InputKind::Terraform)?;
    let bicep = project(&files, &request("case/main.bicep"), InputKind::Bicep)?;
    let arm = project(&files, &request("case/main.json"), InputKind::Arm)?;
    compare(&[("main.tf", &terraform), ("main.bicep", &bicep), ("main.json", &arm)], &model)
}

fn the_seed_is_the_same(path: &Path) -> datatest_stable::Result<()> {
    let folder = folder_of(path)?;
    let name = folder.file_name().ok_or("no name")?;
    let (_, variables) = VARIANTS.iter().find(|(case, _)| *case == name).ok_or("a new variant")?;
    let mut files = Memory::default();
    let seed = folder.parent().ok_or("no folder")?;
    support::add_folder(&mut files, seed, "seed".into())?;
    support::add_folder(&mut files, "../../testdata/languages/seed".into(), "other".into())?;
    let model = support::model(&folder.join("nexthop.toml"))?;
    let request = |path: Utf8PathBuf| {
        let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Request { paths: vec![path], variables: variables.collect(), ..Request::default() }
    };
    let root = Utf8Path::new("seed").join(name);
    let terraform = Request { paths: vec![root], ..Request::default() };
    let terraform = project(&files, &terraform, InputKind::Terraform)?;
    let bicep = project(&files, &request("other/main.bicep".into()), InputKind::Bicep)?;
    let arm = project(&files, &request("other/main.json".into()), InputKind::Arm)?;
    compare(&[(name, &terraform), ("main.bicep", &bicep), ("main.json", &arm)], &model)
}

fn folder_of(path: &Path) -> datatest_stable::Result<&Utf8Path> {
    let path = Utf8Path::from_path(path).ok_or("the path is not UTF-8")?;
    Ok(path.parent().ok_or("no folder")?)
}

fn project(files: &Memory, request: &Request, kind: InputKind) -> datatest_stable::Result<Project> {
    let mut projects = load(files, request).projects;
    projects.retain(|project| project.input.kind == kind);
    let project = projects.pop().filter(|_| projects.is_empty()).ok_or("not one input")?;
    assert_eq!(project.diagnostics, [], "{:?} is not in order", project.input);
    assert!(project.unread_modules.is_empty(), "{:?}: modules are missing", project.input);
    Ok(project)
}

/// Compares all with the first one.
fn compare(projects: &[(&str, &Project)], model: &Model) -> datatest_stable::Result<()> {
    let mut said = projects.iter().map(|(name, project)| {
        let analysis = analyse(&project.resources, &[], model);
        (name, everything(&analysis))
    });
    let (first, expected) = said.next().ok_or("nothing is compared")?;
    let mut differences = Vec::new();
    for (name, actual) in said {
        let missing = expected.difference(&actual).map(|line| format!("only {first}: {line}"));
        let more = actual.difference(&expected).map(|line| format!("only {name}: {line}"));
        differences.extend(missing.chain(more));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}

/// All that is said of a network, a line each.
fn everything(analysis: &Analysis) -> BTreeSet<String> {
    let mut lines = dump::lines(&analysis.network);
    let all = Endpoint::all(&analysis.network);
    for &from in &all {
        for &to in all.iter().filter(|&&to| to != from) {
            let flow = analysis.routing.flow(&analysis.network, from, to);
            let (verdict, code) = (flow.verdict.as_str(), flow.because.code.as_str());
            let [from, to] = [from, to].map(|end| end.id(&analysis.network));
            lines.insert(format!("flow {from} -> {to}: {verdict} {code}"));
        }
    }
    for finding in check(analysis, &Settings::default()).diagnostics {
        let (severity, code, message) = (finding.severity, finding.code, finding.message);
        lines.insert(format!("finding {severity:?} {code}: {message}"));
    }
    lines
}
