//! Route Servers, where they stand and who peers with them.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{
        BgpPeer, Connection, ConnectionKind, Gateway, GatewayKind, Id, RouteServer, Subnet,
        VirtualNetwork,
    },
};

use crate::topology;

/// The Route Servers that are certainly there and whose virtual network is known.
pub(crate) fn placed(
    network: &Network,
) -> impl Iterator<Item = (&RouteServer, Id<VirtualNetwork>)> {
    let servers = network.route_servers.iter();
    servers.filter_map(|server| {
        let &vnet = server.virtual_network.value()?;
        topology::certain(&server.declared).then_some((server, vnet))
    })
}

/// The BGP peers that a Route Server certainly has.
pub(crate) fn peers(server: &RouteServer) -> impl Iterator<Item = &BgpPeer> {
    server.peers.known.iter().filter(|peer| topology::certain(&peer.declared))
}

/// The certain connections of a kind that lead to a gateway of a virtual network.
pub(crate) fn connections_in(
    network: &Network,
    vnet: Id<VirtualNetwork>,
    kind: ConnectionKind,
) -> impl Iterator<Item = &Connection> {
    network.connections.iter().filter(move |connection| {
        let gateway = connection.gateway.value().map(|&id| &network.gateways[id]);
        connection.kind.is(&kind)
            && topology::certain(&connection.declared)
            && gateway.is_some_and(|gateway| gateway.virtual_network.is(&vnet))
    })
}

/// The gateway of a kind that certainly stands in a virtual network.
pub(crate) fn gateway_in(
    network: &Network,
    vnet: Id<VirtualNetwork>,
    kind: GatewayKind,
) -> Option<&Gateway> {
    topology::certain_gateways(network, kind).find(|gateway| gateway.virtual_network.is(&vnet))
}

/// Whether the known address space of a virtual network has an address.
pub(crate) fn has_address(network: &Network, vnet: Id<VirtualNetwork>, ip: IpAddr) -> bool {
    let space = network.virtual_networks[vnet].address_space.value();
    space.into_iter().flatten().any(|prefix| prefix.net.contains(&ip))
}

/// The subnet of a virtual network, or of one peered with it, that has an address.
pub(crate) fn subnet_with(
    network: &Network,
    vnet: Id<VirtualNetwork>,
    ip: IpAddr,
) -> Option<Id<Subnet>> {
    let mut near = network.peers_of(vnet);
    near.push(vnet);
    let has = |subnet: &Subnet| {
        let prefixes = subnet.prefixes.value();
        near.contains(&subnet.virtual_network)
            && prefixes.into_iter().flatten().any(|prefix| prefix.net.contains(&ip))
    };
    network.subnets.entries().find(|(_, subnet)| has(subnet)).map(|(id, _)| id)
}

/// The IPv4 prefixes of the subnet that a Route Server stands in.
pub(crate) fn own_prefixes(network: &Network, server: &RouteServer) -> Vec<IpNet> {
    let subnet = server.subnet.value().map(|&id| &network.subnets[id]);
    let prefixes = subnet.and_then(|subnet| subnet.prefixes.value());
    let nets = prefixes.into_iter().flatten().map(|prefix| prefix.net);
    nets.filter(|net| net.addr().is_ipv4()).collect()
}
