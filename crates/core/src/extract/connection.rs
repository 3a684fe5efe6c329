//! Connections of gateways, and local network gateways.

use nexthop_iac::Why;

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion::{choice, ip, prefixes, truth, whole},
    directory::{Directory, EntryId},
    nat_rule,
    route_table::next_hop_target,
};
use crate::{
    Fact,
    network::{
        Connection, ConnectionKind, HubGateway, Id, LocalNetworkGateway, NextHopTarget,
        PublicAddress,
    },
};

/// Flags are off unless they are set
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/connections>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Connection {
    let attributes = directory.attributes(id);
    let kinds = choice(&[
        ("IPsec", ConnectionKind::Ipsec),
        ("Vnet2Vnet", ConnectionKind::VnetToVnet),
        ("ExpressRoute", ConnectionKind::ExpressRoute),
    ]);
    Connection {
        nat_rules: nat_rule::of_connection(directory, &attributes, Class::NatRule),
        declared: directory.entry(id).declared.clone(),
        kind: attributes.required("properties.connectionType", kinds),
        gateway: directory.required_link(&attributes, "properties.virtualNetworkGateway1.id"),
        peer_gateway: directory.link(&attributes, "properties.virtualNetworkGateway2.id"),
        local_network_gateway: directory.link(&attributes, "properties.localNetworkGateway2.id"),
        circuit: directory.link(&attributes, "properties.peer.id"),
        bgp: attributes.or("properties.enableBgp", false, truth),
        gateway_bypass: attributes.or("properties.expressRouteGatewayBypass", false, truth),
        routing_weight: attributes.read("properties.routingWeight", whole).unwrap_or_else(|| {
            let why = Why::SetByAzure("the weight of a connection that has none".to_owned());
            Fact::unknown(why, attributes.header())
        }),
    }
}

/// The other end of a tunnel.
pub(super) fn local_network_gateway(
    directory: &mut Directory<'_>,
    id: EntryId,
) -> LocalNetworkGateway {
    let attributes = directory.attributes(id);
    LocalNetworkGateway {
        declared: directory.entry(id).declared.clone(),
        address_space: attributes.or(
            "properties.localNetworkAddressSpace.addressPrefixes",
            Vec::new(),
            prefixes,
        ),
        gateway_ip: attributes.optional("properties.gatewayIpAddress", ip),
        public_address: public_address(directory, &attributes),
        appliance: appliance(directory, &attributes),
        hub_gateway: hub_gateway(directory, &attributes),
        asn: attributes.optional("properties.bgpSettings.asn", whole),
        bgp_peering_address: attributes.optional("properties.bgpSettings.bgpPeeringAddress", ip),
    }
}

/// The appliance in Azure that ends the tunnel, by its private address: a gateway may reach
/// the other end over ExpressRoute or inside of Azure
/// (<https://learn.microsoft.com/azure/vpn-gateway/site-to-site-vpn-private-peering>).
fn appliance(directory: &Directory<'_>, attributes: &Attributes<'_>) -> Option<NextHopTarget> {
    let Found::Value(value, _) = attributes.find("properties.gatewayIpAddress") else {
        return None;
    };
    next_hop_target(directory, value).ok()
}

/// The public address of another gateway in this code.
fn public_address(
    directory: &Directory<'_>,
    attributes: &Attributes<'_>,
) -> Option<Id<PublicAddress>> {
    match attributes.find("properties.gatewayIpAddress") {
        Found::Value(value, _) => {
            let address = directory.by_reference(Class::PublicAddress, value)?;
            directory.row(address)
        }
        Found::Missing | Found::Unknown(..) => None,
    }
}

/// The gateway of a virtual hub whose address it is.
fn hub_gateway(directory: &Directory<'_>, attributes: &Attributes<'_>) -> Option<Id<HubGateway>> {
    match attributes.find("properties.gatewayIpAddress") {
        Found::Value(value, _) => {
            let gateway = directory.by_reference(Class::HubVpnGateway, value)?;
            directory.row(gateway)
        }
        Found::Missing | Found::Unknown(..) => None,
    }
}
