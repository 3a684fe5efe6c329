//! Routes of private endpoints: `InterfaceEndpoint`, in the network and its peers
//! (<https://learn.microsoft.com/azure/private-link/private-endpoint-overview>).

use std::collections::BTreeMap;

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
    effective::Builder, index::route,
};
use crate::{
    Network,
    network::{Id, PrivateEndpoint, RoutePrefix, RouteTable, VirtualNetwork},
};

/// Private endpoints by the network they stand in.
pub(super) fn by_network(
    network: &Network,
) -> BTreeMap<Id<VirtualNetwork>, Vec<Id<PrivateEndpoint>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, endpoint) in network.private_endpoints.entries() {
        if let Some(&Some(subnet)) = endpoint.subnet.value() {
            all.entry(network.subnets[subnet].virtual_network).or_default().push(id);
        }
    }
    all
}

impl Builder<'_> {
    /// The routes of private endpoints that a subnet shows.
    pub(super) fn private_endpoints(
        &self,
        vnet: Id<VirtualNetwork>,
        table: Option<Id<RouteTable>>,
    ) -> Vec<EffectiveRoute> {
        if self.endpoints.is_empty() {
            return Vec::new();
        }
        let peered = self.topology.peerings[vnet.index()].iter().filter_map(|peering| {
            let link = &self.topology.links[peering.index()];
            link.connected.as_ref().filter(|when| when.is_always()).map(|_| link.remote)
        });
        let homes = std::iter::once(vnet).chain(peered);
        let endpoints = homes.filter_map(|home| self.endpoints.get(&home)).flatten();
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
            if self.is_overruled(endpoint, table, net) {
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

    /// With network policies for route tables on its subnet, a user-defined route that
    /// covers a private endpoint takes the place of the endpoint's own
    /// (<https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy>).
    fn is_overruled(
        &self,
        endpoint: &PrivateEndpoint,
        table: Option<Id<RouteTable>>,
        net: IpNet,
    ) -> bool {
        let subnet = endpoint.subnet.value().copied().flatten();
        let counts = subnet
            .is_some_and(|subnet| self.network.subnets[subnet].routes_private_endpoints.is(&true));
        let routes = table.filter(|_| counts).map(|table| &self.network.route_tables[table].routes);
        let mut known = routes.into_iter().flat_map(|routes| &routes.known);
        known.any(|route| match route.prefix.value() {
            Some(RoutePrefix::Net(prefix)) => prefix.contains(&net),
            Some(RoutePrefix::ServiceTag(_)) | None => false,
        })
    }
}
