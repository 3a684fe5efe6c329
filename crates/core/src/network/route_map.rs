//! Route maps of virtual hubs: what they do to the routes of a connection.

use nexthop_source::Span;

use super::{Declared, HubBranch, HubConnection, HubGateway, Id, Prefix, Several, VirtualHub};
use crate::Fact;

/// A route map of a virtual hub
/// (<https://learn.microsoft.com/azure/virtual-wan/route-maps-about>).
#[derive(Clone, Debug)]
pub struct RouteMap {
    /// What every resource has.
    pub declared: Declared,
    /// The hub whose connections it may be applied to.
    pub hub: Id<VirtualHub>,
    /// Its rules, in the order in which they are asked.
    pub rules: Several<RouteMapRule>,
    /// `associatedInboundConnections`
    pub inbound: Several<HubLink>,
    /// `associatedOutboundConnections`
    pub outbound: Several<HubLink>,
}

/// What is connected to a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubLink {
    /// A virtual network.
    Network(Id<HubConnection>),
    /// A VPN site or a circuit.
    Branch(Id<HubBranch>),
    /// Point-to-site clients.
    Clients(Id<HubGateway>),
}

/// A rule of a route map.
#[derive(Clone, Debug)]
pub struct RouteMapRule {
    /// What a route must meet, all of it; without any, every route does.
    pub criteria: Several<RouteCriterion>,
    /// What is done to a route that does.
    pub actions: Several<RouteAction>,
    /// `nextStepIfMatched` is `Continue`; `None` where it is left out.
    pub goes_on: Fact<Option<bool>>,
    /// The rule's block.
    pub span: Span,
}

/// `matchCondition`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchCondition {
    /// `Contains`: one of the prefixes, or anything below.
    Contains,
    /// `Equals`: one of the prefixes.
    Equals,
    /// `NotContains`
    NotContains,
    /// `NotEquals`
    NotEquals,
}

/// A criterion of a rule.
#[derive(Clone, Debug)]
pub struct RouteCriterion {
    /// How it compares.
    pub condition: Fact<MatchCondition>,
    /// `routePrefix`; empty where it does not go by prefixes.
    pub prefixes: Fact<Vec<Prefix>>,
    /// `asPath`; empty where it does not go by autonomous systems.
    pub as_path: Fact<Vec<u32>>,
    /// `community`, in lower case; empty where it does not go by communities.
    pub communities: Fact<Vec<String>>,
}

/// `type` of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteChange {
    /// `Drop`
    Drop,
    /// `Add`
    Add,
    /// `Remove`
    Remove,
    /// `Replace`
    Replace,
}

/// An action of a rule, with one of its parameters.
#[derive(Clone, Debug)]
pub struct RouteAction {
    /// What is done.
    pub change: Fact<RouteChange>,
    /// `routePrefix` of its parameters.
    pub prefixes: Fact<Vec<Prefix>>,
    /// `asPath` of its parameters; an empty list is not the same as none.
    pub as_path: Fact<Option<Vec<u32>>>,
    /// `community` of its parameters, in lower case.
    pub communities: Fact<Option<Vec<String>>>,
}
