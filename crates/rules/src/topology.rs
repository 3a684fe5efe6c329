//! Who shares gateways with whom: what several rules ask of a network.

use nexthop_core::{
    Network, Presence,
    network::{Declared, Gateway, GatewayKind, Id, RouteServer, VirtualNetwork},
};

/// A VPN and an ExpressRoute gateway in one virtual network.
#[derive(Clone, Copy)]
pub(crate) struct Coexistence<'a> {
    pub vnet: Id<VirtualNetwork>,
    pub vpn: &'a Gateway,
    pub express_route: &'a Gateway,
}

/// Every VPN gateway that has an ExpressRoute gateway beside it. Gateways that
/// are only perhaps there are left out.
pub(crate) fn coexisting(network: &Network) -> impl Iterator<Item = Coexistence<'_>> {
    certain_gateways(network, GatewayKind::Vpn).filter_map(|vpn| {
        let &vnet = vpn.virtual_network.value()?;
        let express_route = certain_gateways(network, GatewayKind::ExpressRoute)
            .find(|gateway| gateway.virtual_network.is(&vnet))?;
        Some(Coexistence { vnet, vpn, express_route })
    })
}

/// The gateways of a kind that are certainly there.
pub(crate) fn certain_gateways(
    network: &Network,
    kind: GatewayKind,
) -> impl Iterator<Item = &Gateway> {
    network
        .gateways
        .iter()
        .filter(move |gateway| gateway.kind.is(&kind) && certain(&gateway.declared))
}

/// Whether a resource is certainly there.
pub(crate) fn certain(declared: &Declared) -> bool {
    declared.presence == Presence::Certain
}

/// The virtual networks whose gateways serve `vnet`: itself, and those whose
/// gateways its peerings use.
pub(crate) fn gateway_networks(
    network: &Network,
    vnet: Id<VirtualNetwork>,
) -> impl Iterator<Item = Id<VirtualNetwork>> {
    let remote = network.peerings_of(vnet).filter_map(|id| {
        let peering = &network.peerings[id];
        (peering.use_remote_gateways.is(&true) && certain(&peering.declared))
            .then_some(peering.remote)
    });
    std::iter::once(vnet).chain(remote)
}

/// The Route Server that is certainly in the virtual network of a gateway.
pub(crate) fn route_server_beside<'a>(
    network: &'a Network,
    gateway: &Gateway,
) -> Option<&'a RouteServer> {
    let vnet = gateway.virtual_network.value()?;
    network
        .route_servers
        .iter()
        .find(|server| server.virtual_network.is(vnet) && certain(&server.declared))
}
