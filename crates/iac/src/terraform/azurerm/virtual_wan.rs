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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn azurerm_sends_that_branches_reach_branches_where_it_is_left_out() {
        check(
            "azurerm_virtual_wan",
            r#"{"name": "wan", "type": "Standard"}"#,
            r#"{"type": "Microsoft.Network/virtualWans", "name": "wan",
                "properties": {"type": "Standard", "allowBranchToBranchTraffic": true}}"#,
        );
        check(
            "azurerm_virtual_wan",
            r#"{"name": "wan", "allow_branch_to_branch_traffic": false, "disable_vpn_encryption": true}"#,
            r#"{"type": "Microsoft.Network/virtualWans", "name": "wan",
                "properties": {"allowBranchToBranchTraffic": false, "disableVpnEncryption": true}}"#,
        );
    }

    #[test]
    fn a_vpn_gateway_of_a_hub_its_site_and_their_connection() {
        check(
            "azurerm_vpn_gateway",
            r#"{"name": "g", "virtual_hub_id": "/hub", "scale_unit": 2,
                "bgp_settings": [{"asn": 65515, "peer_weight": 0}]}"#,
            r#"{"type": "Microsoft.Network/vpnGateways", "name": "g", "properties": {"virtualHub": {"id": "/hub"},
                "vpnGatewayScaleUnit": 2, "bgpSettings": {"asn": 65515, "peerWeight": 0}}}"#,
        );
        check(
            "azurerm_vpn_site",
            r#"{"name": "s", "virtual_wan_id": "/wan", "address_cidrs": ["192.168.0.0/16"], "link": [
                {"name": "l", "ip_address": "203.0.113.1",
                    "bgp": [{"asn": 65020, "peering_address": "192.168.0.1"}]},
                {"name": "m", "fqdn": "vpn.example.org", "bgp": []}]}"#,
            r#"{"type": "Microsoft.Network/vpnSites", "name": "s", "properties": {"virtualWan": {"id": "/wan"},
                "addressSpace": {"addressPrefixes": ["192.168.0.0/16"]}, "vpnSiteLinks": [
                {"name": "l", "properties": {"ipAddress": "203.0.113.1",
                    "bgpProperties": {"asn": 65020, "bgpPeeringAddress": "192.168.0.1"}}},
                {"name": "m", "properties": {"fqdn": "vpn.example.org"}}]}}"#,
        );
        check(
            "azurerm_vpn_gateway_connection",
            r#"{"name": "c", "vpn_gateway_id": "/g", "remote_vpn_site_id": "/s", "internet_security_enabled": false,
                "vpn_link": [{"name": "l", "vpn_site_link_id": "/l", "bgp_enabled": true, "route_weight": 1}],
                "routing": [{"associated_route_table": "/rt",
                    "propagated_route_table": [{"route_table_ids": ["/rt"]}]}]}"#,
            r#"{"type": "Microsoft.Network/vpnGateways/vpnConnections", "name": "c", "parent": "/g",
                "properties": {"remoteVpnSite": {"id": "/s"}, "enableInternetSecurity": false,
                "vpnLinkConnections": [{"name": "l", "properties": {"vpnSiteLink": {"id": "/l"},
                    "enableBgp": true, "routingWeight": 1}}],
                "routingConfiguration": {"associatedRouteTable": {"id": "/rt"},
                    "propagatedRouteTables": {"ids": [{"id": "/rt"}]}}}}"#,
        );
    }

    #[test]
    fn a_gateway_for_clients_of_a_hub() {
        check(
            "azurerm_point_to_site_vpn_gateway",
            r#"{"name": "p", "virtual_hub_id": "/hub", "vpn_server_configuration_id": "/v", "scale_unit": 1,
                "dns_servers": ["10.0.0.4"],
                "connection_configuration": [{"name": "c", "internet_security_enabled": true,
                    "vpn_client_address_pool": [{"address_prefixes": ["172.16.0.0/24"]}],
                    "route": [{"associated_route_table_id": "/rt",
                        "propagated_route_table": [{"ids": ["/rt"], "labels": ["default"]}]}]}]}"#,
            r#"{"type": "Microsoft.Network/p2svpnGateways", "name": "p", "properties": {
                "virtualHub": {"id": "/hub"}, "vpnServerConfiguration": {"id": "/v"},
                "vpnGatewayScaleUnit": 1, "customDnsServers": ["10.0.0.4"],
                "p2SConnectionConfigurations": [{"name": "c", "properties": {
                    "enableInternetSecurity": true,
                    "vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]},
                    "routingConfiguration": {"associatedRouteTable": {"id": "/rt"},
                        "propagatedRouteTables": {"ids": [{"id": "/rt"}], "labels": ["default"]}}}}]}}"#,
        );
        check(
            "azurerm_vpn_server_configuration",
            r#"{"name": "v", "vpn_authentication_types": ["AAD"], "vpn_protocols": ["OpenVPN"]}"#,
            r#"{"type": "Microsoft.Network/vpnServerConfigurations", "name": "v", "properties": {
                "vpnAuthenticationTypes": ["AAD"], "vpnProtocols": ["OpenVPN"]}}"#,
        );
    }

    #[test]
    fn an_expressroute_gateway_of_a_hub() {
        check(
            "azurerm_express_route_gateway",
            r#"{"name": "e", "virtual_hub_id": "/hub", "scale_units": 1, "allow_non_virtual_wan_traffic": true}"#,
            r#"{"type": "Microsoft.Network/expressRouteGateways", "name": "e", "properties": {
                "virtualHub": {"id": "/hub"}, "autoScaleConfiguration": {"bounds": {"min": 1}},
                "allowNonVirtualWanTraffic": true}}"#,
        );
        check(
            "azurerm_express_route_connection",
            r#"{"name": "c", "express_route_gateway_id": "/e", "express_route_circuit_peering_id": "/p",
                "enable_internet_security": true, "express_route_gateway_bypass_enabled": false,
                "routing_weight": 0, "authorization_key": "k"}"#,
            r#"{"type": "Microsoft.Network/expressRouteGateways/expressRouteConnections", "name": "c", "parent": "/e",
                "properties": {"expressRouteCircuitPeering": {"id": "/p"}, "enableInternetSecurity": true,
                    "expressRouteGatewayBypass": false, "routingWeight": 0}}"#,
        );
    }
}
