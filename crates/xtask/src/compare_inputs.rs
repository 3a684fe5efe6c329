//! `cargo xtask compare-inputs`: the network of Terraform roots read as code
//! against the same roots read through their plans.

use std::{collections::BTreeMap, fs, process::ExitCode};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{
    Analysis, Model, analyse,
    routing::{Endpoint, RouteDestination},
};
use nexthop_iac::{FileSystem as _, Kind, Number, Request, Resource, Value, Workspace, load};
use nexthop_rules::{Settings, check};
use nexthop_source::{Sources, Span};
use rayon::prelude::*;

use crate::{
    compare_plans::{Place, place_of, plans, println},
    plan_file::{self, Origin, Plan},
    root_files::RootFiles,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of plans: `terraform show -json`
    #[arg(long)]
    plans: Utf8PathBuf,
    /// Folders in which the roots are found
    #[arg(long, required = true, num_args = 1..)]
    roots: Vec<Utf8PathBuf>,
    /// Compare only plans whose file name contains this
    #[arg(long, default_value = "")]
    only: String,
}

/// What came of one root.
#[derive(Debug, Default)]
struct Comparison {
    resources: usize,
    /// Of them, those of which all properties are equal.
    equal_resources: usize,
    equal: usize,
    /// What the plan has besides: defaults of the provider, values of data sources.
    only_in_plan: usize,
    findings: usize,
    /// Effective routes.
    routes: usize,
    flows: usize,
    /// One line each: all else that is not the same.
    differences: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let paths = plans(&arguments.plans, &arguments.only)?;
    let compared: Vec<_> = paths
        .par_iter()
        .map(|path| Ok((path, compare(path, &arguments.roots)?)))
        .collect::<anyhow::Result<_>>()?;
    let mut roots = 0;
    let mut total = Comparison::default();
    for (path, comparison) in compared {
        let Some(mut comparison) = comparison else { continue };
        roots += 1;
        print(path.file_stem().unwrap_or_default(), &comparison);
        comparison.differences.iter().for_each(|line| println(&format!("    {line}")));
        total.resources += comparison.resources;
        total.equal_resources += comparison.equal_resources;
        total.equal += comparison.equal;
        total.only_in_plan += comparison.only_in_plan;
        total.findings += comparison.findings;
        total.routes += comparison.routes;
        total.flows += comparison.flows;
        total.differences.append(&mut comparison.differences);
    }
    print(&format!("total of {roots} roots"), &total);
    if roots == 0 {
        bail!("nothing was compared")
    }
    Ok(ExitCode::from(u8::from(!total.differences.is_empty())))
}

fn print(name: &str, comparison: &Comparison) {
    let Comparison { resources, equal_resources, equal, only_in_plan, .. } = comparison;
    let Comparison { findings, routes, flows, differences, .. } = comparison;
    println(&format!(
        "{name}: {resources} resources, {equal_resources} of them the same; properties: {equal} \
         equal, {only_in_plan} in the plan only; {findings} findings, {routes} routes, {flows} \
         flows; {} differences",
        differences.len()
    ));
}

/// Compares the two ways to one root, if it is there.
fn compare(path: &Utf8Path, folders: &[Utf8PathBuf]) -> anyhow::Result<Option<Comparison>> {
    let plan = plan_file::read(path)?;
    let Origin::Provider { variables } = &plan.origin else { return Ok(None) };
    let Some(place) = place_of(&plan.root, folders) else { return Ok(None) };
    let mut files = RootFiles::new(place.repository.clone());
    let planned = place.root.join("compared-plan.json");
    let bytes = fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let first = first_file(&files, &place)?;
    let code = Request {
        paths: vec![place.repository.clone(), first],
        variables: variables.clone(),
        ..Request::default()
    };
    let code = load(&files, &code);
    files.add(planned.clone(), bytes);
    let paths = vec![place.repository, planned];
    let planned = load(&files, &Request { paths, ..Request::default() });
    Ok(Some(held_against(&code, &planned, &plan)))
}

fn first_file(files: &RootFiles, place: &Place) -> anyhow::Result<Utf8PathBuf> {
    let found = files.files_in(&place.root);
    let mut found = found.into_iter().filter(|file| file.extension() == Some("tf"));
    found.next().with_context(|| format!("{} is no Terraform root", place.root))
}

fn held_against(code: &Workspace, planned: &Workspace, plan: &Plan) -> Comparison {
    let mut comparison = Comparison::default();
    let written = resources(code);
    for (address, resource) in resources(planned) {
        let Some(&written) = written.get(address) else {
            comparison.differences.push(format!("{address} is in the plan only"));
            continue;
        };
        comparison.resources += 1;
        comparison.add_properties(address, written, resource);
    }
    for address in written.keys().filter(|address| plan.resources.contains_key(**address)) {
        if !resources(planned).contains_key(address) {
            comparison.differences.push(format!("{address} is in the code only"));
        }
    }
    let (written, known) = (said(code), said(planned));
    comparison.findings = known.findings.len();
    comparison.routes = known.routes.len();
    comparison.flows = known.flows.len();
    let pairs = [
        (written.findings, known.findings),
        (written.routes, known.routes),
        (written.flows, known.flows),
    ];
    for (written, known) in pairs {
        comparison.add_lines(&written, &known, "the code");
        comparison.add_lines(&known, &written, "the plan");
    }
    comparison
}

fn resources(workspace: &Workspace) -> BTreeMap<&str, &Resource> {
    let resources = workspace.projects.iter().flat_map(|project| &project.resources);
    resources.map(|resource| (resource.address.as_str(), resource)).collect()
}

impl Comparison {
    fn add_properties(&mut self, address: &str, written: &Resource, planned: &Resource) {
        let (written, planned) = (properties(written), properties(planned));
        let before = (self.differences.len(), self.only_in_plan);
        for (path, value) in &written {
            match (planned.get(path), value) {
                (Some(other), Some(value)) if other.as_ref() == Some(value) => self.equal += 1,
                (Some(None), None) => self.equal += 1,
                (_, None) => self.only_in_plan += 1,
                (other, Some(value)) => {
                    self.differences.push(format!("{address} {path}: {value}, planned {other:?}"));
                }
            }
        }
        self.only_in_plan += planned.keys().filter(|path| !written.contains_key(*path)).count();
        self.equal_resources += usize::from(before == (self.differences.len(), self.only_in_plan));
    }

    fn add_lines(&mut self, lines: &[String], others: &[String], place: &str) {
        let missing = lines.iter().filter(|line| !others.contains(line));
        self.differences.extend(missing.map(|line| format!("through {place} only: {line}")));
    }
}

/// The leaves of what a resource is in ARM's words; none for what is not known.
fn properties(resource: &Resource) -> BTreeMap<String, Option<String>> {
    let mut leaves = BTreeMap::new();
    for (name, value) in &resource.body {
        add(&mut leaves, name.to_string(), value);
    }
    if let Some(amended) = &resource.amends {
        add(&mut leaves, "amends".to_owned(), amended);
    }
    leaves
}

fn add(leaves: &mut BTreeMap<String, Option<String>>, path: String, value: &Value) {
    let leaf = match &value.kind {
        Kind::Null => return,
        Kind::Bool(flag) => flag.to_string(),
        Kind::Number(Number::Integer(number)) => number.to_string(),
        Kind::Number(Number::Decimal(number)) => number.to_string(),
        // azurerm writes the names of regions without spaces.
        Kind::String(text) if path == "location" => text.replace(' ', "").to_lowercase(),
        Kind::String(text) => text.to_string(),
        Kind::Reference(reference) => format!("<{}.{}>", reference.target, reference.attribute),
        Kind::Unknown(_) => return drop(leaves.insert(path, None)),
        Kind::List(_, items) => {
            for (at, item) in items.iter().enumerate() {
                add(leaves, format!("{path}[{at}]"), item);
            }
            return;
        }
        Kind::Object(_, entries) => {
            for (name, entry) in entries.iter() {
                add(leaves, format!("{path}.{name}"), entry);
            }
            return;
        }
    };
    leaves.insert(path, Some(leaf));
}

/// What is said of the networks, a line each.
#[derive(Default)]
struct Said {
    /// The findings and what is undecided, each with its place.
    findings: Vec<String>,
    /// The effective routes of subnets, each with what it came from.
    routes: Vec<String>,
    flows: Vec<String>,
}

fn said(workspace: &Workspace) -> Said {
    let mut said = Said::default();
    for project in &workspace.projects {
        let model = Model::default();
        let analysis = analyse(&project.resources, &project.unread_modules, &model);
        said.add_findings(&analysis, &workspace.sources);
        said.add_routes(&analysis);
        said.add_flows(&analysis);
    }
    for lines in [&mut said.findings, &mut said.routes, &mut said.flows] {
        lines.sort_unstable();
    }
    said
}

impl Said {
    fn add_findings(&mut self, analysis: &Analysis, sources: &Sources) {
        let report = check(analysis, &Settings::default());
        let place = |span| place_in(sources, span);
        self.findings.extend(
            report
                .diagnostics
                .iter()
                .map(|one| format!("{} {}: {}", place(one.span), one.code, one.message)),
        );
        self.findings.extend(
            report
                .undecided
                .iter()
                .map(|one| format!("{} {} undecided: {}", place(one.span), one.rule, one.message)),
        );
    }

    fn add_routes(&mut self, analysis: &Analysis) {
        let network = &analysis.network;
        for id in network.subnets.ids() {
            let subnet = Endpoint::Subnet(id).id(network);
            for route in analysis.routing.effective_routes(id) {
                let destination = match &route.destination {
                    RouteDestination::Net(prefix) => prefix.to_string(),
                    RouteDestination::ServiceTag(tag) => tag.clone(),
                    _ => "not known here".to_owned(),
                };
                let because: Vec<_> =
                    route.because.iter().map(|step| step.message.as_str()).collect();
                self.routes.push(format!(
                    "{subnet}: {destination} {} {} {} ({})",
                    route.source.as_str(),
                    route.state.as_str(),
                    route.next_hop.as_str(),
                    because.join("; ")
                ));
            }
        }
    }

    fn add_flows(&mut self, analysis: &Analysis) {
        let network = &analysis.network;
        let endpoints = Endpoint::all(network);
        for &from in &endpoints {
            for &to in endpoints.iter().filter(|&&to| to != from) {
                let flow = analysis.routing.flow(network, from, to);
                let (from, to) = (from.id(network), to.id(network));
                let because = &flow.because.message;
                self.flows.push(format!("{from} to {to}: {:?} ({because})", flow.verdict));
            }
        }
    }
}

fn place_in(sources: &Sources, span: Span) -> String {
    let location = sources.location(span);
    format!("{}:{}", location.path, location.start.line)
}
