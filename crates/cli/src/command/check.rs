//! `nexthop check`

use std::{
    collections::{BTreeMap, BTreeSet},
    process::ExitCode,
};

use nexthop_core::Analysis;
use nexthop_rules::{Setting, Settings, Undecided};
use nexthop_source::{Diagnostic, Span, Suppression};
use rayon::prelude::*;

use crate::{
    args::{CheckArguments, CheckFormat},
    catalogue,
    config::Config,
    console::{self, Console, printable},
    intent,
    project::{Estate, Inputs},
    report::{self, Dropped, DroppedBy, Report, sarif::Automation},
};

/// So many modules that are not here are named.
const MOST_MODULES: usize = 5;

pub(crate) fn run(arguments: &CheckArguments, console: &Console) -> anyhow::Result<ExitCode> {
    check_names(arguments)?;
    let inputs = Inputs::load(&arguments.input, console)?;
    let report = report(&inputs, arguments);
    print(&report, arguments, console)?;
    remark_unread(&inputs, console);
    let fails = report.findings.iter().any(|one| arguments.fail_on.fails(one.diagnostic.severity));
    Ok(inputs.exit(ExitCode::from(u8::from(fails))))
}

fn check_names(arguments: &CheckArguments) -> anyhow::Result<()> {
    let levels = arguments.severity.iter().map(|(rule, _)| rule);
    for name in arguments.select.iter().chain(&arguments.ignore).chain(levels) {
        catalogue::known(name).map_err(anyhow::Error::msg)?;
    }
    Ok(())
}

fn print(report: &Report<'_>, arguments: &CheckArguments, console: &Console) -> anyhow::Result<()> {
    let colors = match arguments.output {
        Some(_) => console.colors_files(),
        None => console.colors(),
    };
    let text = match arguments.format {
        CheckFormat::Text => report::text::render(report, colors, console.is_quiet()),
        CheckFormat::Concise => report::concise::render(report),
        CheckFormat::Json => report::json::render(report)?,
        CheckFormat::Sarif => report::sarif::render(report, Automation::from_environment())?,
    };
    match &arguments.output {
        Some(path) => console::write(path, &text)?,
        None => console::print(&text)?,
    }
    if report.findings.is_empty() {
        let resources: usize = report.inputs.iter().map(|input| input.resources).sum();
        let undecided = match report.undecided.len() {
            0 => String::new(),
            _ => format!(", {} undecided", report::count(report.undecided_rules().len(), "rule")),
        };
        let resources = report::count(resources, "resource");
        console.remark(&format!("no findings in {resources}{undecided}"));
    }
    Ok(())
}

/// Names the modules that are not here: what they declare is missing from the
/// networks, and silence about it must not look like health.
fn remark_unread(inputs: &Inputs, console: &Console) {
    let unread = inputs.projects.iter().flat_map(|project| &project.unread_modules);
    let sources: BTreeSet<_> = unread.map(|module| module.source.as_str()).collect();
    if sources.is_empty() {
        return;
    }
    let number = report::count(sources.len(), "module");
    let names: Vec<_> = sources.iter().take(MOST_MODULES).copied().collect();
    let more = match sources.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    console.remark(&format!(
        "{number} not read, run `terraform init` to fetch: {}{more}",
        printable(&names.join(", "))
    ));
}

/// What is said about one network.
struct Said {
    kept: Vec<Diagnostic>,
    dropped: Vec<Dropped>,
    undecided: Vec<Undecided>,
    intents: intent::Outcome,
}

fn report<'a>(inputs: &'a Inputs, arguments: &CheckArguments) -> Report<'a> {
    let analyses = inputs.analyse();
    let mut said: Vec<Said> = analyses
        .par_iter()
        .enumerate()
        .map(|(at, analysis)| examine(inputs, &inputs.estates[at], analysis, arguments))
        .collect();
    drop_contradicted_notes(inputs, &mut said);
    let unmatched = unmatched_intents(inputs, &said);
    let mut report = Report::new(inputs);
    for (estate, said) in inputs.estates.iter().zip(said) {
        report.add(&estate.path, said.kept, said.dropped, said.undecided);
    }
    report.undecided.extend(unmatched);
    report.drop_repetitions();
    report
}

fn examine(
    inputs: &Inputs,
    estate: &Estate,
    analysis: &Analysis,
    arguments: &CheckArguments,
) -> Said {
    let config = inputs.config(estate);
    let settings = settings(config, arguments);
    let checked = nexthop_rules::check(analysis, &settings);
    let mut intents = match settings.of(INTENT) {
        Setting::Off => intent::Outcome::default(),
        Setting::AsIs | Setting::Level(_) => intent::judge(&config.intents, analysis),
    };
    let projects = inputs.projects_of(estate).iter();
    let mut diagnostics: Vec<_> =
        projects.flat_map(|project| &project.diagnostics).cloned().collect();
    diagnostics.retain_mut(|one| apply_level(one, &settings));
    diagnostics.extend(checked.diagnostics);
    let mut broken = std::mem::take(&mut intents.diagnostics);
    broken.retain_mut(|one| apply_level(one, &settings));
    diagnostics.extend(broken);
    let comments = inputs.suppressions_of(estate).into_iter();
    let comments: Vec<Suppression> =
        comments.filter(|one| concerns(one, &settings)).cloned().collect();
    let suppressed = nexthop_rules::suppress(diagnostics, &comments, &inputs.sources);
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for (diagnostic, reason) in suppressed.dropped {
        dropped.push(Dropped { diagnostic, reason, by: DroppedBy::Comment });
    }
    for mut diagnostic in suppressed.kept {
        let path = inputs.sources.path(diagnostic.span.file);
        if let Some(ignore) = config.ignores.iter().find(|one| one.covers(diagnostic.code, path)) {
            let reason = ignore.reason.clone();
            dropped.push(Dropped { diagnostic, reason, by: DroppedBy::Configuration });
        } else if diagnostic.code != NOTE || apply_level(&mut diagnostic, &settings) {
            kept.push(diagnostic);
        }
    }
    let mut undecided = checked.undecided;
    undecided.append(&mut intents.undecided);
    Said { kept, dropped, undecided, intents }
}

/// The finding about an intent that does not hold.
const INTENT: &str = "intent-violated";
/// The finding about a comment that suppresses nothing.
const NOTE: &str = "suppression";

fn settings(config: &Config, arguments: &CheckArguments) -> Settings {
    let given = arguments.severity.iter().map(|(rule, level)| (rule.clone(), level.severity()));
    Settings {
        levels: config.levels.iter().cloned().chain(given).collect(),
        select: arguments.select.clone(),
        ignore: arguments.ignore.clone(),
    }
}

/// Gives a finding that no rule makes its severity; whether it is to be told at
/// all. What does not parse is told whichever rules are selected.
fn apply_level(diagnostic: &mut Diagnostic, settings: &Settings) -> bool {
    let setting = match diagnostic.code {
        INTENT | NOTE => settings.of(diagnostic.code),
        other => settings.whatever_is_selected(other),
    };
    if let Setting::Level(severity) = setting {
        diagnostic.severity = severity;
    }
    setting != Setting::Off
}

/// Whether a comment is about something that was looked for: one about a rule
/// that did not run must not be told to match nothing.
fn concerns(comment: &Suppression, settings: &Settings) -> bool {
    let looked_for =
        |name: &String| catalogue::known(name).is_err() || settings.of(name) != Setting::Off;
    comment.rules.iter().any(looked_for)
}

/// A comment in a shared module may match in one network and not in another; the
/// note that it matches nothing stays only where every network says so.
fn drop_contradicted_notes(inputs: &Inputs, said: &mut [Said]) {
    let mut noted: BTreeMap<Span, usize> = BTreeMap::new();
    for one in said.iter().flat_map(|said| &said.kept).filter(|one| one.code == NOTE) {
        *noted.entry(one.span).or_default() += 1;
    }
    let comments = inputs.estates.iter().flat_map(|estate| inputs.suppressions_of(estate));
    let mut seen: BTreeMap<Span, usize> = BTreeMap::new();
    for comment in comments {
        *seen.entry(comment.span).or_default() += 1;
    }
    let contradicted = |span: &Span| noted.get(span) < seen.get(span);
    for said in said {
        said.kept.retain(|one| one.code != NOTE || !contradicted(&one.span));
    }
}

fn unmatched_intents(inputs: &Inputs, said: &[Said]) -> Vec<Undecided> {
    let of_config = |(at, config): (usize, &Config)| {
        let outcomes: Vec<_> = said
            .iter()
            .enumerate()
            .filter(|&(estate, _)| inputs.estates[estate].config == at)
            .map(|(_, said)| &said.intents)
            .filter(|outcome| !outcome.unmatched.is_empty())
            .collect();
        intent::unmatched(&config.intents, &outcomes)
    };
    inputs.configs.iter().enumerate().flat_map(of_config).collect()
}
