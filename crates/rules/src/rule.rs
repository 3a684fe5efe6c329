//! A rule and what it sees.

use nexthop_core::{Limits, Network, Routing};
use nexthop_source::Severity;

use crate::{Findings, flows::Flows};

/// One pitfall.
#[derive(Debug)]
pub struct Rule {
    /// The pitfall in kebab-case; reads after "allow". Never reused.
    pub name: &'static str,
    /// How bad a finding is unless the check has reason to say otherwise.
    pub severity: Severity,
    /// The first version that has it.
    pub since: &'static str,
    /// The pitfall in one sentence.
    pub summary: &'static str,
    /// The page's prose: what it finds, why it matters, what to do, references.
    pub docs: &'static str,
    /// Reports every occurrence.
    pub check: fn(&Context<'_>, &mut Findings),
}

/// What a rule sees.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What is there.
    pub network: &'a Network,
    /// How packets travel.
    pub routing: &'a Routing,
    /// Azure's numbers.
    pub limits: &'a Limits,
    /// Flows that were asked for.
    pub(crate) flows: &'a Flows,
}
