//! How Azure routes: effective routes of every subnet, and paths through them.
//!
//! The sentences of Microsoft's documentation that this module follows are in
//! `docs/routing.md`, each with its source.

mod code;
mod endpoint;
mod flow;
mod route;

pub use code::Code;
pub use endpoint::Endpoint;
pub use flow::{Because, Candidate, Flow, Hop, Outcome, Path, Verdict};
pub use route::{
    Appliance, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
};

use nexthop_source::Step;

use crate::{
    Model, Network,
    network::{Gateway, Id, Subnet},
};

/// The routes of a network.
#[derive(Debug)]
pub struct Routing {
    /// By subnet, in order of id.
    subnets: Vec<Vec<EffectiveRoute>>,
}

/// Computes the routes of a network.
pub fn simulate(network: &Network, _model: &Model) -> Routing {
    Routing { subnets: network.subnets.iter().map(|_| Vec::new()).collect() }
}

impl Routing {
    /// The effective routes of a subnet, those that lose among them, as
    /// `az network nic show-effective-route-table` lists them.
    pub fn effective_routes(&self, subnet: Id<Subnet>) -> &[EffectiveRoute] {
        &self.subnets[subnet.index()]
    }

    /// The prefixes that a gateway tells the other side: an ExpressRoute gateway
    /// its circuits, a VPN gateway its BGP peers.
    pub fn advertised(&self, _gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        Vec::new()
    }

    /// The prefixes that a VPN gateway pushes to its point-to-site clients.
    pub fn pushed_to_clients(&self, _gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        Vec::new()
    }

    /// Whether a TCP connection from one endpoint to another comes about, and why.
    pub fn flow(&self, _network: &Network, from: Endpoint, to: Endpoint) -> Flow {
        Flow {
            from,
            to,
            verdict: Verdict::Undecided,
            because: Because { code: Code::NotModelled, message: String::new(), span: None },
            forward: Path { hops: Vec::new(), outcome: Outcome::Undecided },
            back: Path { hops: Vec::new(), outcome: Outcome::Undecided },
            assumptions: Vec::new(),
        }
    }
}

impl Path {
    /// The hops as steps of a diagnostic.
    pub fn steps(&self) -> Vec<Step> {
        self.hops.iter().map(Hop::step).collect()
    }
}
