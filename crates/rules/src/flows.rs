//! Flows that several rules ask for, each computed once.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use nexthop_core::{
    Network,
    network::{
        Gateway, Id, NextHopTarget, RoutePrefix, Subnet, SubnetPurpose, UserNextHop, VirtualNetwork,
    },
    routing::{Endpoint, Flow, Service},
};

use crate::{Context, special_subnets, topology};

/// The most flows of the overview. An estate with more kinds of subnets than this has
/// room for is looked at in part.
const MOST: usize = 1500;

/// Flows that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    asked: RefCell<BTreeMap<(Endpoint, Endpoint), Rc<Flow>>>,
    overview: OnceCell<Vec<Rc<Flow>>>,
}

impl Context<'_> {
    /// Whether a TCP connection from one end to the other comes about, and why; without the
    /// routes that each hop chose among.
    pub(crate) fn flow(&self, from: Endpoint, to: Endpoint) -> Rc<Flow> {
        if let Some(flow) = self.flows.asked.borrow().get(&(from, to)) {
            return Rc::clone(flow);
        }
        let flow = self.routing.flow_by_steps(self.network, from, to, Service::default());
        let flow = Rc::new(flow);
        self.flows.asked.borrow_mut().insert((from, to), Rc::clone(&flow));
        flow
    }

    /// Flows between workload subnets, two of each kind, and between those and sites,
    /// clients and the Internet. Subnets are of one kind if their networks have the same
    /// peers and their tables the same routes.
    pub(crate) fn overview(&self) -> &[Rc<Flow>] {
        self.flows.overview.get_or_init(|| {
            let pairs = pairs(self.network);
            pairs.into_iter().take(MOST).map(|(from, to)| self.flow(from, to)).collect()
        })
    }
}

fn pairs(network: &Network) -> Vec<(Endpoint, Endpoint)> {
    let subnets = examples(network);
    let outside: Vec<Endpoint> = clients(network).chain(sites(network)).collect();
    let mut pairs = Vec::new();
    for (at, &from) in subnets.iter().enumerate() {
        pairs.extend(outside.iter().map(|&end| (end, from)));
        pairs.push((from, Endpoint::Internet));
        pairs.extend(subnets[at + 1..].iter().map(|&to| (from, to)));
    }
    pairs
}

/// A route as far as it makes a difference.
type RouteKind<'a> =
    (Option<&'a RoutePrefix>, Option<&'a UserNextHop>, Option<&'a Option<NextHopTarget>>);

/// What makes subnets alike: the peers of their networks, and their tables.
type Kind<'a> = (Vec<Id<VirtualNetwork>>, Option<(Option<&'a bool>, Vec<RouteKind<'a>>)>);

/// Workload subnets, two of each kind, in different networks where there are.
fn examples(network: &Network) -> Vec<Endpoint> {
    let mut kinds: BTreeMap<Kind<'_>, Vec<Id<Subnet>>> = BTreeMap::new();
    for (id, subnet) in network.subnets.entries() {
        let vnet = subnet.virtual_network;
        let workload =
            subnet.purpose == SubnetPurpose::General && topology::certain(&subnet.declared);
        if !workload || special_subnets::is_idle(network, id) {
            continue;
        }
        let Some(kind) = kind(network, subnet) else { continue };
        let alike = kinds.entry(kind).or_default();
        let is_new = |&other: &Id<Subnet>| network.subnets[other].virtual_network != vnet;
        if alike.len() < 2 && alike.iter().all(is_new) {
            alike.push(id);
        }
    }
    kinds.into_values().flatten().map(Endpoint::Subnet).collect()
}

/// The kind of a subnet whose table is known. Routes for its own network do not count:
/// they differ from spoke to spoke and mean the same.
fn kind<'a>(network: &'a Network, subnet: &'a Subnet) -> Option<Kind<'a>> {
    let table = subnet.route_table.value()?.map(|id| &network.route_tables[id]);
    let space = network.virtual_networks[subnet.virtual_network].address_space.value();
    let is_own = |prefix: &RoutePrefix| match prefix {
        RoutePrefix::Net(net) => space.into_iter().flatten().any(|own| own.net.contains(net)),
        RoutePrefix::ServiceTag(_) => false,
    };
    let table = table.map(|table| {
        let foreign =
            table.routes.known.iter().filter(|route| !route.prefix.value().is_some_and(is_own));
        let mut routes: Vec<RouteKind<'_>> = foreign
            .map(|route| (route.prefix.value(), route.next_hop.value(), route.appliance.value()))
            .collect();
        routes.sort_unstable();
        (table.propagates_gateway_routes.value(), routes)
    });
    Some((network.peers_of(subnet.virtual_network), table))
}

/// The clients of every gateway that is certainly there.
fn clients(network: &Network) -> impl Iterator<Item = Endpoint> {
    let gateways = network.gateways.entries();
    gateways
        .filter(|(_, gateway)| gateway.clients.is_some() && topology::certain(&gateway.declared))
        .map(|(id, _)| Endpoint::Clients(id))
}

/// One site for all that are behind the same gateways.
fn sites(network: &Network) -> impl Iterator<Item = Endpoint> {
    let mut kinds: BTreeMap<Vec<Id<Gateway>>, Endpoint> = BTreeMap::new();
    for (id, site) in network.sites.entries() {
        let behind: Vec<_> = site.links.known.iter().filter_map(|link| link.gateway()).collect();
        if !behind.is_empty() {
            kinds.entry(behind).or_insert(Endpoint::Site(id));
        }
    }
    kinds.into_values()
}
