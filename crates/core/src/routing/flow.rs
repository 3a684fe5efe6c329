//! A flow: both paths, hop by hop, and the verdict.

use nexthop_source::{Span, Step};

use super::{Code, EffectiveRoute, Endpoint};

/// Whether `from` can open a TCP connection to `to`.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Opens the connection.
    pub from: Endpoint,
    /// Accepts it.
    pub to: Endpoint,
    /// The answer.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub because: Because,
    /// The way there.
    pub forward: Path,
    /// The way back.
    pub back: Path,
    /// What the answer takes for granted.
    pub assumptions: Vec<Step>,
}

/// The answer to a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Both directions arrive, and every stateful box sees both.
    Reachable,
    /// Works in the field, but Microsoft documents it as not supported.
    Unsupported,
    /// Decided by a value that is unknown here; `because` names it.
    Depends,
    /// Not enough is in the code to tell.
    Undecided,
    /// Both directions have a route, but a stateful firewall sees only one.
    Asymmetric,
    /// One direction has no route or is dropped; `because` says which and where.
    Unreachable,
}

impl Verdict {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reachable => "reachable",
            Self::Unsupported => "unsupported",
            Self::Depends => "depends",
            Self::Undecided => "undecided",
            Self::Asymmetric => "asymmetric",
            Self::Unreachable => "unreachable",
        }
    }
}

/// The reason for a verdict.
#[derive(Clone, Debug)]
pub struct Because {
    /// Its stable name.
    pub code: Code,
    /// For people: which direction, which hop, which value.
    pub message: String,
    /// The line that makes it so, where one does.
    pub span: Option<Span>,
}

/// One direction of a flow.
#[derive(Clone, Debug)]
pub struct Path {
    /// The hops in order.
    pub hops: Vec<Hop>,
    /// How it ends.
    pub outcome: Outcome,
}

/// How a path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At the destination.
    Delivered,
    /// Nowhere; the last hop's code says why.
    Dropped,
    /// It comes back to where it was.
    Loops,
    /// Not to be told; the last hop's code says why.
    Undecided,
}

/// One hop.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Where the packet is: a subnet, a gateway, a firewall, a site, clients.
    pub at: String,
    /// What happens to it here.
    pub code: Code,
    /// What happens to it here and why, for people.
    pub message: String,
    /// The line that makes it so, where one does.
    pub span: Option<Span>,
    /// All routes that match the destination here, the chosen one first.
    pub candidates: Vec<Candidate>,
    /// The subnet whose routes decide, where a subnet's do.
    pub subnet: Option<crate::network::Id<crate::network::Subnet>>,
    /// The firewall or appliance that the packet is in, by address; such a box is stateful.
    pub appliance: Option<super::Appliance>,
}

/// A route that matches, and why it is or is not taken.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The route.
    pub route: EffectiveRoute,
    /// Why it wins or loses.
    pub why: String,
}

impl Hop {
    /// The hop as a step of a diagnostic.
    pub fn step(&self) -> Step {
        Step {
            code: self.code.as_str(),
            message: format!("{}: {}", self.at, self.message),
            span: self.span,
        }
    }
}
