//! Virtual network gateways.

use std::net::IpAddr;

use nexthop_iac::{Kind, Value, Why};

use super::{
    attributes::Attributes,
    class::Class,
    conversion::{choice, hosts, ip, prefixes, text, truth, whole},
    directory::{Directory, EntryId},
    nat_rule,
    subnet::{Placement, placement},
};
use crate::{
    Fact,
    network::{
        ClientConfiguration, ClientProtocol, Gateway, GatewayIpConfiguration, GatewayKind, Id,
        Prefix, Several, VirtualNetwork, VpnType,
    },
};

/// The autonomous system of a gateway whose BGP settings name none
/// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp>).
const DEFAULT_ASN: u32 = 65515;

/// Flags are off unless they are set
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworkgateways>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Gateway {
    let attributes = directory.attributes(id);
    let kinds = choice(&[("Vpn", GatewayKind::Vpn), ("ExpressRoute", GatewayKind::ExpressRoute)]);
    let types =
        choice(&[("RouteBased", VpnType::RouteBased), ("PolicyBased", VpnType::PolicyBased)]);
    let flag = |path: &str| attributes.or(path, false, truth);
    let (ip_configurations, virtual_network) = ip_configurations(directory, &attributes);
    Gateway {
        kind: attributes.required("properties.gatewayType", kinds),
        virtual_network,
        ip_configurations,
        vpn_type: attributes.or("properties.vpnType", VpnType::RouteBased, types),
        sku: attributes.required("properties.sku.name", text),
        generation: attributes.optional("properties.vpnGatewayGeneration", text),
        scale_units: (
            attributes.optional("properties.autoScaleConfiguration.bounds.min", whole),
            attributes.optional("properties.autoScaleConfiguration.bounds.max", whole),
        ),
        active_active: flag("properties.activeActive"),
        bgp: flag("properties.enableBgp"),
        asn: asn(&attributes),
        custom_bgp_addresses: attributes
            .several("properties.bgpSettings.bgpPeeringAddresses", |instance| {
                instance.or("customBgpIpAddresses", Vec::new(), hosts)
            }),
        clients: clients(&attributes),
        custom_routes: attributes.or(
            "properties.customRoutes.addressPrefixes",
            Vec::new(),
            prefixes,
        ),
        allow_remote_vnet_traffic: flag("properties.allowRemoteVnetTraffic"),
        allow_virtual_wan_traffic: flag("properties.allowVirtualWanTraffic"),
        default_site: directory.link(&attributes, "properties.gatewayDefaultSite.id"),
        nat_rules: nat_rule::of_gateway(directory, Class::NatRule, id),
        translates_routes: flag("properties.enableBgpRouteTranslationForNat"),
        declared: directory.entry(id).declared.clone(),
    }
}

/// 0 is what is sent for an autonomous system that is left out.
fn asn(attributes: &Attributes<'_>) -> Fact<u32> {
    let asn = attributes.or("properties.bgpSettings.asn", DEFAULT_ASN, whole);
    if asn.is(&0) { Fact::default(DEFAULT_ASN, asn.span) } else { asn }
}

fn ip_configurations(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> (Several<GatewayIpConfiguration>, Fact<Id<VirtualNetwork>>) {
    let blocks = attributes.blocks("properties.ipConfigurations");
    let mut known = Vec::new();
    let mut network = None;
    for block in &blocks.items {
        let Placement { subnet, virtual_network } = placed(directory, block);
        network.get_or_insert(virtual_network);
        let public_address = directory.link(block, "properties.publicIPAddress.id");
        let span = block.header();
        known.push(GatewayIpConfiguration { subnet, public_address, span });
    }
    let unknown = || {
        let left_out = || Why::Failed("the IP configuration is left out".to_owned());
        Fact::unknown(blocks.more.clone().unwrap_or_else(left_out), blocks.span)
    };
    let network = network.unwrap_or_else(unknown);
    (Several { known, more: blocks.more, span: blocks.span }, network)
}

/// Where a block stands that names a subnet.
pub(super) fn placed(directory: &mut Directory<'_>, block: &Attributes<'_>) -> Placement {
    const PATH: &str = "properties.subnet.id";
    let entry = directory.entry_link(Class::Subnet, block, PATH).value().copied().flatten();
    let subnet = directory.required_link(block, PATH);
    placement(directory, subnet, entry)
}

fn clients(attributes: &Attributes<'_>) -> Option<ClientConfiguration> {
    const PATH: &str = "properties.vpnClientConfiguration";
    let configuration = attributes.read(PATH, |value| match &value.kind {
        Kind::Object(_, fields) => Ok(!fields.values().all(is_blank)),
        _ => Err(value.why().unwrap_or_else(|| Why::Failed("not a block".to_owned()))),
    })?;
    if configuration.is(&false) {
        return None;
    }
    let protocols = choice(&[
        ("IkeV2", ClientProtocol::IkeV2),
        ("SSTP", ClientProtocol::Sstp),
        ("OpenVPN", ClientProtocol::OpenVpn),
    ]);
    let protocols = |value: &Value| match value.as_list() {
        Some(items) => items.iter().map(&protocols).collect(),
        None => protocols(value).map(|one| vec![one]),
    };
    let pool = pool(attributes, PATH);
    // An export has the block of a gateway that takes no clients, too.
    if pool.value().is_some_and(Vec::is_empty) {
        return None;
    }
    Some(ClientConfiguration {
        pool,
        protocols: attributes
            .read(&format!("{PATH}.vpnClientProtocols"), protocols)
            .unwrap_or_else(|| {
                let why = Why::SetByAzure("vpnClientProtocols".to_owned());
                Fact::unknown(why, configuration.span)
            }),
        radius_servers: radius_servers(attributes, PATH),
        span: configuration.span,
    })
}

/// The addresses that clients get: the gateway's own, and those of groups of users
/// (<https://learn.microsoft.com/azure/vpn-gateway/point-to-site-user-groups-create>).
fn pool(attributes: &Attributes<'_>, clients: &str) -> Fact<Vec<Prefix>> {
    const PREFIXES: &str = "vpnClientAddressPool.addressPrefixes";
    let mut pool = attributes.or(&format!("{clients}.{PREFIXES}"), Vec::new(), prefixes);
    let groups = attributes
        .several(&format!("{clients}.vngClientConnectionConfigurations"), |group| {
            group.or(&format!("properties.{PREFIXES}"), Vec::new(), prefixes)
        });
    for group in &groups.known {
        pool = match (pool.value(), group.value(), group.why()) {
            (Some(own), Some(of_group), _) if !of_group.is_empty() => {
                let all: Vec<Prefix> = own.iter().chain(of_group).copied().collect();
                Fact::set(all, pool.span)
            }
            (Some(_), None, Some(why)) => Fact::unknown(why.clone(), group.span),
            _ => pool,
        };
    }
    pool
}

/// Nothing, or the empty text that templates write in its place.
fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// The one server of old and the list of servers.
fn radius_servers(attributes: &Attributes<'_>, clients: &str) -> Several<Fact<IpAddr>> {
    let mut servers = attributes.several(&format!("{clients}.radiusServers"), |server| {
        server.required("radiusServerAddress", ip)
    });
    servers.known.extend(attributes.read(&format!("{clients}.radiusServerAddress"), ip));
    servers
}
