//! Virtual network gateways, their connections and local network gateways.

use super::row::{
    Resource, Row, each, first, flag, links, not_flag, number, resource, text, texts,
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
    text("type", "properties.type"),
    text("ip_configuration_id", "properties.ipConfigurationId"),
    each("external_mapping", "properties.externalMappings", MAPPING),
    each("internal_mapping", "properties.internalMappings", MAPPING),
];

static MAPPING: &[Row] = &[text("address_space", "addressSpace"), text("port_range", "portRange")];

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
