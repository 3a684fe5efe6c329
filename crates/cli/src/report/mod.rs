//! What `check` has to say, and the formats it can be said in.

mod azure;
mod concise;
pub(crate) mod difference;
pub(crate) mod flow;
mod github;
mod gitlab;
pub(crate) mod graph;
pub(crate) mod json;
mod junit;
mod markdown;
mod paint;
pub(crate) mod resources;
pub(crate) mod route;
mod sarif;
pub(crate) mod text;
mod wrap;
mod xml;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Write as _},
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::Project;
use nexthop_rules::Undecided;
use nexthop_source::{Diagnostic, Edit, Severity, Sources, Span};

pub(crate) use paint::Paint;

use crate::{
    args::{CheckFormat, FailOn},
    disk::without_dots,
    project::{Inputs, shown},
};
use sarif::Automation;

/// A report in one format.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    /// What the summary of a GitHub Actions step gets besides.
    pub(crate) step_summary: Option<String>,
}

/// What formats differ by besides themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) paint: Paint,
    pub(crate) quiet: bool,
    pub(crate) fail_on: FailOn,
}

/// The report in a format.
pub(crate) fn render(
    report: &Report<'_>,
    format: CheckFormat,
    manner: Manner,
) -> serde_json::Result<Rendered> {
    let text = match format {
        CheckFormat::Text => text::render(report, manner.paint, manner.quiet),
        CheckFormat::Concise => concise::render(report),
        CheckFormat::Json => json::render(report)?,
        CheckFormat::Sarif => sarif::render(report, Automation::from_environment())?,
        CheckFormat::Github => {
            let github::Annotations { commands, summary } = github::render(report);
            return Ok(Rendered { text: commands, step_summary: summary });
        }
        CheckFormat::Gitlab => gitlab::render(report)?,
        CheckFormat::Junit => junit::render(report, |severity| manner.fail_on.fails(severity)),
        CheckFormat::Azure => azure::render(report),
        CheckFormat::Markdown => markdown::render(report),
    };
    Ok(Rendered { text, step_summary: None })
}

/// Everything a format prints.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) inputs: Vec<Input<'a>>,
    pub(crate) findings: Vec<Finding>,
    /// What was found and is not to be told, with the reason.
    pub(crate) suppressed: Vec<(Finding, Justification)>,
    pub(crate) undecided: Vec<Undecided>,
    /// The rules that ran.
    pub(crate) rules: BTreeSet<&'static str>,
    /// The intents of which no flow breaks them, in words.
    pub(crate) intents_that_hold: BTreeSet<String>,
    /// Those that a finding of a rule explains, in words, with what it says.
    pub(crate) intents_that_break: BTreeMap<String, (Severity, String)>,
    /// The working directory, absolute.
    pub(crate) working_directory: &'a Utf8Path,
    /// The root of the repository that is checked, else the working directory.
    pub(crate) root: Utf8PathBuf,
}

/// One input as reports list it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    pub(crate) path: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) resources: usize,
}

impl<'a> Input<'a> {
    /// Every input.
    pub(crate) fn all(inputs: &'a Inputs) -> Vec<Self> {
        inputs.projects.iter().map(Self::of).collect()
    }

    fn of(project: &'a Project) -> Self {
        Self {
            path: shown(&project.input.path),
            kind: project.input.kind.as_str(),
            resources: project.resources.len(),
        }
    }
}

/// One finding.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) diagnostic: Diagnostic,
    /// The same for the same finding however its lines move.
    pub(crate) fingerprint: String,
    /// The edits that mend it, where that was looked for and they are known.
    pub(crate) fix: Vec<Edit>,
}

/// A finding that is suppressed.
#[derive(Debug)]
pub(crate) struct Dropped {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) reason: String,
    pub(crate) by: DroppedBy,
}

/// What suppresses a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DroppedBy {
    Comment,
    Configuration,
    Baseline,
}

/// Why a finding is suppressed.
#[derive(Debug)]
pub(crate) struct Justification {
    pub(crate) reason: String,
    pub(crate) by: DroppedBy,
}

impl<'a> Report<'a> {
    pub(crate) fn new(inputs: &'a Inputs) -> Self {
        let working_directory = inputs.working_directory.as_path();
        Self {
            sources: &inputs.sources,
            inputs: Input::all(inputs),
            findings: Vec::new(),
            suppressed: Vec::new(),
            undecided: Vec::new(),
            rules: BTreeSet::new(),
            intents_that_hold: BTreeSet::new(),
            intents_that_break: BTreeMap::new(),
            working_directory,
            root: repository_root(inputs),
        }
    }

    /// Adds what is said about the network of an input, or of several.
    pub(crate) fn add(
        &mut self,
        path: &Utf8Path,
        mut kept: Vec<Diagnostic>,
        mut dropped: Vec<Dropped>,
        undecided: Vec<Undecided>,
    ) {
        kept.sort_by(|a, b| order(self.sources, a).cmp(&order(self.sources, b)));
        dropped.sort_by(|a, b| {
            order(self.sources, &a.diagnostic).cmp(&order(self.sources, &b.diagnostic))
        });
        let input = self.within_root(path);
        let mut fingerprints = Fingerprints::new(&input);
        for diagnostic in kept {
            let fingerprint = fingerprints.next(&diagnostic, self);
            self.findings.push(Finding { diagnostic, fingerprint, fix: Vec::new() });
        }
        for Dropped { diagnostic, reason, by } in dropped {
            let fingerprint = fingerprints.next(&diagnostic, self);
            let finding = Finding { diagnostic, fingerprint, fix: Vec::new() };
            self.suppressed.push((finding, Justification { reason, by }));
        }
        self.undecided.extend(undecided);
    }

    /// Drops what is said twice, word for word: of a module that several inputs
    /// call, they say the same.
    pub(crate) fn drop_repetitions(&mut self) {
        let place = |one: &Diagnostic| (one.span, one.code);
        keep_first(
            &mut self.findings,
            |one| place(&one.diagnostic),
            |a, b| a.diagnostic == b.diagnostic,
        );
        keep_first(
            &mut self.suppressed,
            |(one, _)| place(&one.diagnostic),
            |(a, _), (b, _)| a.diagnostic == b.diagnostic,
        );
        keep_first(&mut self.undecided, |one| (one.span, one.rule), PartialEq::eq);
    }

    /// How many findings of a severity there are.
    pub(crate) fn number(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// The rules that could not be decided somewhere, by name.
    pub(crate) fn undecided_rules(&self) -> BTreeSet<&'static str> {
        self.undecided.iter().map(|one| one.rule).collect()
    }

    /// A path relative to the repository's root; absolute where it lies outside.
    pub(crate) fn within_root(&self, path: &Utf8Path) -> Utf8PathBuf {
        let absolute = without_dots(&self.working_directory.join(path));
        let within = absolute.strip_prefix(&self.root).map(Utf8Path::to_owned);
        crate::disk::with_slashes(within.unwrap_or(absolute))
    }

    /// A place as `path:line:column`.
    pub(crate) fn place(&self, span: Span) -> String {
        place(self.sources, span)
    }
}

/// A place as `path:line:column`.
pub(crate) fn place(sources: &Sources, span: Span) -> String {
    let location = sources.location(span);
    format!("{}:{}:{}", location.path, location.start.line, location.start.column)
}

/// Adds formatted text.
pub(crate) fn push(text: &mut String, words: fmt::Arguments<'_>) {
    // A string takes any text.
    let _ = text.write_fmt(words);
}

/// A message as a sentence of its own.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    // An address or a name keeps its case.
    let is_word = text.split(' ').next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    let mut sentence =
        if is_word { format!("{}{rest}", first.to_uppercase()) } else { text.to_owned() };
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// `1 thing`, `2 things`.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Keeps the first of those that are the same; only those of one key can be.
fn keep_first<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K, same: impl Fn(&T, &T) -> bool) {
    let mut firsts: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    let mut keep = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let firsts = firsts.entry(key(item)).or_default();
        let is_first = !firsts.iter().any(|&first| same(&items[first], item));
        if is_first {
            firsts.push(at);
        }
        keep.push(is_first);
    }
    let mut keep = keep.into_iter();
    items.retain(|_| keep.next().unwrap_or(true));
}

type Order<'a> = (&'a Utf8Path, u32, &'a str, Option<&'a str>, &'a str);

fn order<'a>(sources: &'a Sources, one: &'a Diagnostic) -> Order<'a> {
    let path = sources.path(one.span.file);
    (path, one.span.start, one.code, one.resource.as_deref(), &one.message)
}

/// The nearest folder with a `.git` upwards from the first input, else the working
/// directory.
fn repository_root(inputs: &Inputs) -> Utf8PathBuf {
    if let Some(root) = &inputs.root {
        return root.clone();
    }
    let here = &inputs.working_directory;
    let first = inputs.projects.first().map_or(Utf8Path::new(""), |project| &project.input.path);
    let start = without_dots(&here.join(first));
    let root = start.ancestors().find(|above| above.join(".git").exists());
    root.unwrap_or(here).to_owned()
}

/// Makes fingerprints that outlive edits elsewhere: no line enters them, only
/// the input, the rule, the resource (or the file, where there is none), and
/// which finding of those it is.
struct Fingerprints<'a> {
    input: &'a Utf8Path,
    seen: BTreeMap<(&'static str, String), usize>,
}

impl<'a> Fingerprints<'a> {
    fn new(input: &'a Utf8Path) -> Self {
        Self { input, seen: BTreeMap::new() }
    }

    fn next(&mut self, diagnostic: &Diagnostic, report: &Report<'_>) -> String {
        let subject = diagnostic.resource.clone().unwrap_or_else(|| {
            report.within_root(report.sources.path(diagnostic.span.file)).into_string()
        });
        let ordinal = self.seen.entry((diagnostic.code, subject.clone())).or_default();
        let text = format!("{}\n{}\n{subject}\n{ordinal}", self.input, diagnostic.code);
        *ordinal += 1;
        format!("{:016x}", fnv_1a(text.as_bytes()))
    }
}

/// FNV-1a with 64 bits, whose values never change between versions.
fn fnv_1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests;
