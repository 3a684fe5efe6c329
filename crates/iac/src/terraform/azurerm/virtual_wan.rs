//! Virtual WANs and the gateways, sites and clients of their hubs.

use super::{
    gateway::MAPPING,
    row::{
        Default, Plain, Resource, Row, constant, default, each, first, flag, links, number, plain,
        resource, text, texts,
    },
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
    resource(
        "azurerm_vpn_gateway_nat_rule",
        "Microsoft.Network/vpnGateways/natRules",
        VPN_GATEWAY_NAT_RULE,
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
        SERVER_CONFIGURATION,
    ),
    resource(
        "azurerm_vpn_server_configuration_policy_group",
        "Microsoft.Network/vpnServerConfigurations/configurationPolicyGroups",
        POLICY_GROUP,
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
    text("office365_local_breakout_category", "properties.office365LocalBreakoutCategory"),
];

static VPN_GATEWAY: &[Row] = &[
    text("virtual_hub_id", "properties.virtualHub.id"),
    number("scale_unit", "properties.vpnGatewayScaleUnit"),
    plain("routing_preference", "properties.isRoutingPreferenceInternet", OVER_THE_INTERNET),
    flag("bgp_route_translation_for_nat_enabled", "properties.enableBgpRouteTranslationForNat"),
    first(
        "bgp_settings",
        "properties.bgpSettings",
        &[
            number("asn", "asn"),
            number("peer_weight", "peerWeight"),
            each("instance_0_bgp_peering_address", "bgpPeeringAddresses", FIRST_INSTANCE),
            each("instance_1_bgp_peering_address", "bgpPeeringAddresses", SECOND_INSTANCE),
        ],
    ),
];

const OVER_THE_INTERNET: Plain = Plain::IsWord("Internet");

static FIRST_INSTANCE: &[Row] =
    &[constant("ipconfigurationId", "Instance0"), texts("custom_ips", "customBgpIpAddresses")];

static SECOND_INSTANCE: &[Row] =
    &[constant("ipconfigurationId", "Instance1"), texts("custom_ips", "customBgpIpAddresses")];

/// The last two up to version 3.
static VPN_GATEWAY_NAT_RULE: &[Row] = &[
    text("vpn_gateway_id", "parent"),
    text("mode", "properties.mode"),
    default("properties.mode", Default::Text("EgressSnat")),
    text("type", "properties.type"),
    default("properties.type", Default::Text("Static")),
    text("ip_configuration_id", "properties.ipConfigurationId"),
    each("external_mapping", "properties.externalMappings", MAPPING),
    each("internal_mapping", "properties.internalMappings", MAPPING),
    plain("external_address_space_mappings", "properties.externalMappings", ADDRESS_SPACES),
    plain("internal_address_space_mappings", "properties.internalMappings", ADDRESS_SPACES),
];

const ADDRESS_SPACES: Plain = Plain::Keyed("addressSpace");

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
            number("bandwidth_mbps", "properties.connectionBandwidth"),
            text("connection_mode", "properties.vpnLinkConnectionMode"),
            text("protocol", "properties.vpnConnectionProtocolType"),
            number("dpd_timeout_seconds", "properties.dpdTimeoutSeconds"),
            flag("ratelimit_enabled", "properties.enableRateLimiting"),
            flag("local_azure_ip_address_enabled", "properties.useLocalAzureIpAddress"),
            flag(
                "policy_based_traffic_selector_enabled",
                "properties.usePolicyBasedTrafficSelectors",
            ),
            links("ingress_nat_rule_ids", "properties.ingressNatRules"),
            links("egress_nat_rule_ids", "properties.egressNatRules"),
            each(
                "custom_bgp_address",
                "properties.vpnGatewayCustomBgpAddresses",
                &[
                    text("ip_configuration_id", "ipConfigurationId"),
                    text("ip_address", "customBgpIpAddress"),
                ],
            ),
        ],
    ),
    each(
        "traffic_selector_policy",
        "properties.trafficSelectorPolicies",
        &[
            texts("local_address_ranges", "localAddressRanges"),
            texts("remote_address_ranges", "remoteAddressRanges"),
        ],
    ),
];

static VPN_SITE: &[Row] = &[
    text("virtual_wan_id", "properties.virtualWan.id"),
    texts("address_cidrs", "properties.addressSpace.addressPrefixes"),
    text("device_vendor", "properties.deviceProperties.deviceVendor"),
    text("device_model", "properties.deviceProperties.deviceModel"),
    each(
        "link",
        "properties.vpnSiteLinks",
        &[
            text("name", "name"),
            text("ip_address", "properties.ipAddress"),
            text("fqdn", "properties.fqdn"),
            text("provider_name", "properties.linkProperties.linkProviderName"),
            number("speed_in_mbps", "properties.linkProperties.linkSpeedInMbps"),
            number("bgp.asn", "properties.bgpProperties.asn"),
            text("bgp.peering_address", "properties.bgpProperties.bgpPeeringAddress"),
        ],
    ),
];

static CLIENT_GATEWAY: &[Row] = &[
    text("virtual_hub_id", "properties.virtualHub.id"),
    text("vpn_server_configuration_id", "properties.vpnServerConfiguration.id"),
    number("scale_unit", "properties.vpnGatewayScaleUnit"),
    flag("routing_preference_internet_enabled", "properties.isRoutingPreferenceInternet"),
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

/// `server` has been a block of `radius` since version 3.
static SERVER_CONFIGURATION: &[Row] = &[
    texts("vpn_protocols", "properties.vpnProtocols"),
    texts("vpn_authentication_types", "properties.vpnAuthenticationTypes"),
    first(
        "azure_active_directory_authentication",
        "properties.aadAuthenticationParameters",
        &[
            text("audience", "aadAudience"),
            text("issuer", "aadIssuer"),
            text("tenant", "aadTenant"),
        ],
    ),
    each(
        "radius.server",
        "properties.radiusServers",
        &[text("address", "radiusServerAddress"), number("score", "radiusServerScore")],
    ),
];

static POLICY_GROUP: &[Row] = &[
    text("vpn_server_configuration_id", "parent"),
    flag("is_default", "properties.isDefault"),
    number("priority", "properties.priority"),
    each(
        "policy",
        "properties.policyMembers",
        &[text("name", "name"), text("type", "attributeType"), text("value", "attributeValue")],
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

    #[test]
    fn what_a_vpn_gateway_of_a_hub_says_of_its_two_instances_and_of_translation() {
        check(
            "azurerm_vpn_gateway",
            r#"{"name": "g", "virtual_hub_id": "/hub", "routing_preference": "Internet",
                "bgp_route_translation_for_nat_enabled": true, "bgp_settings": [{"asn": 65515, "peer_weight": 0,
                    "instance_0_bgp_peering_address": [{"custom_ips": ["169.254.21.1"]}],
                    "instance_1_bgp_peering_address": [{"custom_ips": ["169.254.21.2"]}]}]}"#,
            r#"{"type": "Microsoft.Network/vpnGateways", "name": "g", "properties": {
                "virtualHub": {"id": "/hub"}, "isRoutingPreferenceInternet": true,
                "enableBgpRouteTranslationForNat": true, "bgpSettings": {"asn": 65515, "peerWeight": 0,
                "bgpPeeringAddresses": [
                    {"ipconfigurationId": "Instance0", "customBgpIpAddresses": ["169.254.21.1"]},
                    {"ipconfigurationId": "Instance1", "customBgpIpAddresses": ["169.254.21.2"]}]}}}"#,
        );
        for mappings in [
            r#""external_mapping": [{"address_space": "10.1.0.0/24"}]"#,
            r#""external_address_space_mappings": ["10.1.0.0/24"]"#,
        ] {
            check(
                "azurerm_vpn_gateway_nat_rule",
                &format!(
                    r#"{{"name": "r", "vpn_gateway_id": "/g", "mode": "EgressSnat", {mappings}}}"#
                ),
                r#"{"type": "Microsoft.Network/vpnGateways/natRules", "name": "r", "parent": "/g",
                    "properties": {"mode": "EgressSnat", "type": "Static", "externalMappings": [{"addressSpace": "10.1.0.0/24"}]}}"#,
            );
        }
    }

    #[test]
    fn a_connection_of_a_hub_with_everything_that_tells_traffic_apart() {
        check(
            "azurerm_vpn_gateway_connection",
            r#"{"name": "c", "vpn_gateway_id": "/g", "vpn_link": [{"name": "l", "vpn_site_link_id": "/l",
                "protocol": "IKEv2", "connection_mode": "InitiatorOnly", "bandwidth_mbps": 10,
                "ratelimit_enabled": false, "local_azure_ip_address_enabled": true,
                "policy_based_traffic_selector_enabled": true, "egress_nat_rule_ids": ["/n"], "shared_key": "k",
                "custom_bgp_address": [{"ip_configuration_id": "Instance0", "ip_address": "169.254.21.1"}]}],
                "traffic_selector_policy": [{"local_address_ranges": ["10.0.0.0/8"],
                    "remote_address_ranges": ["192.168.0.0/16"]}]}"#,
            r#"{"type": "Microsoft.Network/vpnGateways/vpnConnections", "name": "c", "parent": "/g", "properties": {
                "vpnLinkConnections": [{"name": "l", "properties": {"vpnSiteLink": {"id": "/l"},
                    "vpnConnectionProtocolType": "IKEv2", "vpnLinkConnectionMode": "InitiatorOnly",
                    "connectionBandwidth": 10, "enableRateLimiting": false, "useLocalAzureIpAddress": true,
                    "usePolicyBasedTrafficSelectors": true, "egressNatRules": [{"id": "/n"}],
                    "vpnGatewayCustomBgpAddresses": [
                        {"ipConfigurationId": "Instance0", "customBgpIpAddress": "169.254.21.1"}]}}],
                "trafficSelectorPolicies": [{"localAddressRanges": ["10.0.0.0/8"],
                    "remoteAddressRanges": ["192.168.0.0/16"]}]}}"#,
        );
    }

    #[test]
    fn how_clients_of_a_hub_prove_who_they_are_and_which_group_they_are_in() {
        check(
            "azurerm_vpn_server_configuration",
            r#"{"name": "v", "azure_active_directory_authentication":
                    [{"audience": "a", "issuer": "i", "tenant": "t"}],
                "radius": [{"server": [{"address": "10.0.0.9", "secret": "s", "score": 30}]}]}"#,
            r#"{"type": "Microsoft.Network/vpnServerConfigurations", "name": "v", "properties": {
                "aadAuthenticationParameters": {"aadAudience": "a", "aadIssuer": "i", "aadTenant": "t"},
                "radiusServers": [{"radiusServerAddress": "10.0.0.9", "radiusServerScore": 30}]}}"#,
        );
        check(
            "azurerm_vpn_server_configuration_policy_group",
            r#"{"name": "g", "vpn_server_configuration_id": "/v", "is_default": true, "priority": 1,
                "policy": [{"name": "p", "type": "AADGroupId", "value": "x"}]}"#,
            r#"{"type": "Microsoft.Network/vpnServerConfigurations/configurationPolicyGroups", "name": "g",
                "parent": "/v", "properties": {"isDefault": true, "priority": 1, "policyMembers": [
                    {"name": "p", "attributeType": "AADGroupId", "attributeValue": "x"}]}}"#,
        );
    }
}
