//! Virtual networks, subnets, what is associated with subnets, and peerings.

use super::row::{
    Default, Plain, Resource, Row, amendment, default, each, flag, number, one_text, plain,
    resource, text, texts,
};

const VIRTUAL_NETWORKS: &str = "Microsoft.Network/virtualNetworks";
const SUBNETS: &str = "Microsoft.Network/virtualNetworks/subnets";
const PEERINGS: &str = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_virtual_network", VIRTUAL_NETWORKS, VIRTUAL_NETWORK),
    resource("azurerm_subnet", SUBNETS, SUBNET),
    amendment(
        "azurerm_subnet_route_table_association",
        SUBNETS,
        &[text("subnet_id", "amends"), text("route_table_id", "properties.routeTable.id")],
    ),
    amendment(
        "azurerm_subnet_network_security_group_association",
        SUBNETS,
        &[
            text("subnet_id", "amends"),
            text("network_security_group_id", "properties.networkSecurityGroup.id"),
        ],
    ),
    amendment(
        "azurerm_subnet_nat_gateway_association",
        SUBNETS,
        &[text("subnet_id", "amends"), text("nat_gateway_id", "properties.natGateway.id")],
    ),
    resource("azurerm_virtual_network_peering", PEERINGS, PEERING),
];

static VIRTUAL_NETWORK: &[Row] = &[
    texts("address_space", "properties.addressSpace.addressPrefixes"),
    plain("ip_address_pool", "properties.addressSpace.addressPrefixes", FROM_POOL),
    each("ip_address_pool", "properties.addressSpace.ipamPoolPrefixAllocations", POOL),
    texts("dns_servers", "properties.dhcpOptions.dnsServers"),
    each("subnet", "properties.subnets", INLINE_SUBNET),
];

const FROM_POOL: Plain = Plain::ChosenByAzure("the prefix that an address pool allocates");

static POOL: &[Row] =
    &[text("id", "pool.id"), text("number_of_ip_addresses", "numberOfIpAddresses")];

/// `subnet` in a virtual network; one `address_prefix` up to version 3.
static INLINE_SUBNET: &[Row] = &[
    text("name", "name"),
    texts("address_prefixes", "properties.addressPrefixes"),
    one_text("address_prefix", "properties.addressPrefixes"),
    text("route_table_id", "properties.routeTable.id"),
    text("security_group", "properties.networkSecurityGroup.id"),
    each("delegation", "properties.delegations", DELEGATION),
    each("service_endpoint", "properties.serviceEndpoints", SERVICE_ENDPOINT),
    plain("service_endpoints", "properties.serviceEndpoints", Plain::Keyed("service")),
    text("private_endpoint_network_policies", "properties.privateEndpointNetworkPolicies"),
    flag("default_outbound_access_enabled", "properties.defaultOutboundAccess"),
];

/// Up to version 4 route tables and security groups are associated by resources
/// of their own, and in version 1 also by `route_table_id` and
/// `network_security_group_id` here; in version 5 those two are computed and
/// what is set ends in `_wo`.
static SUBNET: &[Row] = &[
    text("virtual_network_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    texts("address_prefixes", "properties.addressPrefixes"),
    one_text("address_prefix", "properties.addressPrefixes"),
    plain("ip_address_pool", "properties.addressPrefixes", FROM_POOL),
    each("ip_address_pool", "properties.ipamPoolPrefixAllocations", POOL),
    text("route_table_id_wo", "properties.routeTable.id"),
    text("route_table_id", "properties.routeTable.id"),
    text("network_security_group_id_wo", "properties.networkSecurityGroup.id"),
    text("network_security_group_id", "properties.networkSecurityGroup.id"),
    each("delegation", "properties.delegations", DELEGATION),
    each("service_endpoint", "properties.serviceEndpoints", SERVICE_ENDPOINT),
    plain("service_endpoints", "properties.serviceEndpoints", Plain::Keyed("service")),
    text("private_endpoint_network_policies", "properties.privateEndpointNetworkPolicies"),
    plain(
        "private_endpoint_network_policies_enabled",
        "properties.privateEndpointNetworkPolicies",
        Plain::Switch(["Enabled", "Disabled"]),
    ),
    plain(
        "enforce_private_link_endpoint_network_policies",
        "properties.privateEndpointNetworkPolicies",
        Plain::Switch(["Disabled", "Enabled"]),
    ),
    flag("default_outbound_access_enabled", "properties.defaultOutboundAccess"),
];

static DELEGATION: &[Row] =
    &[text("name", "name"), text("service_delegation.name", "properties.serviceName")];

static SERVICE_ENDPOINT: &[Row] =
    &[text("service", "service"), text("network_identifier", "networkIdentifier.id")];

static PEERING: &[Row] = &[
    text("virtual_network_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("remote_virtual_network_id", "properties.remoteVirtualNetwork.id"),
    flag("allow_virtual_network_access", "properties.allowVirtualNetworkAccess"),
    default("properties.allowVirtualNetworkAccess", Default::Flag(true)),
    flag("allow_forwarded_traffic", "properties.allowForwardedTraffic"),
    flag("allow_gateway_transit", "properties.allowGatewayTransit"),
    flag("use_remote_gateways", "properties.useRemoteGateways"),
    flag("peer_complete_virtual_networks_enabled", "properties.peerCompleteVnets"),
    flag("only_ipv6_peering_enabled", "properties.enableOnlyIPv6Peering"),
    texts("local_subnet_names", "properties.localSubnetNames"),
    texts("remote_subnet_names", "properties.remoteSubnetNames"),
];
