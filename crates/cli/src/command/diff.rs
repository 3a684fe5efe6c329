//! `nexthop diff`

use std::{
    collections::{BTreeMap, BTreeSet},
    process::ExitCode,
};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Parser as _;
use nexthop_core::{
    Analysis,
    routing::{Endpoint, EndpointIds, Service, Verdict},
};
use nexthop_source::Severity;
use rayon::prelude::*;

use super::check;
use crate::{
    args::{Arguments, CheckArguments, Command, DiffArguments, DiffFormat, InputArguments},
    console::{self, Console},
    disk::without_dots,
    project::{Inputs, shown},
    report::{
        Finding, Paint, Report,
        difference::{Changed, Difference, FlowChange, json, markdown, text},
    },
};

pub(crate) fn run(arguments: &DiffArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let [base, head] = sides(arguments, console)?;
    let check = check_arguments(&arguments.input)?;
    let (before, after) = (check::findings(&base, &check), check::findings(&head, &check));
    let flows = flows(&before, &after, &base, &head);
    let (added, removed, changed) = findings(&before, &after);
    let difference = Difference {
        base: (&arguments.base, &before),
        head: (&arguments.head, &after),
        added,
        removed,
        changed,
        flows,
    };
    console::print(&match arguments.format {
        DiffFormat::Text => text::render(&difference, Paint::new(console.colors())),
        DiffFormat::Json => json::render(&difference)?,
        DiffFormat::Markdown => markdown::render(&difference),
    })?;
    Ok(base.exit(head.exit(ExitCode::SUCCESS)))
}

/// What was and what is. A revision that is compared with a path is read at this path.
fn sides(arguments: &DiffArguments, console: &Console) -> anyhow::Result<[Inputs; 2]> {
    let path = |name: &str| Some(Utf8PathBuf::from(name)).filter(|path| path.exists());
    let at = |path: &Utf8Path| InputArguments {
        paths: vec![path.to_owned()],
        ..arguments.input.clone()
    };
    let load = |path: &Utf8PathBuf| Inputs::load(&at(path), console);
    let (base, head) = (&arguments.base, &arguments.head);
    Ok(match (path(base), path(head)) {
        (Some(base), Some(head)) => [apart(load(&base)?), apart(load(&head)?)],
        (Some(path), None) => [load(&path)?, Inputs::of_revision(head, &at(&path))?],
        (None, Some(path)) => [Inputs::of_revision(base, &at(&path))?, load(&path)?],
        (None, None) => {
            let of = |name: &str| Inputs::of_revision(name, &arguments.input);
            [of(base)?, of(head)?]
        }
    })
}

/// The inputs of a path that stands for a repository of its own: what is in it is the
/// same as what is at the same place in another one.
fn apart(mut inputs: Inputs) -> Inputs {
    let path = inputs.searched().next().unwrap_or(Utf8Path::new(""));
    let absolute = without_dots(&inputs.working_directory.join(path));
    let folder = if absolute.is_file() { absolute.parent() } else { Some(&*absolute) };
    inputs.root = folder.map(Utf8Path::to_owned);
    inputs
}

/// The arguments of a `check` that leaves nothing out.
fn check_arguments(input: &InputArguments) -> anyhow::Result<CheckArguments> {
    let arguments = Arguments::try_parse_from(["nexthop", "check"])?;
    let Command::Check(check) = arguments.command else { anyhow::bail!("it is not `check`") };
    Ok(CheckArguments { input: input.clone(), ..check })
}

/// The findings that came, those that went, and those that are worse or less bad.
fn findings<'r>(
    before: &'r Report<'_>,
    after: &'r Report<'_>,
) -> (Vec<&'r Finding>, Vec<&'r Finding>, Vec<Changed<'r>>) {
    let (old, new) = (severities(before), severities(after));
    let is_new = |one: &&Finding| !old.contains_key(&*one.fingerprint);
    let is_gone = |one: &&Finding| !new.contains_key(&*one.fingerprint);
    let changed = |finding: &'r Finding| {
        let was = *old.get(&*finding.fingerprint)?;
        (was != finding.diagnostic.severity).then_some(Changed { finding, was })
    };
    (
        after.findings.iter().filter(is_new).collect(),
        before.findings.iter().filter(is_gone).collect(),
        after.findings.iter().filter_map(changed).collect(),
    )
}

fn severities<'r>(report: &'r Report<'_>) -> BTreeMap<&'r str, Severity> {
    report.findings.iter().map(|one| (&*one.fingerprint, one.diagnostic.severity)).collect()
}

/// The flows that have another verdict, or an end that is on one side only.
fn flows(before: &Report<'_>, after: &Report<'_>, base: &Inputs, head: &Inputs) -> Vec<FlowChange> {
    let (old, new) = (networks(before, base), networks(after, head));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let names = names.into_iter();
    names.flat_map(|name| flows_of(shown(name), old.get(name), new.get(name))).collect()
}

/// The networks by the paths of their inputs.
fn networks(report: &Report<'_>, inputs: &Inputs) -> BTreeMap<Utf8PathBuf, Analysis> {
    let paths = inputs.estates.iter().map(|estate| report.within_root(&estate.path));
    paths.zip(inputs.analyse()).collect()
}

/// So many rows are computed at once.
const ROWS: usize = 16;

/// The endpoints of a network and the verdicts between them.
struct Matrix<'a> {
    analysis: &'a Analysis,
    endpoints: BTreeMap<String, (usize, Endpoint)>,
    verdicts: Vec<Verdict>,
}

impl<'a> Matrix<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let Analysis { network, routing, .. } = analysis;
        let all = Endpoint::all(network);
        let towards = routing.towards(network, &all);
        let rows = |from: &[Endpoint]| towards.answers(from).into_iter().map(|one| one.verdict);
        let verdicts = all.par_chunks(ROWS).flat_map_iter(rows).collect();
        let ids = EndpointIds::new(network);
        let endpoints = all.into_iter().enumerate().map(|(at, one)| (ids.of(one), (at, one)));
        Self { analysis, endpoints: endpoints.collect(), verdicts }
    }

    fn verdict(&self, from: &str, to: &str) -> Option<Verdict> {
        let (row, _) = self.endpoints.get(from)?;
        let (column, _) = self.endpoints.get(to)?;
        let width = self.verdicts.len().isqrt();
        self.verdicts.get(row * width + column).copied()
    }

    fn reason(&self, from: &str, to: &str) -> Option<(&'static str, String)> {
        let (&(_, from), &(_, to)) = (self.endpoints.get(from)?, self.endpoints.get(to)?);
        let Analysis { network, routing, .. } = self.analysis;
        let because = routing.flow_by_steps(network, from, to, Service::default()).because;
        Some((because.code.as_str(), because.message))
    }
}

fn flows_of(input: &str, old: Option<&Analysis>, new: Option<&Analysis>) -> Vec<FlowChange> {
    let (old, new) = (old.map(Matrix::new), new.map(Matrix::new));
    let sides = [&old, &new].into_iter().flatten();
    let names: BTreeSet<&String> = sides.flat_map(|side| side.endpoints.keys()).collect();
    let pairs = names.iter().flat_map(|&from| names.iter().map(move |&to| (from, to)));
    let change = |(from, to): (&String, &String)| {
        let verdict = |side: &Option<Matrix<'_>>| side.as_ref()?.verdict(from, to);
        let (was, is) = (verdict(&old), verdict(&new));
        if from == to || was == is {
            return None;
        }
        let side = if is.is_some() { &new } else { &old };
        let (code, because) = side.as_ref()?.reason(from, to)?;
        let (input, from, to) = (input.to_owned(), from.clone(), to.clone());
        Some(FlowChange { input, from, to, was, is, code, because })
    };
    pairs.filter_map(change).collect()
}
