//! ExpressRoute circuits and ports.

use super::row::{Resource, Row, first, number, resource, text, texts};

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_express_route_circuit", "Microsoft.Network/expressRouteCircuits", CIRCUIT),
    resource(
        "azurerm_express_route_circuit_peering",
        "Microsoft.Network/expressRouteCircuits/peerings",
        PEERING,
    ),
    resource(
        "azurerm_express_route_circuit_connection",
        "Microsoft.Network/expressRouteCircuits/peerings/connections",
        GLOBAL_REACH,
    ),
    resource(
        "azurerm_express_route_circuit_authorization",
        "Microsoft.Network/expressRouteCircuits/authorizations",
        AUTHORIZATION,
    ),
    resource("azurerm_express_route_port", "Microsoft.Network/expressRoutePorts", PORT),
];

/// `sku` is a block; ARM's `sku.name` is made of its two words.
static CIRCUIT: &[Row] = &[
    text("sku.tier", "sku.tier"),
    text("sku.family", "sku.family"),
    text("service_provider_name", "properties.serviceProviderProperties.serviceProviderName"),
    text("peering_location", "properties.serviceProviderProperties.peeringLocation"),
    number("bandwidth_in_mbps", "properties.serviceProviderProperties.bandwidthInMbps"),
    text("express_route_port_id", "properties.expressRoutePort.id"),
    number("bandwidth_in_gbps", "properties.bandwidthInGbps"),
];

/// A peering is named by its type.
static PEERING: &[Row] = &[
    text("express_route_circuit_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("peering_type", "name"),
    text("peering_type", "properties.peeringType"),
    number("peer_asn", "properties.peerASN"),
    number("vlan_id", "properties.vlanId"),
    text("primary_peer_address_prefix", "properties.primaryPeerAddressPrefix"),
    text("secondary_peer_address_prefix", "properties.secondaryPeerAddressPrefix"),
    text("route_filter_id", "properties.routeFilter.id"),
    first("microsoft_peering_config", "properties.microsoftPeeringConfig", MICROSOFT_PEERING),
    first(
        "ipv6",
        "properties.ipv6PeeringConfig",
        &[
            text("primary_peer_address_prefix", "primaryPeerAddressPrefix"),
            text("secondary_peer_address_prefix", "secondaryPeerAddressPrefix"),
            text("route_filter_id", "routeFilter.id"),
            first("microsoft_peering", "microsoftPeeringConfig", MICROSOFT_PEERING),
        ],
    ),
];

static MICROSOFT_PEERING: &[Row] = &[
    texts("advertised_public_prefixes", "advertisedPublicPrefixes"),
    texts("advertised_communities", "advertisedCommunities"),
    number("customer_asn", "customerASN"),
    text("routing_registry_name", "routingRegistryName"),
];

static GLOBAL_REACH: &[Row] = &[
    text("peering_id", "parent"),
    text("peering_id", "properties.expressRouteCircuitPeering.id"),
    text("peer_peering_id", "properties.peerExpressRouteCircuitPeering.id"),
    text("address_prefix_ipv4", "properties.addressPrefix"),
    text("address_prefix_ipv6", "properties.ipv6CircuitConnectionConfig.addressPrefix"),
];

static AUTHORIZATION: &[Row] = &[
    text("express_route_circuit_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
];

static PORT: &[Row] = &[
    text("peering_location", "properties.peeringLocation"),
    number("bandwidth_in_gbps", "properties.bandwidthInGbps"),
    text("encapsulation", "properties.encapsulation"),
];
