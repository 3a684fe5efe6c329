//! Tunnels between gateways and what is on the other side: shared by the rules on
//! BGP and on overlapping addresses.

use std::collections::BTreeSet;

use nexthop_core::{
    Network,
    network::{
        Connection, ConnectionKind, Declared, Gateway, Id, LocalNetworkGateway, Prefix,
        VirtualNetwork,
    },
};

use crate::topology;

/// An IPsec tunnel of which everything is certainly there.
#[derive(Clone, Copy)]
pub(crate) struct Tunnel<'a> {
    pub connection: &'a Connection,
    pub gateway: &'a Gateway,
    /// The other end.
    pub far: &'a LocalNetworkGateway,
    pub far_id: Id<LocalNetworkGateway>,
}

/// Every tunnel.
pub(crate) fn all(network: &Network) -> impl Iterator<Item = Tunnel<'_>> {
    network.connections.iter().filter_map(|connection| {
        let gateway = &network.gateways[*connection.gateway.value()?];
        let far_id = (*connection.local_network_gateway.value()?)?;
        let far = &network.local_network_gateways[far_id];
        let certain = [&connection.declared, &gateway.declared, &far.declared];
        let is_tunnel = connection.kind.is(&ConnectionKind::Ipsec)
            && certain.iter().all(|declared| topology::certain(declared));
        is_tunnel.then_some(Tunnel { connection, gateway, far, far_id })
    })
}

/// The tunnels, one for each local network gateway: the first.
pub(crate) fn by_far_end(network: &Network) -> impl Iterator<Item = Tunnel<'_>> {
    let mut seen = BTreeSet::new();
    all(network).filter(move |tunnel| seen.insert(tunnel.far_id))
}

/// A prefix of a virtual network.
pub(crate) struct Own<'a> {
    pub vnet: &'a Declared,
    pub prefix: Prefix,
}

/// The prefixes of virtual networks.
pub(crate) fn spaces(
    network: &Network,
    vnets: impl IntoIterator<Item = Id<VirtualNetwork>>,
) -> impl Iterator<Item = Own<'_>> {
    vnets.into_iter().flat_map(|id| {
        let vnet = &network.virtual_networks[id];
        let space = vnet.address_space.value().into_iter().flatten();
        space.map(|&prefix| Own { vnet: &vnet.declared, prefix })
    })
}

/// The virtual networks that the gateways of a virtual network serve: itself, and those
/// that use them by peering.
pub(crate) fn served(network: &Network, vnet: Id<VirtualNetwork>) -> Vec<Id<VirtualNetwork>> {
    let mut served = vec![vnet];
    served.extend(network.transit_users(vnet).known);
    served
}
