//! How Azure routes: effective routes of every subnet, and paths through them.
//!
//! The sentences of Microsoft's documentation that this module follows are in
//! `docs/routing.md`, each with its source.
//!
//! `topology` joins what is declared, `control_plane` says what gateways learn
//! and tell, `effective` lists the routes of subnets, `walk` sends a packet along
//! them, and `verdict` compares its way there with its way back.

mod alike;
mod announcement;
mod answer;
mod appliance_arms;
mod appliance_hop;
mod appliance_model;
mod appliance_tunnel;
mod backends;
mod balancer_hop;
mod between;
mod bgp;
mod by_prefix;
mod code;
mod common_routes;
mod condition;
mod control_plane;
mod default_site;
mod departure;
mod destination_nat;
mod disputed;
mod doors;
mod effective;
mod endpoint;
mod filter;
mod filter_hop;
mod filter_words;
mod flow;
mod from_internet;
mod from_internet_words;
mod gateway_at_work;
mod gateway_hop;
mod hub_departure;
mod hub_hop;
mod hub_transit;
mod hub_tunnel;
mod index;
mod loose_end;
mod mentions;
mod nat_rules;
mod over_circuits;
mod partners;
mod parts;
mod parts_down;
mod private_endpoint_flow;
mod private_endpoint_words;
mod private_endpoints;
mod render;
mod route;
mod route_map;
mod target;
mod topology;
mod trail;
mod translation;
mod verdict;
mod vpn_nat;
mod vpn_nat_hop;
mod vpn_nat_words;
mod walk;
mod wan;
mod words;

pub use answer::{Answer, Towards};
pub(crate) use appliance_model::model_of as appliance_model_of;
pub use bgp::{Bgp, BgpOrigin, BgpRoute, Speaker};
pub use code::Code;
pub use endpoint::{Endpoint, EndpointIds, matches};
pub use filter::{Protocol, Service};
pub use flow::{Because, Candidate, Flow, Hop, Outcome, Path, Verdict};
pub use route::{
    Appliance, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
};
pub use target::SitePrefixes;

use std::{collections::BTreeSet, sync::OnceLock};

use ipnet::IpNet;
use nexthop_iac::Address;
use nexthop_source::{Span, Step};

use crate::{
    Contested, Fact, Model, Network,
    network::{Declared, Gateway, HubGateway, HubRouteTable, Id, Site, Subnet, VirtualHub},
};
use alike::Alike;
use appliance_tunnel::ApplianceTunnels;
use by_prefix::ByPrefix;
use condition::{Causes, Condition};
use control_plane::ControlPlane;
use doors::Door;
use effective::EffectiveRoutes;
use filter::Filters;
use parts::Parts;
use parts_down::PartsDown;
use target::Spots;
use topology::Topology;
use verdict::Judge;
use vpn_nat::VpnNat;
use wan::Wan;
use words::Words;

/// The numbers of what translates, which no appliance of the model has.
const BEYOND_MODEL: usize = 1 << 24;

/// The routes of a network.
#[derive(Debug)]
pub struct Routing {
    topology: Topology,
    control: ControlPlane,
    wan: Wan,
    nat: VpnNat,
    effective: EffectiveRoutes,
    filters: Filters,
    /// What leads from the Internet into the network.
    doors: Vec<Door>,
    tunnels: ApplianceTunnels,
    contested: Contested,
    /// By Global Reach connection: when it is there.
    global_reach: Vec<Condition>,
    parts: Parts,
    /// By site: its prefixes, where they are known or assumed.
    held: Vec<ByPrefix>,
    /// The prefixes that are said of appliances beyond the code, by number of the appliance, and
    /// those that NAT and DNAT rules translate.
    said: Vec<(usize, IpNet)>,
    /// Computed when it is asked for; nothing where no end has many addresses.
    alike: OnceLock<Option<Alike>>,
    /// Computed when it is asked for.
    bgp: OnceLock<Bgp>,
}

/// Computes the routes of a network.
pub fn simulate(network: &Network, model: &Model) -> Routing {
    let causes = Causes::new(out_of_service(network, &model.out_of_service));
    let mut topology = Topology::new(network, causes);
    let down = PartsDown::named(network, &model.out_of_service);
    let nat = VpnNat::new(network);
    let mut control = ControlPlane::new(network, (&mut topology, &nat), &model.appliances, down);
    let tunnels = hub_tunnel::tunnels(network, &mut topology);
    let wan = Wan::new(network, &mut topology, (&control, &tunnels), &model.appliances);
    control.hear_hubs(network, &topology, &wan, &tunnels);
    let effective = EffectiveRoutes::new(network, &mut topology, &control, &wan);
    let reach = network.global_reach.iter();
    let global_reach = reach.map(|one| topology.causes.presence(&one.declared)).collect();
    let mut said = mentions::of_model(model);
    let translated = nat.prefixes().chain(doors::translated(network));
    said.extend(translated.enumerate().map(|(number, net)| (BEYOND_MODEL + number, net)));
    let filters = Filters::new(network, &mut topology.causes);
    Routing {
        global_reach,
        doors: doors::of_all(network, &mut topology, &filters),
        filters,
        tunnels: ApplianceTunnels::new(network, &topology, &model.appliances),
        held: control.sites.iter().map(SitePrefixes::by_prefix).collect(),
        topology,
        control,
        wan,
        effective,
        contested: model.p2s_expressroute_via_route_server,
        parts: Parts::new(network, &said),
        nat,
        said,
        alike: OnceLock::new(),
        bgp: OnceLock::new(),
    }
}

/// What is out of service. A circuit takes its connections with it, and a connection goes
/// with the last of its tunnels.
fn out_of_service(network: &Network, names: &[String]) -> BTreeSet<Address> {
    let is_named = |one: &Declared| names.iter().any(|name| one.is_called(name));
    let circuits = network.circuits.entries().filter(|(_, one)| is_named(&one.declared));
    let circuits: Vec<_> = circuits.map(|(id, _)| Some(id)).collect();
    let is_down = |circuit| circuits.iter().any(|one| Fact::is(circuit, one));
    let connections = network.connections.iter().filter(|one| is_down(&one.circuit));
    let branches = network.hub_branches.iter().filter(|one| is_down(&one.circuit));
    let of_circuits = connections.map(|one| &one.declared).chain(branches.map(|one| &one.declared));
    let by_name = network.that_may_fail().filter(|one| is_named(one));
    let parts = PartsDown::named(network, names);
    let without_tunnel = network.connections.entries();
    let without_tunnel = without_tunnel.filter(|&(id, _)| parts.has_all_tunnels(network, id));
    let by_name = by_name.chain(without_tunnel.map(|(_, one)| &one.declared));
    by_name.chain(of_circuits).map(|one| one.address.clone()).collect()
}

impl Routing {
    /// The effective routes of a subnet, those that lose among them, as
    /// `az network nic show-effective-route-table` lists them.
    pub fn effective_routes(&self, subnet: Id<Subnet>) -> Vec<EffectiveRoute> {
        let class = self.effective.class_of(subnet);
        let routes = self.effective.of(class).all();
        let mut routes: Vec<EffectiveRoute> =
            routes.into_iter().map(|route| self.explained(class, route)).collect();
        keep_best_of_gateways(&mut routes);
        routes.extend(self.effective.endpoints_of(class).iter().cloned());
        routes
    }

    /// A route of a class of subnets with how it came to be.
    fn explained(&self, class: usize, at: usize) -> EffectiveRoute {
        let index = self.effective.of(class);
        let mut route = index.settled(at);
        if index.is_common(at) {
            let vnet = self.effective.virtual_network(class);
            route.because.extend(self.wan.association(vnet, &route).cloned());
        }
        route
    }

    /// The line that made a route of a class of subnets.
    fn span_of(&self, class: usize, at: usize) -> Option<Span> {
        let index = self.effective.of(class);
        let vnet = self.effective.virtual_network(class);
        let of_common = |route| self.wan.association(vnet, route).and_then(|step| step.span);
        let route = index.route(at);
        let last = index.is_common(at).then(|| of_common(route)).flatten();
        last.or_else(|| route.span())
    }

    /// What gateways, circuits and sites know by BGP.
    pub fn bgp(&self, network: &Network) -> &Bgp {
        self.bgp.get_or_init(|| self.control.bgp(network, &self.topology))
    }

    /// The routers that a route of a subnet leads to, where it leads to a gateway: Azure
    /// prints a row for each. A Route Server hands on one router of a circuit only.
    pub fn routers(&self, network: &Network, route: &EffectiveRoute) -> Vec<Speaker> {
        let (NextHop::VirtualNetworkGateway(Some(gateway)), RouteDestination::Net(net)) =
            (&route.next_hop, &route.destination)
        else {
            return Vec::new();
        };
        let mut ways = self.bgp(network).ways(*gateway, *net);
        let placed = self.topology.gateways[gateway.index()].as_ref();
        let has_server = placed.is_some_and(|placed| {
            let servers = &self.topology.route_servers[placed.virtual_network.index()];
            servers.iter().any(|(_, when)| when.is_always())
        });
        if has_server && matches!(ways.first(), Some(Speaker::Edge(..))) {
            ways.truncate(1);
        }
        ways
    }

    /// The prefixes that a gateway tells the other side: an ExpressRoute gateway
    /// its circuits, a VPN gateway its BGP peers.
    pub fn advertised(&self, network: &Network, gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        let routes = self.control.advertised[gateway.index()].routes.iter();
        routes.map(|route| self.told_outside(network, gateway, route.clone())).collect()
    }

    /// The prefixes that a VPN gateway pushes to its point-to-site clients.
    pub fn pushed_to_clients(&self, gateway: Id<Gateway>) -> Vec<EffectiveRoute> {
        self.control.pushed[gateway.index()].routes.clone()
    }

    /// The routes of a virtual hub's route table, as `az network vhub get-effective-routes`
    /// lists them: static and learned ones, those that lose among them.
    pub fn hub_routes(&self, table: Id<HubRouteTable>) -> &[EffectiveRoute] {
        self.wan.tables.get(table.index()).map_or(&[], |index| &index.routes)
    }

    /// What a hub's default table shows where routing intent is in its place: what it
    /// attracts. The firewall then has the routes of the table.
    pub fn attracted_by_hub(&self, network: &Network, hub: Id<VirtualHub>) -> Vec<EffectiveRoute> {
        self.wan.attracted_by(network, hub)
    }

    /// The routes of the firewall that routing intent sends a hub's traffic to.
    pub fn of_hub_firewall(
        &self,
        network: &Network,
        table: Id<HubRouteTable>,
    ) -> Vec<EffectiveRoute> {
        let hub = network.hub_route_tables[table].hub;
        let own = self.hub_routes(table).iter().cloned();
        own.chain(self.wan.way_out(network, hub)).collect()
    }

    /// The prefixes that a gateway of a virtual hub tells its sites; the default route only
    /// those whose connections take it.
    pub fn advertised_by_hub(
        &self,
        network: &Network,
        gateway: Id<HubGateway>,
    ) -> Vec<EffectiveRoute> {
        let told = self.wan.advertised.get(gateway.index());
        let told = told.into_iter().flat_map(|index| index.routes.iter().cloned());
        told.chain(self.wan.default_told(network, gateway)).collect()
    }

    /// The prefixes that a point-to-site gateway of a virtual hub gives its clients.
    pub fn pushed_by_hub(&self, gateway: Id<HubGateway>) -> &[EffectiveRoute] {
        self.wan.pushed.get(gateway.index()).map_or(&[], |index| &index.routes)
    }

    /// What the prefixes of a site are taken for.
    pub fn site_prefixes(&self, site: Id<Site>) -> &SitePrefixes {
        &self.control.sites[site.index()]
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
        self.flow_in_words(network, (from, to), service, true)
    }

    /// The same without the routes that each hop chose among, which most of the time goes
    /// into.
    pub fn flow_by_steps(
        &self,
        network: &Network,
        from: Endpoint,
        to: Endpoint,
        service: Service,
    ) -> Flow {
        self.flow_in_words(network, (from, to), service, false)
    }

    fn spots<'a>(&'a self, network: &'a Network) -> Spots<'a> {
        Spots {
            network,
            subnets: &self.topology.subnets,
            sites: &self.control.sites,
            parts: &self.parts,
        }
    }

    fn flow_in_words(
        &self,
        network: &Network,
        (from, to): (Endpoint, Endpoint),
        service: Service,
        candidates: bool,
    ) -> Flow {
        let flows = Judge { routing: self, network, service }.flows(from, to);
        let words = Words { routing: self, network, candidates };
        match flows.deciding() {
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

    /// The answers to flows to some endpoints, without their hops: cheap enough for a large
    /// matrix.
    pub fn towards<'a>(&'a self, network: &'a Network, to: &[Endpoint]) -> Towards<'a> {
        Towards::new(Judge { routing: self, network, service: Service::default() }, to)
    }
}

/// Of the routes of gateways for one prefix only the best are handed to subnets.
fn keep_best_of_gateways(routes: &mut Vec<EffectiveRoute>) {
    let of_gateway = |route: &EffectiveRoute| route.source == RouteSource::VirtualNetworkGateway;
    let best = routes.iter().filter(|route| of_gateway(route));
    let best = best.filter(|route| route.state == RouteState::Active);
    let best: BTreeSet<_> = best.map(|route| route.destination.clone()).collect();
    routes.retain(|route| {
        route.state == RouteState::Active
            || !of_gateway(route)
            || !best.contains(&route.destination)
    });
}

impl Path {
    /// The hops as steps of a diagnostic.
    pub fn steps(&self) -> Vec<Step> {
        self.hops.iter().map(Hop::step).collect()
    }
}
