//! Fixes: a rule says which property shall be what, the language says which text that
//! is, and here it is proven that the change does this and nothing else.

mod diff;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::FileSystem as _;
use nexthop_source::{Change, Edit, FileId, Span, edited};

use crate::{
    args::CheckArguments, console, disk::Disk, ignore::NOTE, project::Inputs, report::Report,
};
use trial::Trial;

/// So many fixes are looked for in one run; each is tried by reading everything again.
const MOST: usize = 100;

/// A change of texts that mends findings.
#[derive(Debug)]
pub(crate) struct Fix {
    edits: Vec<Edit>,
    changes: Vec<Change>,
    /// The places of the findings in the report.
    findings: Vec<usize>,
    /// Their rules.
    rules: Vec<&'static str>,
}

/// Notes in each finding how it can be mended.
pub(crate) fn offer(inputs: &Inputs, arguments: &CheckArguments, report: &mut Report<'_>) {
    for fix in find(inputs, arguments, report) {
        for at in fix.findings {
            report.findings[at].fix.clone_from(&fix.edits);
        }
    }
}

/// Texts after fixes, and how many findings they mend.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    texts: BTreeMap<FileId, (Vec<Edit>, String)>,
    pub(crate) findings: usize,
}

impl Fixed {
    /// Mends all findings that can be mended together.
    pub(crate) fn new(inputs: &Inputs, arguments: &CheckArguments, report: &Report<'_>) -> Self {
        Self::together(inputs, arguments, &find(inputs, arguments, report))
    }

    /// Ignores all findings that can be ignored by a comment.
    pub(crate) fn ignored(
        inputs: &Inputs,
        arguments: &CheckArguments,
        report: &Report<'_>,
        reason: &str,
    ) -> Self {
        Self::together(inputs, arguments, &suppressions(inputs, report, reason))
    }

    /// All fixes if they hold together, else one after the other as far as they do.
    fn together(inputs: &Inputs, arguments: &CheckArguments, fixes: &[Fix]) -> Self {
        if fixes.is_empty() {
            return Self::default();
        }
        let trial = Trial::new(inputs, arguments);
        let all: Vec<&Fix> = fixes.iter().collect();
        let mut together = all.clone();
        if !trial.succeeds(&all) {
            together.clear();
            for fix in all {
                together.push(fix);
                if !trial.succeeds(&together) {
                    together.pop();
                }
            }
        }
        let findings = together.iter().map(|fix| fix.findings.len()).sum();
        Self { texts: texts(inputs, &together).unwrap_or_default(), findings }
    }

    /// What is different, as `diff -u` and `git apply` have it.
    pub(crate) fn diff(&self, inputs: &Inputs) -> String {
        let files = self.texts.iter().map(|(&file, (edits, _))| {
            diff::unified(inputs.sources.path(file), inputs.sources.file_text(file), edits)
        });
        files.collect()
    }

    /// Writes the files.
    pub(crate) fn write(&self, inputs: &Inputs) -> anyhow::Result<()> {
        for (&file, (_, text)) in &self.texts {
            console::write(inputs.sources.path(file), text)?;
        }
        Ok(())
    }
}

/// The fixes that hold by themselves, each with all findings that it mends.
fn find(inputs: &Inputs, arguments: &CheckArguments, report: &Report<'_>) -> Vec<Fix> {
    let disk = Disk::default();
    let mut fixes: BTreeMap<Vec<Edit>, Fix> = BTreeMap::new();
    for (at, finding) in report.findings.iter().enumerate() {
        let changes = &finding.diagnostic.changes;
        let Some(edits) = edits(inputs, &disk, changes) else { continue };
        let fix = fixes.entry(edits.clone()).or_insert_with(|| Fix {
            edits,
            changes: Vec::new(),
            findings: Vec::new(),
            rules: Vec::new(),
        });
        fix.changes.extend(changes.iter().cloned());
        fix.findings.push(at);
        fix.rules.push(finding.diagnostic.code);
    }
    if fixes.is_empty() {
        return Vec::new();
    }
    let trial = Trial::new(inputs, arguments);
    fixes.into_values().take(MOST).filter(|fix| trial.succeeds(&[fix])).collect()
}

/// A comment for each block, or each line, about which something is found.
fn suppressions(inputs: &Inputs, report: &Report<'_>, reason: &str) -> Vec<Fix> {
    let disk = Disk::default();
    let mut by_place: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
    for (at, finding) in report.findings.iter().enumerate() {
        let one = &finding.diagnostic;
        if one.code != NOTE {
            let declared = one.declared.filter(|declared| declared.file == one.span.file);
            by_place.entry(declared.unwrap_or(one.span)).or_default().push(at);
        }
    }
    let fix = |findings: Vec<usize>| {
        let rules: Vec<_> =
            findings.iter().map(|&at| report.findings[at].diagnostic.code).collect();
        let distinct: BTreeSet<_> = rules.iter().copied().collect();
        let distinct: Vec<_> = distinct.into_iter().collect();
        let one = &report.findings[*findings.first()?].diagnostic;
        let (sources, declared) = (&inputs.sources, one.declared);
        let edit = nexthop_iac::suppression(sources, declared, one.span, &distinct, reason)?;
        let is_right = is_of_the_author(inputs, &disk, edit.span.file);
        is_right.then(|| Fix { edits: vec![edit], changes: Vec::new(), findings, rules })
    };
    by_place.into_values().filter_map(fix).collect()
}

/// The edits that make all changes.
fn edits(inputs: &Inputs, disk: &Disk, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut all = Vec::new();
    for change in changes {
        let mut of_project = inputs
            .projects
            .iter()
            .map(|project| nexthop_iac::edits(disk, &inputs.sources, project, change));
        all.extend(of_project.find_map(|edits| edits)?);
    }
    all.sort();
    all.dedup();
    let is_whole = |edit: &Edit| is_of_the_author(inputs, disk, edit.span.file);
    (!all.is_empty() && all.iter().all(is_whole)).then_some(all)
}

/// Whether a file is on the disk as it was read, and not one that a tool put there:
/// what is fetched to `.terraform` or `.bicep` is gone with the next fetch.
fn is_of_the_author(inputs: &Inputs, disk: &Disk, file: FileId) -> bool {
    let path = inputs.sources.path(file);
    let searched = inputs.searched().flat_map(|path| [Some(path), path.parent()]).flatten();
    let below = searched.filter_map(|searched| path.strip_prefix(searched).ok());
    let below = below.min_by_key(|below| below.as_str().len()).unwrap_or(path);
    let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    let text = || disk.read(path).ok();
    !below.components().any(|part| is_hidden(part.as_str()))
        && text().is_some_and(|text| text == inputs.sources.file_text(file).as_bytes())
}

/// The texts of the files that fixes change; `None` where they are in each other's way.
fn texts(inputs: &Inputs, fixes: &[&Fix]) -> Option<BTreeMap<FileId, (Vec<Edit>, String)>> {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        by_file.entry(edit.span.file).or_default().push(edit.clone());
    }
    let texts = by_file.into_iter().map(|(file, edits)| {
        let text = edited(inputs.sources.file_text(file), &edits)?;
        Some((file, (edits, text)))
    });
    texts.collect()
}

/// A path as the reader of files knows it, and the text that it shall have.
fn by_path(inputs: &Inputs, fixes: &[&Fix]) -> Option<BTreeMap<Utf8PathBuf, String>> {
    let texts = texts(inputs, fixes)?.into_iter();
    let path = |file| -> &Utf8Path { inputs.sources.path(file) };
    Some(texts.map(|(file, (_, text))| (path(file).to_owned(), text)).collect())
}
