//! Routes of private endpoints: `InterfaceEndpoint`, in the network and its peers
//! (<https://learn.microsoft.com/azure/private-link/private-endpoint-overview>).

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
    condition::{Cause, Causes, Condition, Decisions, Reason},
    effective::Builder,
    index::route,
};
use crate::{
    Network,
    network::{Id, PrivateEndpoint, RoutePrefix, RouteTable, Subnet, VirtualNetwork},
};

/// The private endpoints whose subnets are known.
#[derive(Debug, Default)]
pub(super) struct PrivateEndpoints {
    by_network: BTreeMap<Id<VirtualNetwork>, Vec<Id<PrivateEndpoint>>>,
    standing: BTreeMap<Id<PrivateEndpoint>, Standing>,
}

/// Where a private endpoint stands, and what counts there.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) subnet: Id<Subnet>,
    pub(super) present: Condition,
    /// User-defined routes may take the place of its own.
    pub(super) routed: Option<Condition>,
    /// The network security group of the subnet decides about it.
    pub(super) filtered: Option<Condition>,
    /// How long the prefixes of such routes are at least, or why that cannot be told.
    shortest: Result<u8, Cause>,
}

impl PrivateEndpoints {
    pub(super) fn new(network: &Network, causes: &mut Causes) -> Self {
        let mut all = Self::default();
        for (id, endpoint) in network.private_endpoints.entries() {
            let Some(&Some(subnet)) = endpoint.subnet.value() else { continue };
            let declared = &network.subnets[subnet];
            let name = declared.declared.address.as_str();
            let mut flag = |fact| causes.flag(fact, "private endpoint network policies", name);
            let (routed, filtered) = (
                flag(&declared.routes_private_endpoints),
                flag(&declared.filters_private_endpoints),
            );
            let standing = Standing {
                subnet,
                present: causes.presence(&endpoint.declared),
                routed,
                filtered,
                shortest: shortest(network, endpoint, declared.virtual_network, causes),
            };
            all.by_network.entry(declared.virtual_network).or_default().push(id);
            all.standing.insert(id, standing);
        }
        all
    }

    pub(super) fn of(&self, id: Id<PrivateEndpoint>) -> Option<&Standing> {
        self.standing.get(&id)
    }
}

impl Standing {
    /// Whether a user-defined route for a prefix takes the place of an endpoint's own route.
    ///
    /// One for the very address always does. With network policies for route tables on the
    /// subnet one that covers it does, if it is no wider than the address space: 0.0.0.0/0 does
    /// not (<https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy>,
    /// 4 December 2024).
    pub(super) fn is_overruled(
        &self,
        net: IpNet,
        by: IpNet,
        decisions: &Decisions,
    ) -> Result<bool, Cause> {
        if by == net || !by.contains(&net) {
            return Ok(by == net);
        }
        if !self.routed.as_ref().map_or(Ok(false), |routed| routed.holds(decisions))? {
            return Ok(false);
        }
        match self.shortest {
            Ok(shortest) => Ok(by.prefix_len() >= shortest),
            Err(cause) => decisions.decide(cause),
        }
    }
}

fn shortest(
    network: &Network,
    endpoint: &PrivateEndpoint,
    vnet: Id<VirtualNetwork>,
    causes: &mut Causes,
) -> Result<u8, Cause> {
    let declared = &network.virtual_networks[vnet];
    if let Some(why) = declared.address_space.why() {
        let number = causes.number("address space of endpoints", why, || Reason {
            message: format!(
                "whether routes are as specific as the address space of {} ({why})",
                declared.declared.label()
            ),
            span: Some(declared.address_space.span),
        });
        return Err(Cause::Resource(number));
    }
    let space = declared.address_space.value().into_iter().flatten().map(|prefix| prefix.net);
    let holds = |net: &IpNet| addresses(endpoint).any(|ip| net.contains(&ip));
    Ok(space.filter(holds).map(|net| net.prefix_len()).max().unwrap_or(0))
}

/// The addresses of a private endpoint that are in the code.
pub(super) fn addresses(endpoint: &PrivateEndpoint) -> impl Iterator<Item = IpAddr> + '_ {
    endpoint.ips.known.iter().filter_map(|ip| ip.value().copied().flatten())
}

/// The addresses of all private endpoints.
pub(super) fn all_addresses(network: &Network) -> BTreeSet<IpNet> {
    network.private_endpoints.iter().flat_map(addresses).map(IpNet::from).collect()
}

impl Builder<'_> {
    /// The routes of private endpoints that a subnet shows.
    pub(super) fn private_endpoints(
        &self,
        vnet: Id<VirtualNetwork>,
        table: Option<Id<RouteTable>>,
    ) -> Vec<EffectiveRoute> {
        let by_network = &self.topology.endpoints.by_network;
        if by_network.is_empty() {
            return Vec::new();
        }
        let peered = self.topology.peerings[vnet.index()].iter().filter_map(|peering| {
            let link = &self.topology.links[peering.index()];
            link.connected.as_ref().filter(|when| when.is_always()).map(|_| link.remote)
        });
        let homes = std::iter::once(vnet).chain(peered);
        let endpoints = homes.filter_map(|home| by_network.get(&home)).flatten();
        endpoints.flat_map(|endpoint| self.routes_to(*endpoint, table)).collect()
    }

    fn routes_to(
        &self,
        id: Id<PrivateEndpoint>,
        table: Option<Id<RouteTable>>,
    ) -> Vec<EffectiveRoute> {
        let endpoint = &self.network.private_endpoints[id];
        let ips = endpoint.ips.known.iter();
        let nets = ips.filter_map(|ip| Some((IpNet::from(ip.value().copied()??), ip.span)));
        nets.map(|(net, span)| {
            let destination = RouteDestination::Net(net);
            let origin = RouteOrigin::PrivateEndpoint(id);
            let hop = NextHop::InterfaceEndpoint;
            let mut route = route(destination, hop, RouteSource::Default, origin);
            if self.is_overruled(id, table, net) {
                route.state = RouteState::Invalid;
            }
            route.because.push(Step {
                code: Code::PrivateEndpoint.as_str(),
                message: format!("{net} is private endpoint {}", endpoint.declared.label()),
                span: Some(span),
            });
            route
        })
        .collect()
    }

    /// Whether a route of a table is sure to take the place of a private endpoint's own.
    fn is_overruled(
        &self,
        id: Id<PrivateEndpoint>,
        table: Option<Id<RouteTable>>,
        net: IpNet,
    ) -> bool {
        let Some(standing) = self.topology.endpoints.of(id) else { return false };
        let routes = table.map(|table| &self.network.route_tables[table].routes);
        let mut known = routes.into_iter().flat_map(|routes| &routes.known);
        let undecided = Decisions::about(false);
        known.any(|route| match route.prefix.value() {
            Some(RoutePrefix::Net(by)) => standing.is_overruled(net, *by, &undecided) == Ok(true),
            Some(RoutePrefix::ServiceTag(_)) | None => false,
        })
    }
}
