//! With whom a gateway exchanges routes beside its own sites: gateways at the other end of
//! a connection, those beside it by a Route Server, appliances, hubs on its circuits.

use std::collections::VecDeque;

use nexthop_source::Step;

use super::{
    Code, NextHop, RouteOrigin, RouteSource,
    announcement::Announcement,
    appliance_model,
    condition::Condition,
    index::{Exit, Row, route},
    topology::Topology,
    wan::edges_of_hub,
};
use crate::{
    ApplianceModel, Network,
    network::{
        Connection, ConnectionKind, Gateway, Id, LocalNetworkGateway, NextHopTarget, VirtualHub,
    },
};

/// A connection between two VPN gateways, seen from one of them.
#[derive(Clone, Debug)]
pub(super) struct Neighbour {
    pub(super) gateway: Id<Gateway>,
    pub(super) connection: Id<Connection>,
    pub(super) when: Condition,
    pub(super) bgp: Option<Condition>,
    /// What is known of the other side without BGP: all that is around it, or what the
    /// local network gateway says that stands for it.
    pub(super) static_prefixes: Option<Id<LocalNetworkGateway>>,
}

/// A gateway that another one knows by BGP.
pub(super) struct Reached {
    pub(super) gateway: Id<Gateway>,
    /// The first gateway on the way there, and the connection to it.
    pub(super) first: (Id<Gateway>, Id<Connection>),
    pub(super) when: Condition,
    pub(super) hops: u8,
}

/// A way to a gateway: the first step on it, when it is there, its length.
type Way = (Id<Gateway>, Option<(Id<Gateway>, Id<Connection>)>, Condition, u8);

/// All gateways in reach over VNet-to-VNet connections with BGP, by the shortest way over
/// those that pass something on.
pub(super) fn reached_by_bgp(
    neighbours: &[Vec<Neighbour>],
    from: Id<Gateway>,
    passes: impl Fn(Id<Gateway>) -> bool,
) -> Vec<Reached> {
    let mut seen = vec![from];
    let mut queue: VecDeque<Way> = VecDeque::from([(from, None, Condition::always(), 0)]);
    let mut reached = Vec::new();
    while let Some((at, first, when, hops)) = queue.pop_front() {
        for neighbour in &neighbours[at.index()] {
            let Some(bgp) = &neighbour.bgp else { continue };
            if seen.contains(&neighbour.gateway) || !passes(neighbour.gateway) {
                continue;
            }
            let way = when.and(&neighbour.when).and_then(|way| way.and(bgp));
            let Some(way) = way else { continue };
            seen.push(neighbour.gateway);
            let first = first.unwrap_or((neighbour.gateway, neighbour.connection));
            let hops = hops.saturating_add(1);
            reached.push(Reached { gateway: neighbour.gateway, first, when: way.clone(), hops });
            queue.push_back((neighbour.gateway, Some(first), way, hops));
        }
    }
    reached
}

/// What a gateway has of one that is reached over others.
pub(super) fn far_row(reached: &Reached, when: &Condition, by_bgp: bool) -> Row {
    Row {
        when: reached.when.and(when).unwrap_or_default(),
        rank: u16::from(reached.hops) + 1,
        exit: Some(Exit::Gateway(reached.first.0)),
        by_bgp,
        inside_known: true,
        ..Row::default()
    }
}

/// A Route Server with branch-to-branch.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) when: Condition,
    pub(super) step: Step,
}

/// What configured appliances tell Route Servers. What is inside of the Route Server's
/// network, or equal to it, is not passed on to it
/// (<https://learn.microsoft.com/azure/route-server/route-server-faq>); peered networks see
/// to that by their own routes.
pub(super) fn told_to_route_servers(
    network: &Network,
    topology: &mut Topology,
    appliances: &[ApplianceModel],
) -> Vec<Vec<Announcement>> {
    let servers = topology.route_servers.clone();
    let mut all = Vec::with_capacity(servers.len());
    for (vnet, servers) in network.virtual_networks.ids().zip(&servers) {
        let mut announcements = Vec::new();
        for (id, present) in servers {
            let peers = &network.route_servers[*id].peers;
            for told in appliance_model::told(network, topology, appliances, peers) {
                let target = NextHopTarget::Address(told.next_hop);
                let appliance = topology.appliance(network, vnet, target);
                let Some(when) = present.and(&told.when) else { continue };
                let audience = told.audience();
                let length = u16::try_from(told.as_path.len()).unwrap_or(u16::MAX - 2);
                for (destination, step) in told.destinations {
                    let mut route = route(
                        destination,
                        NextHop::LearnedAppliance(appliance),
                        RouteSource::VirtualNetworkGateway,
                        RouteOrigin::RouteServer(*id),
                    );
                    route.because.push(step);
                    let row = Row {
                        when: when.clone(),
                        // The shortest path is the only one that subnets get.
                        rank: 1 + length,
                        exit: Some(Exit::VirtualNetwork),
                        by_bgp: true,
                        inside_known: true,
                        as_path: told.as_path.clone(),
                        spread: Some(told.spread),
                        audience,
                        ..Row::default()
                    };
                    announcements.push((route, row));
                }
            }
        }
        all.push(announcements);
    }
    all
}

/// The hubs that share a circuit with each gateway.
pub(super) fn hubs_on_circuits(
    network: &Network,
    topology: &mut Topology,
) -> Vec<Vec<(Id<VirtualHub>, Condition)>> {
    let mut all: Vec<Vec<(Id<VirtualHub>, Condition)>> =
        network.gateways.iter().map(|_| Vec::new()).collect();
    for hub in network.virtual_hubs.ids() {
        for (gateway, _, when) in edges_of_hub(network, topology, hub) {
            all[gateway.index()].push((hub, when));
        }
    }
    all
}

pub(super) fn neighbours(network: &Network, topology: &mut Topology) -> Vec<Vec<Neighbour>> {
    let mut all: Vec<Vec<Neighbour>> = network.gateways.iter().map(|_| Vec::new()).collect();
    for (connection, declared) in network.connections.entries() {
        let Some((one, other, static_prefixes)) = ends(network, connection) else { continue };
        let when = topology.causes.presence(&declared.declared);
        let answered = match static_prefixes {
            Some(_) => Some(Condition::always()),
            None => answered(network, topology, (one, other)),
        };
        let Some(when) = answered.and_then(|answered| when.and(&answered)) else { continue };
        let name = declared.declared.address.as_str();
        let bgp = topology.causes.flag(&declared.bgp, "enableBgp", name);
        let bgp =
            bgp.filter(|_| static_prefixes.is_some() || !have_one_number(network, one, other));
        // A tunnel by a local network gateway is declared from either side.
        let reverse = (other, one);
        let sides = [(one, other)].into_iter().chain(static_prefixes.is_none().then_some(reverse));
        for (from, gateway) in sides {
            let twice = all[from.index()].iter().any(|known| known.gateway == gateway);
            if !twice {
                let neighbour = Neighbour {
                    gateway,
                    connection,
                    when: when.clone(),
                    bgp: bgp.clone(),
                    static_prefixes,
                };
                all[from.index()].push(neighbour);
            }
        }
    }
    for list in &mut all {
        list.sort_by_key(|neighbour| neighbour.gateway);
    }
    all
}

/// When the connection from one VPN gateway to another has the one back that makes it
/// connect (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-vnet-vnet-resource-manager-portal>).
/// Where that may be in other code, it is taken to be there.
fn answered(
    network: &Network,
    topology: &mut Topology,
    (one, other): (Id<Gateway>, Id<Gateway>),
) -> Option<Condition> {
    let between: Vec<_> = network
        .connections
        .entries()
        .filter(|(_, back)| {
            back.kind.value().is_none_or(|kind| *kind == ConnectionKind::VnetToVnet)
        })
        .collect();
    let back = between
        .iter()
        .find(|(id, _)| ends(network, *id).is_some_and(|ends| (ends.0, ends.1) == (other, one)));
    if let Some((_, back)) = back {
        return Some(topology.causes.presence(&back.declared));
    }
    let elsewhere = network.gateways[other].declared.existing
        || network.gateways[one].declared.existing
        || !network.hidden_modules.is_empty()
        || between.iter().any(|(id, _)| ends(network, *id).is_none());
    elsewhere.then(Condition::always)
}

/// Whether two gateways are in one autonomous system, so that BGP does not come up between
/// them (<https://learn.microsoft.com/azure/vpn-gateway/bgp-howto>, 4 January 2023).
fn have_one_number(network: &Network, one: Id<Gateway>, other: Id<Gateway>) -> bool {
    let [one, other] = [one, other].map(|id| network.gateways[id].asn.value());
    one.is_some() && one == other
}

/// Two gateways, and the local network gateway that stands for the second, if one does.
type Ends = (Id<Gateway>, Id<Gateway>, Option<Id<LocalNetworkGateway>>);

/// The two gateways of a connection, and the local network gateway that stands for the
/// second where the connection is a plain tunnel.
fn ends(network: &Network, id: Id<Connection>) -> Option<Ends> {
    let declared = &network.connections[id];
    let one = *declared.gateway.value()?;
    if declared.kind.is(&ConnectionKind::VnetToVnet) {
        let other = (*declared.peer_gateway.value()?)?;
        return Some((one, other, None));
    }
    let other = network.peer_by_tunnel(id)?;
    Some((one, other, declared.local_network_gateway.value().copied().flatten()))
}

pub(super) fn exchanges(network: &Network, topology: &mut Topology) -> Vec<Vec<Exchange>> {
    let servers = topology.route_servers.clone();
    servers
        .iter()
        .map(|servers| {
            let exchange = |(id, present): &(_, Condition)| {
                let server = &network.route_servers[*id];
                let name = server.declared.address.as_str();
                let flag =
                    topology.causes.flag(&server.branch_to_branch, "branch-to-branch", name)?;
                Some(Exchange {
                    when: present.and(&flag)?,
                    step: Step {
                        code: Code::BranchToBranch.as_str(),
                        message: format!(
                            "Route Server {} passes it on from branch to branch",
                            server.declared.label()
                        ),
                        span: Some(server.branch_to_branch.span),
                    },
                })
            };
            servers.iter().filter_map(exchange).collect()
        })
        .collect()
}
