//! Virtual network gateways, their connections and local network gateways.

use super::row::{
    Default, Resource, Row, default, each, first, flag, links, not_flag, number, resource, text,
    texts,
};

pub(super) static TABLE: &[Resource] = &[
    resource(
        "azurerm_virtual_network_gateway",
        "Microsoft.Network/virtualNetworkGateways",
        GATEWAY,
    ),
    resource(
        "azurerm_virtual_network_gateway_nat_rule",
        "Microsoft.Network/virtualNetworkGateways/natRules",
        NAT_RULE,
    ),
    resource(
        "azurerm_virtual_network_gateway_connection",
        "Microsoft.Network/connections",
        CONNECTION,
    ),
    resource(
        "azurerm_local_network_gateway",
        "Microsoft.Network/localNetworkGateways",
        LOCAL_NETWORK_GATEWAY,
    ),
];

/// azurerm names one SKU, ARM its name and its tier, which are the same word.
static GATEWAY: &[Row] = &[
    text("type", "properties.gatewayType"),
    text("vpn_type", "properties.vpnType"),
    text("sku", "properties.sku.name"),
    text("sku", "properties.sku.tier"),
    text("generation", "properties.vpnGatewayGeneration"),
    flag("active_active", "properties.activeActive"),
    flag("bgp_enabled", "properties.enableBgp"),
    flag("enable_bgp", "properties.enableBgp"),
    first("bgp_settings", "properties.bgpSettings", BGP_SETTINGS),
    each("ip_configuration", "properties.ipConfigurations", IP_CONFIGURATION),
    first(
        "custom_route",
        "properties.customRoutes",
        &[texts("address_prefixes", "addressPrefixes")],
    ),
    first("vpn_client_configuration", "properties.vpnClientConfiguration", CLIENTS),
    each("policy_group", "properties.virtualNetworkGatewayPolicyGroups", POLICY_GROUP),
    text("default_local_network_gateway_id", "properties.gatewayDefaultSite.id"),
    flag("private_ip_address_enabled", "properties.enablePrivateIpAddress"),
    flag("remote_vnet_traffic_enabled", "properties.allowRemoteVnetTraffic"),
    flag("virtual_wan_traffic_enabled", "properties.allowVirtualWanTraffic"),
    flag("bgp_route_translation_for_nat_enabled", "properties.enableBgpRouteTranslationForNat"),
    flag("dns_forwarding_enabled", "properties.enableDnsForwarding"),
    not_flag("ip_sec_replay_protection_enabled", "properties.disableIPSecReplayProtection"),
    number("minimum_scale_unit", "properties.autoScaleConfiguration.bounds.min"),
    number("maximum_scale_unit", "properties.autoScaleConfiguration.bounds.max"),
];

/// `peering_address` in version 2. ARM names an IP configuration by its id, of
/// which azurerm's `ip_configuration_name` is a part.
static BGP_SETTINGS: &[Row] = &[
    number("asn", "asn"),
    number("peer_weight", "peerWeight"),
    text("peering_address", "bgpPeeringAddress"),
    each(
        "peering_addresses",
        "bgpPeeringAddresses",
        &[texts("apipa_addresses", "customBgpIpAddresses")],
    ),
];

static IP_CONFIGURATION: &[Row] = &[
    text("name", "name"),
    text("subnet_id", "properties.subnet.id"),
    text("public_ip_address_id", "properties.publicIPAddress.id"),
    text("private_ip_address_allocation", "properties.privateIPAllocationMethod"),
];

static CLIENTS: &[Row] = &[
    texts("address_space", "vpnClientAddressPool.addressPrefixes"),
    texts("vpn_client_protocols", "vpnClientProtocols"),
    texts("vpn_auth_types", "vpnAuthenticationTypes"),
    text("aad_tenant", "aadTenant"),
    text("aad_audience", "aadAudience"),
    text("aad_issuer", "aadIssuer"),
    text("radius_server_address", "radiusServerAddress"),
    each(
        "radius_server",
        "radiusServers",
        &[text("address", "radiusServerAddress"), number("score", "radiusServerScore")],
    ),
    each(
        "virtual_network_gateway_client_connection",
        "vngClientConnectionConfigurations",
        &[
            text("name", "name"),
            texts("address_prefixes", "properties.vpnClientAddressPool.addressPrefixes"),
        ],
    ),
];

static POLICY_GROUP: &[Row] = &[
    text("name", "name"),
    flag("is_default", "properties.isDefault"),
    number("priority", "properties.priority"),
    each(
        "policy_member",
        "properties.policyMembers",
        &[text("name", "name"), text("type", "attributeType"), text("value", "attributeValue")],
    ),
];

static NAT_RULE: &[Row] = &[
    text("virtual_network_gateway_id", "parent"),
    text("mode", "properties.mode"),
    default("properties.mode", Default::Text("EgressSnat")),
    text("type", "properties.type"),
    default("properties.type", Default::Text("Static")),
    text("ip_configuration_id", "properties.ipConfigurationId"),
    each("external_mapping", "properties.externalMappings", MAPPING),
    each("internal_mapping", "properties.internalMappings", MAPPING),
];

pub(super) static MAPPING: &[Row] =
    &[text("address_space", "addressSpace"), text("port_range", "portRange")];

static CONNECTION: &[Row] = &[
    text("type", "properties.connectionType"),
    text("virtual_network_gateway_id", "properties.virtualNetworkGateway1.id"),
    text("peer_virtual_network_gateway_id", "properties.virtualNetworkGateway2.id"),
    text("local_network_gateway_id", "properties.localNetworkGateway2.id"),
    text("express_route_circuit_id", "properties.peer.id"),
    flag("bgp_enabled", "properties.enableBgp"),
    flag("enable_bgp", "properties.enableBgp"),
    number("routing_weight", "properties.routingWeight"),
    text("connection_protocol", "properties.connectionProtocol"),
    text("connection_mode", "properties.connectionMode"),
    number("dpd_timeout_seconds", "properties.dpdTimeoutSeconds"),
    flag("express_route_gateway_bypass", "properties.expressRouteGatewayBypass"),
    flag("private_link_fast_path_enabled", "properties.enablePrivateLinkFastPath"),
    flag("local_azure_ip_address_enabled", "properties.useLocalAzureIpAddress"),
    flag("use_policy_based_traffic_selectors", "properties.usePolicyBasedTrafficSelectors"),
    each(
        "traffic_selector_policy",
        "properties.trafficSelectorPolicies",
        &[
            texts("local_address_cidrs", "localAddressRanges"),
            texts("remote_address_cidrs", "remoteAddressRanges"),
        ],
    ),
    links("ingress_nat_rule_ids", "properties.ingressNatRules"),
    links("egress_nat_rule_ids", "properties.egressNatRules"),
];

static LOCAL_NETWORK_GATEWAY: &[Row] = &[
    texts("address_space", "properties.localNetworkAddressSpace.addressPrefixes"),
    text("gateway_address", "properties.gatewayIpAddress"),
    text("gateway_fqdn", "properties.fqdn"),
    first(
        "bgp_settings",
        "properties.bgpSettings",
        &[
            number("asn", "asn"),
            text("bgp_peering_address", "bgpPeeringAddress"),
            number("peer_weight", "peerWeight"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_gateway_with_clients_and_bgp() {
        check(
            "azurerm_virtual_network_gateway",
            r#"{"name": "vpn", "resource_group_name": "net", "location": "westeurope", "type": "Vpn",
                "vpn_type": "RouteBased", "sku": "VpnGw2AZ", "generation": "Generation2",
                "active_active": true, "bgp_enabled": true, "private_ip_address_enabled": true,
                "remote_vnet_traffic_enabled": true, "virtual_wan_traffic_enabled": false,
                "default_local_network_gateway_id": "/lgw", "ip_sec_replay_protection_enabled": false,
                "bgp_settings": [{"asn": 65010, "peer_weight": 5, "peering_addresses": [
                    {"ip_configuration_name": "one", "apipa_addresses": ["169.254.21.2"]}]}],
                "ip_configuration": [
                    {"name": "one", "subnet_id": "${azurerm_subnet.gw.id}", "public_ip_address_id": "/p1",
                        "private_ip_address_allocation": "Dynamic"},
                    {"name": "two", "subnet_id": "${azurerm_subnet.gw.id}", "public_ip_address_id": "/p2"}],
                "custom_route": [{"address_prefixes": ["192.168.0.0/16"]}],
                "policy_group": [{"name": "g", "is_default": true, "priority": 1,
                    "policy_member": [{"name": "m", "type": "AADGroupId", "value": "v"}]}],
                "vpn_client_configuration": [{
                    "address_space": ["172.16.0.0/24"], "vpn_client_protocols": ["OpenVPN"],
                    "vpn_auth_types": ["AAD"], "aad_tenant": "t", "aad_audience": "a", "aad_issuer": "i",
                    "radius_server": [{"address": "10.0.0.9", "score": 30, "secret": "s"}],
                    "root_certificate": [{"name": "c", "public_cert_data": "MII"}],
                    "virtual_network_gateway_client_connection": [
                        {"name": "staff", "policy_group_names": ["g"], "address_prefixes": ["172.16.1.0/24"]}]}]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways",
                "name": "vpn", "resourceGroup": "net", "location": "westeurope",
                "properties": {
                    "gatewayType": "Vpn", "vpnType": "RouteBased",
                    "sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"}, "vpnGatewayGeneration": "Generation2",
                    "activeActive": true, "enableBgp": true, "enablePrivateIpAddress": true,
                    "allowRemoteVnetTraffic": true, "allowVirtualWanTraffic": false,
                    "gatewayDefaultSite": {"id": "/lgw"}, "disableIPSecReplayProtection": true,
                    "bgpSettings": {"asn": 65010, "peerWeight": 5,
                        "bgpPeeringAddresses": [{"customBgpIpAddresses": ["169.254.21.2"]}]},
                    "ipConfigurations": [
                        {"name": "one", "properties": {"subnet": {"id": "${azurerm_subnet.gw.id}"},
                            "publicIPAddress": {"id": "/p1"}, "privateIPAllocationMethod": "Dynamic"}},
                        {"name": "two", "properties": {"subnet": {"id": "${azurerm_subnet.gw.id}"},
                            "publicIPAddress": {"id": "/p2"}}}],
                    "customRoutes": {"addressPrefixes": ["192.168.0.0/16"]},
                    "virtualNetworkGatewayPolicyGroups": [{"name": "g", "properties": {
                        "isDefault": true, "priority": 1, "policyMembers": [
                            {"name": "m", "attributeType": "AADGroupId", "attributeValue": "v"}]}}],
                    "vpnClientConfiguration": {
                        "vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]},
                        "vpnClientProtocols": ["OpenVPN"], "vpnAuthenticationTypes": ["AAD"],
                        "aadTenant": "t", "aadAudience": "a", "aadIssuer": "i",
                        "radiusServers": [{"radiusServerAddress": "10.0.0.9", "radiusServerScore": 30}],
                        "vngClientConnectionConfigurations": [{"name": "staff", "properties":
                            {"vpnClientAddressPool": {"addressPrefixes": ["172.16.1.0/24"]}}}]}}}"#,
        );
    }

    #[test]
    fn a_gateway_in_the_words_of_versions_2_to_4() {
        check(
            "azurerm_virtual_network_gateway",
            r#"{"name": "er", "type": "ExpressRoute", "sku": "ErGwScale", "enable_bgp": false,
                "minimum_scale_unit": 2, "maximum_scale_unit": 10,
                "bgp_settings": [{"asn": "65515", "peering_address": "10.0.0.30"}],
                "vpn_client_configuration": []}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways", "name": "er", "properties": {
                "gatewayType": "ExpressRoute", "sku": {"name": "ErGwScale", "tier": "ErGwScale"},
                "enableBgp": false, "autoScaleConfiguration": {"bounds": {"min": 2, "max": 10}},
                "bgpSettings": {"asn": 65515, "bgpPeeringAddress": "10.0.0.30"}}}"#,
        );
    }

    #[test]
    fn blocks_that_may_be_there_are_unknown() {
        check(
            "azurerm_virtual_network_gateway",
            r#"{"name": "vpn", "vpn_client_configuration": "${var.clients}", "bgp_settings": ["${var.bgp}"],
                "ip_configuration": [{"name": "one"}, "${var.second}"]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways", "name": "vpn", "properties": {
                "vpnClientConfiguration": "${var.clients}", "bgpSettings": "${var.bgp}",
                "ipConfigurations": [{"name": "one"}, "${var.second}"]}}"#,
        );
    }

    #[test]
    fn connections_of_all_three_kinds() {
        check(
            "azurerm_virtual_network_gateway_connection",
            r#"{"name": "er", "type": "ExpressRoute", "virtual_network_gateway_id": "/gw",
                "express_route_circuit_id": "${azurerm_express_route_circuit.c.id}", "routing_weight": 10,
                "express_route_gateway_bypass": true, "private_link_fast_path_enabled": false,
                "authorization_key": "k"}"#,
            r#"{"type": "Microsoft.Network/connections", "name": "er", "properties": {
                "connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": "/gw"},
                "peer": {"id": "${azurerm_express_route_circuit.c.id}"}, "routingWeight": 10,
                "expressRouteGatewayBypass": true, "enablePrivateLinkFastPath": false}}"#,
        );
        check(
            "azurerm_virtual_network_gateway_connection",
            r#"{"name": "site", "type": "IPsec", "virtual_network_gateway_id": "/gw", "local_network_gateway_id": "/lgw",
                "enable_bgp": true, "connection_protocol": "IKEv2", "connection_mode": "Default",
                "dpd_timeout_seconds": 45, "local_azure_ip_address_enabled": true,
                "use_policy_based_traffic_selectors": true, "shared_key": "s",
                "ingress_nat_rule_ids": ["/n"],
                "traffic_selector_policy": [
                    {"local_address_cidrs": ["10.0.0.0/16"], "remote_address_cidrs": ["192.168.0.0/16"]}]}"#,
            r#"{"type": "Microsoft.Network/connections", "name": "site", "properties": {
                "connectionType": "IPsec", "virtualNetworkGateway1": {"id": "/gw"},
                "localNetworkGateway2": {"id": "/lgw"}, "enableBgp": true,
                "connectionProtocol": "IKEv2", "connectionMode": "Default", "dpdTimeoutSeconds": 45,
                "useLocalAzureIpAddress": true, "usePolicyBasedTrafficSelectors": true,
                "ingressNatRules": [{"id": "/n"}],
                "trafficSelectorPolicies": [
                    {"localAddressRanges": ["10.0.0.0/16"], "remoteAddressRanges": ["192.168.0.0/16"]}]}}"#,
        );
        check(
            "azurerm_virtual_network_gateway_connection",
            r#"{"name": "pair", "type": "Vnet2Vnet", "virtual_network_gateway_id": "/gw",
                "peer_virtual_network_gateway_id": "/other", "bgp_enabled": true, "enable_bgp": false}"#,
            r#"{"type": "Microsoft.Network/connections", "name": "pair", "properties": {
                "connectionType": "Vnet2Vnet", "virtualNetworkGateway1": {"id": "/gw"},
                "virtualNetworkGateway2": {"id": "/other"}, "enableBgp": true}}"#,
        );
    }

    #[test]
    fn a_local_network_gateway() {
        check(
            "azurerm_local_network_gateway",
            r#"{"name": "site", "address_space": ["192.168.0.0/16"], "gateway_address": "203.0.113.1",
                "gateway_fqdn": null,
                "bgp_settings": [{"asn": 65020, "bgp_peering_address": "192.168.0.1", "peer_weight": 0}]}"#,
            r#"{"type": "Microsoft.Network/localNetworkGateways", "name": "site", "properties": {
                "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]},
                "gatewayIpAddress": "203.0.113.1",
                "bgpSettings": {"asn": 65020, "bgpPeeringAddress": "192.168.0.1", "peerWeight": 0}}}"#,
        );
    }

    #[test]
    fn a_nat_rule_of_a_gateway() {
        check(
            "azurerm_virtual_network_gateway_nat_rule",
            r#"{"name": "n", "resource_group_name": "net", "virtual_network_gateway_id": "/gw", "mode": "EgressSnat",
                "type": "Static", "external_mapping": [{"address_space": "10.2.0.0/26"}],
                "internal_mapping": [{"address_space": "10.4.0.0/26", "port_range": "200"}]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways/natRules", "name": "n", "resourceGroup": "net",
                "parent": "/gw", "properties": {"mode": "EgressSnat", "type": "Static",
                "externalMappings": [{"addressSpace": "10.2.0.0/26"}],
                "internalMappings": [{"addressSpace": "10.4.0.0/26", "portRange": "200"}]}}"#,
        );
    }
}
