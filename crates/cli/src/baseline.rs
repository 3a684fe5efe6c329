//! Findings that a team has decided to live with, kept in a file.
//!
//! An entry is a rule, a resource and the attribute that the finding points at, in
//! one input: it outlives every edit that moves lines.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::{Project, Value};
use nexthop_source::{Diagnostic, Severity, Span};
use serde::{Deserialize, Serialize};

use crate::{catalogue, disk::Disk, report};

/// The version of the file.
const VERSION: u8 = 1;

/// What a baseline holds: how bad each finding was, ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Baseline {
    entries: BTreeMap<Entry, Vec<Severity>>,
}

/// What a finding is known by. Its place is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The input's path from the root of the repository.
    input: String,
    rule: String,
    /// The resource's address, else the file that the finding is in.
    resource: String,
    /// The attribute as the source language names it: `bgp_settings[0].asn`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    attribute: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u8,
    findings: Vec<Entry>,
}

impl Baseline {
    /// Reads a file. What is not a baseline is an error: findings must not
    /// disappear behind a mistake, nor come back.
    pub(crate) fn read(path: &Utf8Path) -> anyhow::Result<Self> {
        let bytes = nexthop_iac::FileSystem::read(&Disk::default(), path)
            .with_context(|| format!("cannot read the baseline {path}"))?;
        let document: Document = serde_json::from_slice(&bytes)
            .with_context(|| format!("{path} is no baseline; --write-baseline makes one"))?;
        if document.version != VERSION {
            bail!("{path} is a baseline of version {}, not {VERSION}", document.version);
        }
        let mut baseline = Self::default();
        // A file says that a finding is known, however bad it is by now.
        document.findings.into_iter().for_each(|entry| baseline.add(entry, Severity::Error));
        Ok(baseline)
    }

    pub(crate) fn add(&mut self, entry: Entry, severity: Severity) {
        let known = self.entries.entry(entry).or_default();
        let at = known.partition_point(|one| *one <= severity);
        known.insert(at, severity);
    }

    /// Whether a finding is one of those that are known, and not worse; each entry
    /// stands for one.
    pub(crate) fn take(&mut self, entry: &Entry, severity: Severity) -> bool {
        let Some(known) = self.entries.get_mut(entry) else { return false };
        let at = known.iter().position(|one| *one >= severity);
        at.map(|at| known.remove(at)).is_some()
    }

    /// How many entries no finding has taken.
    pub(crate) fn left(&self) -> usize {
        self.entries.values().map(Vec::len).sum()
    }

    /// Keeps what meets a condition.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Entry) -> bool) {
        self.entries.retain(|entry, _| keep(entry));
    }

    /// Drops the entries that no finding has taken from those that there were.
    pub(crate) fn without(&mut self, left: &Self) {
        for (entry, unused) in &left.entries {
            if let Some(known) = self.entries.get_mut(entry) {
                known.truncate(known.len().saturating_sub(unused.len()));
            }
        }
    }

    /// The file.
    pub(crate) fn render(&self) -> serde_json::Result<String> {
        let entries = self.entries.iter();
        let findings =
            entries.flat_map(|(entry, known)| vec![entry.clone(); known.len()]).collect();
        report::json::document(&Document { version: VERSION, findings })
    }
}

impl Entry {
    /// Whether a run that searched these paths, relative to the root of the repository,
    /// for what these rules find would have found it. Rules that are gone find nothing
    /// any more.
    pub(crate) fn was_looked_for(
        &self,
        searched: &[Utf8PathBuf],
        rules: &BTreeSet<&'static str>,
    ) -> bool {
        let is_searched = searched.iter().any(|path| Utf8Path::new(&self.input).starts_with(path));
        is_searched && (rules.contains(&*self.rule) || catalogue::known(&self.rule).is_err())
    }

    pub(crate) fn new(
        input: &Utf8Path,
        file: &Utf8Path,
        projects: &[Project],
        one: &Diagnostic,
    ) -> Self {
        let resource = one.resource.as_deref();
        let mut all = projects.iter().flat_map(|project| &project.resources);
        let found = all.find(|it| Some(it.address.as_str()) == resource);
        let attribute = found.and_then(|resource| attribute(&resource.values, one.span));
        Self {
            input: input.to_string(),
            rule: one.code.to_owned(),
            resource: resource.map_or_else(|| file.to_string(), str::to_owned),
            attribute: attribute.unwrap_or_default(),
        }
    }
}

/// The path of the innermost value that is written at a place.
fn attribute(value: &Value, span: Span) -> Option<String> {
    let entries = value.as_object().into_iter().flatten();
    let entries = entries.map(|(name, item)| (name.to_string(), item));
    let items = value.as_list().into_iter().flatten().enumerate();
    let items = items.map(|(at, item)| (format!("[{at}]"), item));
    let mut found = entries.chain(items).filter_map(|(step, item)| {
        let rest = attribute(item, span)?;
        let dot = if rest.is_empty() || rest.starts_with('[') { "" } else { "." };
        Some(format!("{step}{dot}{rest}"))
    });
    let own = value.span;
    let within = own.file == span.file && own.start <= span.start && span.end <= own.end;
    found.next().or_else(|| within.then(String::new))
}
