//! Fixes made in memory, and what becomes of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::{Difference, FileSystem, Project, differences};

use super::{Fix, by_path};
use crate::{args::CheckArguments, command::check, disk::Disk, project::Inputs, report::Report};

/// What is found before anything is changed.
pub(super) struct Trial<'a> {
    inputs: &'a Inputs,
    /// Those of the command, but for the selection of rules: a fix must not break what
    /// another rule looks at.
    arguments: CheckArguments,
    before: Told,
    /// With every resource, also those that no rule looks at.
    projects: Vec<Project>,
}

/// Findings by fingerprint, and their number by rule.
struct Told {
    fingerprints: BTreeSet<String>,
    by_rule: BTreeMap<&'static str, usize>,
}

impl Told {
    fn of(report: &Report<'_>) -> Self {
        let mut by_rule = BTreeMap::new();
        for finding in &report.findings {
            *by_rule.entry(finding.diagnostic.code).or_default() += 1;
        }
        let fingerprints = report.findings.iter().map(|one| one.fingerprint.clone()).collect();
        Self { fingerprints, by_rule }
    }

    fn number(&self, rule: &str) -> usize {
        self.by_rule.get(rule).copied().unwrap_or(0)
    }
}

impl<'a> Trial<'a> {
    pub(super) fn new(inputs: &'a Inputs, arguments: &CheckArguments) -> Self {
        let arguments = CheckArguments { select: Vec::new(), ..arguments.clone() };
        let before = Told::of(&check::findings(inputs, &arguments));
        let all = inputs.all_again(&Disk::default(), &arguments.input);
        let projects = all.map(|all| all.projects).unwrap_or_default();
        Self { inputs, arguments, before, projects }
    }

    /// Whether all findings of these fixes are gone if all of them are made, no other
    /// one is there, and nothing but the properties that shall change did.
    pub(super) fn succeeds(&self, fixes: &[&Fix]) -> bool {
        let Some(texts) = by_path(self.inputs, fixes) else { return false };
        let edited = Edited { disk: Disk::default(), texts };
        let Ok(after) = self.inputs.all_again(&edited, &self.arguments.input) else { return false };
        self.changes_what_it_shall(&after, fixes) && self.mends(&after, fixes)
    }

    fn changes_what_it_shall(&self, after: &Inputs, fixes: &[&Fix]) -> bool {
        let before = &self.projects;
        if before.len() != after.projects.len() {
            return false;
        }
        let changes: Vec<_> = fixes.iter().flat_map(|fix| &fix.changes).collect();
        let is_wanted = |difference: &Difference| {
            changes.iter().any(|change| {
                change.resource == difference.resource.as_str()
                    && is_at(&difference.path, change.property)
            })
        };
        before.iter().zip(&after.projects).all(|(before, after)| {
            before.input == after.input
                && before.diagnostics.len() == after.diagnostics.len()
                && differences(before, after).is_some_and(|found| found.iter().all(is_wanted))
        })
    }

    fn mends(&self, after: &Inputs, fixes: &[&Fix]) -> bool {
        let after = Told::of(&check::findings(after, &self.arguments));
        let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in fixes.iter().flat_map(|fix| &fix.rules) {
            *mended.entry(rule).or_default() += 1;
        }
        after.fingerprints.is_subset(&self.before.fingerprints)
            && mended
                .into_iter()
                .all(|(rule, number)| after.number(rule) + number <= self.before.number(rule))
    }
}

/// Whether a path ends in a property: that of a resource which is written in another
/// one begins with the place it has there.
fn is_at(path: &str, property: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let property = property.to_ascii_lowercase();
    path.strip_suffix(&property).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The disk with some files as they would be.
struct Edited {
    disk: Disk,
    texts: BTreeMap<Utf8PathBuf, String>,
}

impl FileSystem for Edited {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.disk.read(path),
        }
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.disk.files_in(folder)
    }

    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.disk.files_below(folder)
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.disk.is_file(path)
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        self.disk.is_folder(path)
    }
}
