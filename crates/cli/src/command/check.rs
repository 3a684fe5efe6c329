//! `nexthop check`

use std::{
    collections::{BTreeMap, BTreeSet},
    mem::ManuallyDrop,
    process::ExitCode,
};

use nexthop_core::Analysis;
use nexthop_iac::InputKind;
use nexthop_rules::{Setting, Settings};
use nexthop_source::{Date, Diagnostic, Span, Suppression};
use rayon::prelude::*;

use crate::{
    args::CheckArguments,
    catalogue,
    config::{Config, Intent},
    console::{self, Console, printable},
    disk::Disk,
    fix::{self, Fixed},
    ignore::{self, NOTE},
    intent::{self, Outcome},
    known::{Known, Said},
    project::{Estate, Inputs},
    report::{self, Dropped, DroppedBy, Manner, Paint, Report},
};

/// So many modules that are not here are named.
const MOST_MODULES: usize = 5;

pub(crate) fn run(arguments: &CheckArguments, console: &Console) -> anyhow::Result<ExitCode> {
    check_names(arguments)?;
    // The process ends with this; taking all of it apart before would be time lost.
    let mut inputs = ManuallyDrop::new(Inputs::load(&arguments.input, console)?);
    let mut known = known(&inputs, arguments)?;
    let mut changed = None;
    if arguments.fix || arguments.diff || arguments.add_ignore.is_some() {
        let report = report(&inputs, arguments, &mut known.clone());
        let mended = match &arguments.add_ignore {
            Some(reason) => Fixed::ignored(&inputs, arguments, &report, reason),
            None => Fixed::new(&inputs, arguments, &report),
        };
        if arguments.diff {
            return show(&mended, &inputs, console);
        }
        mended.write(&inputs)?;
        changed = Some(mended.findings);
        *inputs = inputs.again(&Disk::default(), &arguments.input)?;
    }
    let mut report = report(&inputs, arguments, &mut known);
    known.finish(&report, &inputs, arguments, console)?;
    if arguments.tells_fixes() {
        fix::offer(&inputs, arguments, &mut report);
    }
    print(&report, arguments, console)?;
    if let Some(changed) = changed {
        let (number, left) = (report::count(changed, "finding"), report.findings.len());
        let how = if arguments.fix { "fixed" } else { "ignored in the code" };
        console.remark(&format!("{number} {how}, {left} left"));
        if let Some(reason) = &arguments.add_ignore {
            let left = report.findings.iter().map(|one| &one.diagnostic);
            let entries = ignore::entries(left, reason);
            if !entries.is_empty() {
                console.remark(&format!(
                    "what has no room for a comment, nexthop.toml hides:\n{entries}"
                ));
            }
        }
    }
    remark_unread(&inputs, console);
    let fails = report.findings.iter().any(|one| arguments.fail_on.fails(one.diagnostic.severity));
    Ok(inputs.exit(ExitCode::from(u8::from(fails))))
}

/// What the baseline and the revision to compare with hold.
fn known(inputs: &Inputs, arguments: &CheckArguments) -> anyhow::Result<Known> {
    let mut known = Known::new(arguments)?;
    if let Some(name) = &arguments.since {
        let before = inputs.in_revision(name, &arguments.input)?;
        let mut all = Known::collecting();
        report(&before, arguments, &mut all);
        known.since(name, all);
    }
    Ok(known)
}

/// Prints what `--fix` would change; that there is something is exit code 1.
fn show(mended: &Fixed, inputs: &Inputs, console: &Console) -> anyhow::Result<ExitCode> {
    let diff = mended.diff(inputs);
    console::print(&diff)?;
    let findings = report::count(mended.findings, "finding");
    console.remark(&format!("--fix would fix {findings}"));
    Ok(inputs.exit(ExitCode::from(u8::from(!diff.is_empty()))))
}

fn check_names(arguments: &CheckArguments) -> anyhow::Result<()> {
    let levels = arguments.severity.iter().map(|(rule, _)| rule);
    for name in arguments.select.iter().chain(&arguments.ignore).chain(levels) {
        catalogue::known(name).map_err(anyhow::Error::msg)?;
    }
    Ok(())
}

fn print(report: &Report<'_>, arguments: &CheckArguments, console: &Console) -> anyhow::Result<()> {
    let manner = |paint| Manner { paint, quiet: console.is_quiet(), fail_on: arguments.fail_on };
    let mut to_standard_output = true;
    for output in &arguments.output {
        to_standard_output &= output.format.is_some();
        let format = output.format.unwrap_or(arguments.format);
        let rendered = report::render(report, format, manner(Paint::new(console.colors_files())))?;
        console::write(&output.path, &rendered.text)?;
        summarise(rendered.step_summary)?;
    }
    if to_standard_output {
        let rendered = report::render(
            report,
            arguments.format,
            manner(Paint::new(console.colors()).with_links(console.links())),
        )?;
        console::print(&rendered.text)?;
        summarise(rendered.step_summary)?;
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

/// Adds to the summary of a GitHub Actions step.
fn summarise(text: Option<String>) -> anyhow::Result<()> {
    let file = std::env::var("GITHUB_STEP_SUMMARY").ok().filter(|path| !path.is_empty());
    match (text, file) {
        (Some(text), Some(file)) => console::append(file.as_str().into(), &text),
        _ => Ok(()),
    }
}

/// Names the modules that are not here: what they declare is missing from the
/// networks, and silence about it must not look like health.
fn remark_unread(inputs: &Inputs, console: &Console) {
    let unread = inputs.projects.iter().flat_map(|project| &project.unread_modules);
    let sources: BTreeSet<_> = unread
        .map(|module| match module.source.as_str() {
            "" => module.address.as_str(),
            source => source,
        })
        .collect();
    if sources.is_empty() {
        return;
    }
    let number = report::count(sources.len(), "module");
    let names: Vec<_> = sources.iter().take(MOST_MODULES).copied().collect();
    let more = match sources.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let fetch = fetching(inputs).map(|tool| format!(", run `{tool}` to fetch"));
    console.remark(&format!(
        "{number} not read{}: {}{more}",
        fetch.unwrap_or_default(),
        printable(&names.join(", "))
    ));
}

/// What fetches the modules that are not here, if one tool fetches them all.
fn fetching(inputs: &Inputs) -> Option<&'static str> {
    let tools: BTreeSet<_> = inputs
        .projects
        .iter()
        .flat_map(|project| {
            let kind = project.input.kind;
            project.unread_modules.iter().map(move |module| tool(kind, &module.source))
        })
        .collect();
    let mut tools = tools.into_iter();
    tools.next().flatten().filter(|_| tools.next().is_none())
}

/// What fetches a module; nothing fetches one that is a path.
fn tool(kind: InputKind, source: &str) -> Option<&'static str> {
    let begins = |with: &[&str]| with.iter().any(|start| source.starts_with(start));
    match kind {
        InputKind::Terraform if !begins(&["./", "../"]) => Some("terraform init"),
        InputKind::Bicep if begins(&["br:", "br/", "ts:", "ts/"]) => Some("bicep restore"),
        _ => None,
    }
}

/// Everything that is found, without a baseline.
pub(crate) fn findings<'a>(inputs: &'a Inputs, arguments: &CheckArguments) -> Report<'a> {
    report(inputs, arguments, &mut Known::nothing())
}

fn report<'a>(inputs: &'a Inputs, arguments: &CheckArguments, known: &mut Known) -> Report<'a> {
    let analyses = inputs.analyse();
    let today = ignore::today();
    let mut said: Vec<Said> = analyses
        .par_iter()
        .enumerate()
        .map(|(at, analysis)| examine(inputs, &inputs.estates[at], analysis, arguments, today))
        .collect();
    drop_contradicted_notes(inputs, &mut said);
    note_unused_ignores(inputs, arguments, &mut said, today);
    let intents = intents(inputs, &said);
    let unmatched: Vec<_> =
        intents.iter().flat_map(|(all, of)| intent::unmatched(all, of)).collect();
    let held = intents.iter().flat_map(|(all, of)| intent::held(all, of)).collect();
    let mut report = Report::new(inputs);
    for ((estate, analysis), mut said) in inputs.estates.iter().zip(&analyses).zip(said) {
        known.sift(&report, inputs, estate, &mut said);
        let (network, broken) = (&analysis.network, &said.intents.broken);
        let handed = intent::hand_to_causes(network, broken, &said.causes, &mut said.kept);
        report.intents_that_break.extend(handed);
        report.add(&estate.path, said.kept, said.dropped, said.undecided);
    }
    report.undecided.extend(unmatched);
    report.intents_that_hold = held;
    for config in &inputs.configs {
        let settings = settings(config, arguments);
        let ran = catalogue::entries().into_iter().map(|entry| entry.name);
        report.rules.extend(ran.filter(|name| settings.of(name) != Setting::Off));
    }
    report.drop_repetitions();
    report
}

fn examine(
    inputs: &Inputs,
    estate: &Estate,
    analysis: &Analysis,
    arguments: &CheckArguments,
    today: Date,
) -> Said {
    let config = inputs.config(estate);
    let settings = settings(config, arguments);
    let checked = nexthop_rules::check(analysis, &settings);
    let mut intents = match settings.of(INTENT) {
        Setting::Off => Outcome::default(),
        Setting::AsIs | Setting::Level(_) => intent::judge(&config.intents, analysis),
    };
    let projects = inputs.projects_of(estate).iter();
    let mut diagnostics: Vec<_> =
        projects.flat_map(|project| &project.diagnostics).cloned().collect();
    diagnostics.retain_mut(|one| apply_level(one, &settings));
    diagnostics.extend(checked.diagnostics);
    let broken = intents.broken.iter().map(|one| one.diagnostic.clone());
    let mut broken: Vec<_> = broken.collect();
    broken.retain_mut(|one| apply_level(one, &settings));
    diagnostics.extend(broken);
    let comments = inputs.suppressions_of(estate).into_iter();
    let comments: Vec<Suppression> =
        comments.filter(|one| concerns(one, &settings)).cloned().collect();
    let suppressed = nexthop_rules::suppress(diagnostics, &comments, &inputs.sources, today);
    let (mut kept, mut dropped, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (diagnostic, reason) in suppressed.dropped {
        dropped.push(Dropped { diagnostic, reason, by: DroppedBy::Comment });
    }
    for mut diagnostic in suppressed.kept {
        let path = inputs.sources.path(diagnostic.span.file);
        if let Some(at) = ignore::covering(config, &diagnostic, path, today) {
            used.insert(at);
            let reason = config.ignores[at].reason.clone();
            dropped.push(Dropped { diagnostic, reason, by: DroppedBy::Configuration });
        } else if diagnostic.code != NOTE || apply_level(&mut diagnostic, &settings) {
            kept.push(diagnostic);
        }
    }
    let mut undecided = checked.undecided;
    undecided.append(&mut intents.undecided);
    let causes = checked.causes;
    Said { kept, dropped, undecided, intents, causes, used_ignores: used }
}

/// Adds the notes on the `[[ignore]]` of each configuration, to the first network that
/// it holds for.
fn note_unused_ignores(
    inputs: &Inputs,
    arguments: &CheckArguments,
    said: &mut [Said],
    today: Date,
) {
    for (at, config) in inputs.configs.iter().enumerate() {
        let of_config = |estate: &Estate| estate.config == at;
        let all = || inputs.estates.iter().zip(said.iter()).filter(|(one, _)| of_config(one));
        let used = all().flat_map(|(_, said)| said.used_ignores.iter().copied()).collect();
        let settings = settings(config, arguments);
        let setting = |rule: &str| settings.of(rule);
        let mut notes = ignore::notes(inputs, config, &used, setting, today);
        notes.retain_mut(|one| apply_level(one, &settings));
        let first = inputs.estates.iter().position(of_config);
        if let Some(said) = first.and_then(|first| said.get_mut(first)) {
            said.kept.extend(notes);
        }
    }
}

/// The finding about an intent that does not hold.
const INTENT: &str = "intent-violated";

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

/// By configuration, what became of its intents in the networks it holds for.
fn intents<'a>(inputs: &'a Inputs, said: &'a [Said]) -> Vec<(&'a [Intent], Vec<&'a Outcome>)> {
    let of_config = |(at, config): (usize, &'a Config)| {
        let outcomes = said
            .iter()
            .enumerate()
            .filter(|&(estate, _)| inputs.estates[estate].config == at)
            .map(|(_, said)| &said.intents)
            .filter(|outcome| !outcome.unmatched.is_empty());
        (&*config.intents, outcomes.collect())
    };
    inputs.configs.iter().enumerate().map(of_config).collect()
}
