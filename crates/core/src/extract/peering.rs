//! Peerings.

use super::{
    attributes::Found,
    class::Class,
    conversion::{texts, truth},
    directory::{Directory, EntryId},
    subnet::virtual_network,
};
use crate::network::{Id, Peering, VirtualNetwork};

/// Defaults are those of the ARM schema (Microsoft.Network/virtualNetworks/virtualNetworkPeerings,
/// <https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworks/virtualnetworkpeerings>);
/// for `allowVirtualNetworkAccess` it documents none, so it is unknown when left out.
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Peering {
    let attributes = directory.attributes(id);
    let flag = |path: &str, default: bool| attributes.or(path, default, truth);
    Peering {
        local: virtual_network(directory, id),
        remote: remote(directory, id),
        allow_access: attributes.required("properties.allowVirtualNetworkAccess", truth),
        allow_forwarded_traffic: flag("properties.allowForwardedTraffic", false),
        allow_gateway_transit: flag("properties.allowGatewayTransit", false),
        use_remote_gateways: flag("properties.useRemoteGateways", false),
        complete: flag("properties.peerCompleteVnets", true),
        local_subnets: attributes.or("properties.localSubnetNames", Vec::new(), texts),
        remote_subnets: attributes.or("properties.remoteSubnetNames", Vec::new(), texts),
        only_ipv6: flag("properties.enableOnlyIPv6Peering", false),
        declared: directory.entry(id).declared.clone(),
    }
}

/// The network at the other end of a peering or of a hub's connection.
pub(super) fn remote(directory: &mut Directory<'_>, id: EntryId) -> Id<VirtualNetwork> {
    let attributes = directory.attributes(id);
    let class = Class::VirtualNetwork;
    let path = "properties.remoteVirtualNetwork.id";
    let remote = match attributes.find(path) {
        Found::Value(value, _) => directory.resolve_or_enter(class, value),
        Found::Unknown(why, span) => directory.nameless(class, why, span),
        Found::Missing => directory.nameless(class, attributes.left_out(path), attributes.header()),
    };
    directory.row(remote).expect("every virtual network has a row")
}
