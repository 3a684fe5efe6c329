//! Virtual WANs and the gateways, sites and clients of their hubs.

use super::{
    row::{Default, Resource, Row, default, each, first, flag, number, resource, text, texts},
    virtual_hub::ROUTING,
};

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_virtual_wan", "Microsoft.Network/virtualWans", VIRTUAL_WAN),
    resource("azurerm_vpn_gateway", "Microsoft.Network/vpnGateways", VPN_GATEWAY),
    resource(
        "azurerm_vpn_gateway_connection",
        "Microsoft.Network/vpnGateways/vpnConnections",
        VPN_CONNECTION,
    ),
    resource("azurerm_vpn_site", "Microsoft.Network/vpnSites", VPN_SITE),
    resource(
        "azurerm_point_to_site_vpn_gateway",
        "Microsoft.Network/p2svpnGateways",
        CLIENT_GATEWAY,
    ),
    resource(
        "azurerm_vpn_server_configuration",
        "Microsoft.Network/vpnServerConfigurations",
        &[
            texts("vpn_protocols", "properties.vpnProtocols"),
            texts("vpn_authentication_types", "properties.vpnAuthenticationTypes"),
        ],
    ),
    resource("azurerm_express_route_gateway", "Microsoft.Network/expressRouteGateways", GATEWAY),
    resource(
        "azurerm_express_route_connection",
        "Microsoft.Network/expressRouteGateways/expressRouteConnections",
        CONNECTION,
    ),
];

/// `allow_branch_to_branch_traffic` is true where it is left out (schema of
/// azurerm 3.117, 4.81 and 5.2); ARM documents no default.
static VIRTUAL_WAN: &[Row] = &[
    text("type", "properties.type"),
    flag("allow_branch_to_branch_traffic", "properties.allowBranchToBranchTraffic"),
    default("properties.allowBranchToBranchTraffic", Default::Flag(true)),
    flag("disable_vpn_encryption", "properties.disableVpnEncryption"),
];

static VPN_GATEWAY: &[Row] = &[
    text("virtual_hub_id", "properties.virtualHub.id"),
    number("scale_unit", "properties.vpnGatewayScaleUnit"),
    first(
        "bgp_settings",
        "properties.bgpSettings",
        &[number("asn", "asn"), number("peer_weight", "peerWeight")],
    ),
];

static VPN_CONNECTION: &[Row] = &[
    text("vpn_gateway_id", "parent"),
    text("remote_vpn_site_id", "properties.remoteVpnSite.id"),
    flag("internet_security_enabled", "properties.enableInternetSecurity"),
    first("routing", "properties.routingConfiguration", ROUTING),
    each(
        "vpn_link",
        "properties.vpnLinkConnections",
        &[
            text("name", "name"),
            text("vpn_site_link_id", "properties.vpnSiteLink.id"),
            flag("bgp_enabled", "properties.enableBgp"),
            number("route_weight", "properties.routingWeight"),
        ],
    ),
];

static VPN_SITE: &[Row] = &[
    text("virtual_wan_id", "properties.virtualWan.id"),
    texts("address_cidrs", "properties.addressSpace.addressPrefixes"),
    each(
        "link",
        "properties.vpnSiteLinks",
        &[
            text("name", "name"),
            text("ip_address", "properties.ipAddress"),
            text("fqdn", "properties.fqdn"),
            number("bgp.asn", "properties.bgpProperties.asn"),
            text("bgp.peering_address", "properties.bgpProperties.bgpPeeringAddress"),
        ],
    ),
];

static CLIENT_GATEWAY: &[Row] = &[
    text("virtual_hub_id", "properties.virtualHub.id"),
    text("vpn_server_configuration_id", "properties.vpnServerConfiguration.id"),
    number("scale_unit", "properties.vpnGatewayScaleUnit"),
    texts("dns_servers", "properties.customDnsServers"),
    each(
        "connection_configuration",
        "properties.p2SConnectionConfigurations",
        &[
            text("name", "name"),
            texts(
                "vpn_client_address_pool.address_prefixes",
                "properties.vpnClientAddressPool.addressPrefixes",
            ),
            flag("internet_security_enabled", "properties.enableInternetSecurity"),
            first("route", "properties.routingConfiguration", ROUTING),
        ],
    ),
];

static GATEWAY: &[Row] = &[
    text("virtual_hub_id", "properties.virtualHub.id"),
    number("scale_units", "properties.autoScaleConfiguration.bounds.min"),
    flag("allow_non_virtual_wan_traffic", "properties.allowNonVirtualWanTraffic"),
];

static CONNECTION: &[Row] = &[
    text("express_route_gateway_id", "parent"),
    text("express_route_circuit_peering_id", "properties.expressRouteCircuitPeering.id"),
    flag("internet_security_enabled", "properties.enableInternetSecurity"),
    flag("enable_internet_security", "properties.enableInternetSecurity"),
    flag("express_route_gateway_bypass_enabled", "properties.expressRouteGatewayBypass"),
    flag("private_link_fast_path_enabled", "properties.enablePrivateLinkFastPath"),
    number("routing_weight", "properties.routingWeight"),
    first("routing", "properties.routingConfiguration", ROUTING),
];
