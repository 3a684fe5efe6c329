//! Findings that are known: of a baseline, or of a revision to compare with.

use nexthop_iac::Project;
use nexthop_rules::{Causes, Undecided};
use nexthop_source::Diagnostic;
use std::collections::BTreeSet;

use crate::{
    args::CheckArguments,
    baseline::{Baseline, Entry},
    console::{self, Console},
    intent::Outcome,
    project::{Estate, Inputs},
    report::{self, Dropped, DroppedBy, Report},
};

/// What is said about one network.
pub(crate) struct Said {
    pub(crate) kept: Vec<Diagnostic>,
    pub(crate) dropped: Vec<Dropped>,
    pub(crate) undecided: Vec<Undecided>,
    pub(crate) intents: Outcome,
    pub(crate) causes: Causes,
    /// The places in the configuration of every `[[ignore]]` that covers something.
    pub(crate) used_ignores: BTreeSet<usize>,
}

/// The findings that are known, and those for a new baseline.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// The baseline, as far as no finding has taken it.
    read: Option<Baseline>,
    /// The findings of a revision, and its name.
    since: Option<(Baseline, String)>,
    written: Option<Baseline>,
}

impl Known {
    /// What the arguments name, but for the revision.
    pub(crate) fn new(arguments: &CheckArguments) -> anyhow::Result<Self> {
        let read = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
        let written = arguments.write_baseline.as_ref().map(|_| Baseline::default());
        Ok(Self { read, since: None, written })
    }

    pub(crate) fn nothing() -> Self {
        Self { read: None, since: None, written: None }
    }

    /// Knows nothing, and remembers everything that is found.
    pub(crate) fn collecting() -> Self {
        Self { written: Some(Baseline::default()), ..Self::nothing() }
    }

    /// Takes what was found in a revision for known.
    pub(crate) fn since(&mut self, name: &str, found: Self) {
        self.since = found.written.map(|found| (found, name.to_owned()));
    }

    /// Drops the findings in a network that are known.
    pub(crate) fn sift(
        &mut self,
        report: &Report<'_>,
        inputs: &Inputs,
        estate: &Estate,
        said: &mut Said,
    ) {
        if self.read.is_none() && self.since.is_none() && self.written.is_none() {
            return;
        }
        let projects = inputs.projects_of(estate);
        for diagnostic in std::mem::take(&mut said.kept) {
            let entry = entry(report, estate, projects, &diagnostic);
            match self.reason(entry, &diagnostic) {
                Some(reason) => {
                    said.dropped.push(Dropped { diagnostic, reason, by: DroppedBy::Baseline });
                }
                None => said.kept.push(diagnostic),
            }
        }
    }

    /// Why a finding is not to be told, if it is not.
    fn reason(&mut self, entry: Entry, one: &Diagnostic) -> Option<String> {
        let baseline = "it is in the baseline";
        if let Some(written) = &mut self.written {
            written.add(entry, one.severity);
            return Some(baseline.to_owned());
        }
        if self.read.as_mut().is_some_and(|read| read.take(&entry, one.severity)) {
            return Some(baseline.to_owned());
        }
        let (since, name) = self.since.as_mut()?;
        since.take(&entry, one.severity).then(|| format!("it is in {name}"))
    }

    /// Writes the new baseline, and says what of the old one is no longer found.
    pub(crate) fn finish(
        self,
        report: &Report<'_>,
        inputs: &Inputs,
        arguments: &CheckArguments,
        console: &Console,
    ) -> anyhow::Result<()> {
        if let (Some(written), Some(path)) = (self.written, &arguments.write_baseline) {
            console::write(path, &written.render()?)?;
            let number = report::count(written.left(), "finding");
            console.remark(&format!("{number} written to the baseline {path}"));
        }
        if let (Some(mut gone), Some(path)) = (self.read, &arguments.baseline) {
            let searched: Vec<_> = inputs.searched().map(|path| report.within_root(path)).collect();
            gone.retain(|entry| entry.was_looked_for(&searched, &report.rules));
            let number = report::count(gone.left(), "finding");
            if arguments.prune_baseline {
                let mut baseline = Baseline::read(path)?;
                baseline.without(&gone);
                console::write(path, &baseline.render()?)?;
                console.remark(&format!("{number} dropped from the baseline {path}"));
            } else if gone.left() > 0 {
                console.remark(&format!(
                    "{number} of the baseline {path} not found any more; --prune-baseline drops them"
                ));
            }
        }
        if let Some((gone, name)) = self.since.filter(|(gone, _)| gone.left() > 0) {
            let number = report::count(gone.left(), "finding");
            console.remark(&format!("{number} of {name} not found any more"));
        }
        Ok(())
    }
}

/// What a finding is known by.
fn entry(report: &Report<'_>, estate: &Estate, projects: &[Project], one: &Diagnostic) -> Entry {
    let input = report.within_root(&estate.path);
    let file = report.within_root(report.sources.path(one.span.file));
    Entry::new(&input, &file, projects, one)
}
