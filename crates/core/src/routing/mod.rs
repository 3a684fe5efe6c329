//! How Azure routes: effective routes of every subnet, and paths through them.
//!
//! The sentences of Microsoft's documentation that this module follows are in
//! `docs/routing.md`, each with its source.
//!
//! `topology` joins what is declared, `control_plane` says what gateways learn
//! and tell, `effective` lists the routes of subnets, `walk` sends a packet along
//! them, and `verdict` compares its way there with its way back.

mod announcement;
mod appliance_hop;
mod code;
mod condition;
mod control_plane;
mod departure;
mod effective;
mod endpoint;
mod filter;
mod filter_hop;
mod filter_words;
mod flow;
mod gateway_hop;
mod index;
mod loose_end;
mod render;
mod route;
mod target;
mod topology;
mod trail;
mod translation;
mod verdict;
mod walk;
mod words;

pub use code::Code;
pub use endpoint::Endpoint;
pub use filter::{Protocol, Service};
pub use flow::{Because, Best, Candidate, Flow, Hop, Outcome, Path, Verdict};
pub use route::{
    Appliance, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
};
pub use target::SitePrefixes;

use ipnet::IpNet;
use nexthop_source::Step;

use crate::{
    Contested, Model, Network,
    network::{Firewall, Gateway, Id, RoutePrefix, Site, Subnet, VirtualNetwork},
};
use condition::Decisions;
use control_plane::ControlPlane;
use effective::EffectiveRoutes;
use filter::Filters;
use target::{Symbol, Target};
use topology::{Topology, azure_prefixes};
use verdict::Judge;
use words::Words;

/// The routes of a network.
#[derive(Debug)]
pub struct Routing {
    topology: Topology,
    control: ControlPlane,
    effective: EffectiveRoutes,
    filters: Filters,
    contested: Contested,
    /// The prefixes that user-defined routes name, sorted.
    cuts: Vec<IpNet>,
    /// The prefixes of virtual networks and client pools, sorted.
    azure: Vec<IpNet>,
}

/// Computes the routes of a network.
pub fn simulate(network: &Network, model: &Model) -> Routing {
    let mut topology = Topology::new(network);
    let control = ControlPlane::new(network, &mut topology);
    let effective = EffectiveRoutes::new(network, &mut topology, &control);
    Routing {
        topology,
        control,
        effective,
        filters: Filters::new(network),
        contested: model.p2s_expressroute_via_route_server,
        cuts: cuts(network),
        azure: azure_prefixes(network),
    }
}

fn cuts(network: &Network) -> Vec<IpNet> {
    let routes = network.route_tables.iter().flat_map(|table| &table.routes.known);
    let mut cuts: Vec<IpNet> = routes
        .filter_map(|route| match route.prefix.value() {
            Some(RoutePrefix::Net(net)) => Some(*net),
            Some(RoutePrefix::ServiceTag(_)) | None => None,
        })
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

impl Routing {
    /// The effective routes of a subnet, those that lose among them, as
    /// `az network nic show-effective-route-table` lists them.
    pub fn effective_routes(&self, subnet: Id<Subnet>) -> &[EffectiveRoute] {
        &self.effective.of(self.effective.class_of(subnet)).routes
    }

    /// The route of a subnet that takes what is bound for a destination.
    pub fn best(&self, subnet: Id<Subnet>, destination: &RouteDestination) -> Best<'_> {
        let target = match destination {
            RouteDestination::Net(net) => Target::Net(*net),
            RouteDestination::Site(site) => Target::Symbol(Symbol::Site(*site)),
            RouteDestination::VirtualNetwork(vnet) => Target::Symbol(Symbol::VirtualNetwork(*vnet)),
            RouteDestination::Clients(gateway) => Target::Symbol(Symbol::Clients(*gateway)),
            RouteDestination::ServiceTag(_) | RouteDestination::Unknown => return Best::Unsure,
        };
        let index = self.effective.of(self.effective.class_of(subnet));
        match index.select(target, &Decisions::default()) {
            Ok(Some(route)) => Best::Route(&index.routes[route]),
            Ok(None) => Best::Nothing,
            Err(_) => Best::Unsure,
        }
    }

    /// The prefixes that a gateway tells the other side: an ExpressRoute gateway
    /// its circuits, a VPN gateway its BGP peers.
    pub fn advertised(&self, gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        self.control.advertised[gateway.index()].routes.clone()
    }

    /// The prefixes that a VPN gateway pushes to its point-to-site clients.
    pub fn pushed_to_clients(&self, gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        self.control.pushed[gateway.index()].routes.clone()
    }

    /// The routes that the gateways of a virtual network bring to the subnets that
    /// let them in, its own and those that use its gateways by peering.
    pub fn learned(&self, vnet: Id<VirtualNetwork>) -> &[EffectiveRoute] {
        &self.control.learned[vnet.index()].routes
    }

    /// The networks whose gateways a virtual network uses by peering, as far as the
    /// code says so for certain.
    pub fn uses_gateways_of(
        &self,
        vnet: Id<VirtualNetwork>,
    ) -> impl Iterator<Item = Id<VirtualNetwork>> {
        let uses = self.topology.uses[vnet.index()].iter();
        uses.filter(|transit| transit.when.is_always()).map(|transit| transit.hub)
    }

    /// What the prefixes of a site are taken for.
    pub fn site_prefixes(&self, site: Id<Site>) -> &SitePrefixes {
        &self.control.sites[site.index()]
    }

    /// Destinations to which network rules of a firewall do not translate the
    /// source; `None` where they are unknown.
    pub fn private_ranges(&self, network: &Network, firewall: Id<Firewall>) -> Option<Vec<IpNet>> {
        translation::effective_private_ranges(network, &network.firewalls[firewall])
    }

    /// Whether a TCP connection from one endpoint to another comes about, and why.
    ///
    /// Without a port a filter is passed if it lets any port through.
    pub fn flow(&self, network: &Network, from: Endpoint, to: Endpoint) -> Flow {
        self.flow_of(network, from, to, Service::default())
    }

    /// The same for a protocol and a port.
    pub fn flow_of(
        &self,
        network: &Network,
        from: Endpoint,
        to: Endpoint,
        service: Service,
    ) -> Flow {
        let flows = Judge { routing: self, network, service }.flows(from, to);
        let words = Words { routing: self, network };
        match worst(&flows) {
            Some(judged) => words.flow(from, to, judged, &flows),
            None => Flow {
                from,
                to,
                verdict: Verdict::Undecided,
                because: Because {
                    code: Code::UnknownValue,
                    message: "there is no address to ask about".to_owned(),
                    span: None,
                },
                forward: Path { hops: Vec::new(), outcome: Outcome::Undecided },
                back: Path { hops: Vec::new(), outcome: Outcome::Undecided },
                assumptions: Vec::new(),
            },
        }
    }

    /// The verdicts of all flows from some endpoints to some others, row by row,
    /// without their hops: cheap enough for a large matrix.
    pub fn matrix(&self, network: &Network, from: &[Endpoint], to: &[Endpoint]) -> Vec<Verdict> {
        Judge { routing: self, network, service: Service::default() }.matrix(from, to)
    }
}

/// The first of the flows with the worst verdict.
fn worst(flows: &[verdict::Judged]) -> Option<&verdict::Judged> {
    flows.iter().rev().max_by_key(|judged| judged.verdict)
}

impl Path {
    /// The hops as steps of a diagnostic.
    pub fn steps(&self) -> Vec<Step> {
        self.hops.iter().map(Hop::step).collect()
    }
}
