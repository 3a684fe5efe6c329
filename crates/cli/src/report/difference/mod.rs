//! What a change does to findings and flows.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod text;

use nexthop_core::routing::Verdict;
use nexthop_source::Severity;

use super::{Finding, Report};

/// Two networks, or many of them, held against each other.
#[derive(Debug)]
pub(crate) struct Difference<'a> {
    /// What was, as the user names it.
    pub(crate) base: (&'a str, &'a Report<'a>),
    /// What is.
    pub(crate) head: (&'a str, &'a Report<'a>),
    pub(crate) added: Vec<&'a Finding>,
    pub(crate) removed: Vec<&'a Finding>,
    pub(crate) changed: Vec<Changed<'a>>,
    pub(crate) flows: Vec<FlowChange>,
}

/// A finding whose severity is another one than before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) was: Severity,
}

/// A flow that has another verdict than before. Without one, an end of it is not there.
#[derive(Debug)]
pub(crate) struct FlowChange {
    pub(crate) input: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) was: Option<Verdict>,
    pub(crate) is: Option<Verdict>,
    /// Why it is as it is, or was as it was.
    pub(crate) code: &'static str,
    pub(crate) because: String,
}

impl FlowChange {
    /// What became of it, in one word.
    fn kind(&self) -> &'static str {
        match (self.was, self.is) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// `reachable → unreachable`
    fn verdicts(&self) -> String {
        let verdicts = [self.was, self.is].into_iter().flatten();
        verdicts.map(Verdict::as_str).collect::<Vec<_>>().join(" → ")
    }
}

impl Difference<'_> {
    fn is_empty(&self) -> bool {
        let none = self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty();
        none && self.flows.is_empty()
    }

    fn headline(&self) -> String {
        let of_kind = |kind| self.flows.iter().filter(|flow| flow.kind() == kind).count();
        let findings = [self.added.len(), self.removed.len(), self.changed.len()];
        let flows = ["added", "removed", "changed"].map(of_kind);
        let parts = [("findings", findings), ("flows", flows)].map(|(what, numbers)| {
            let [added, removed, changed] = numbers;
            format!("{what}: {added} added, {removed} removed, {changed} changed")
        });
        parts.join("; ")
    }
}
