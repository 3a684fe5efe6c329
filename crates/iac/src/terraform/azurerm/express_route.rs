//! ExpressRoute circuits and ports.

use super::row::{Plain, Resource, Row, first, flag, number, plain, resource, text, texts};

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
    flag("allow_classic_operations", "properties.allowClassicOperations"),
    flag("rate_limiting_enabled", "properties.enableDirectPortRateLimit"),
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
    plain("ipv4_enabled", "properties.state", STATE),
    text("route_filter_id", "properties.routeFilter.id"),
    first("microsoft_peering_config", "properties.microsoftPeeringConfig", MICROSOFT_PEERING),
    first(
        "ipv6",
        "properties.ipv6PeeringConfig",
        &[
            text("primary_peer_address_prefix", "primaryPeerAddressPrefix"),
            text("secondary_peer_address_prefix", "secondaryPeerAddressPrefix"),
            plain("enabled", "state", STATE),
            text("route_filter_id", "routeFilter.id"),
            first("microsoft_peering", "microsoftPeeringConfig", MICROSOFT_PEERING),
        ],
    ),
];

const STATE: Plain = Plain::Switch(["Enabled", "Disabled"]);

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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_circuit_of_a_provider() {
        check(
            "azurerm_express_route_circuit",
            r#"{"name": "c", "resource_group_name": "net", "sku": [{"tier": "Premium", "family": "MeteredData"}],
                "service_provider_name": "Equinix", "peering_location": "Frankfurt", "bandwidth_in_mbps": 50}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits", "name": "c", "resourceGroup": "net",
                "sku": {"tier": "Premium", "family": "MeteredData"},
                "properties": {"serviceProviderProperties": {"serviceProviderName": "Equinix",
                    "peeringLocation": "Frankfurt", "bandwidthInMbps": 50}}}"#,
        );
    }

    #[test]
    fn a_circuit_on_a_port_of_ones_own() {
        check(
            "azurerm_express_route_circuit",
            r#"{"name": "c", "sku": "${var.sku}", "express_route_port_id": "${azurerm_express_route_port.p.id}",
                "bandwidth_in_gbps": 2.5}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits", "name": "c",
                "sku": {"tier": "${var.sku}", "family": "${var.sku}"},
                "properties": {"expressRoutePort": {"id": "${azurerm_express_route_port.p.id}"},
                    "bandwidthInGbps": 2.5}}"#,
        );
    }

    #[test]
    fn a_peering_of_a_circuit_is_named_by_its_type() {
        check(
            "azurerm_express_route_circuit_peering",
            r#"{"peering_type": "AzurePrivatePeering", "express_route_circuit_name": "c", "resource_group_name": "net",
                "peer_asn": 65020, "vlan_id": 100, "primary_peer_address_prefix": "172.16.0.0/30",
                "secondary_peer_address_prefix": "172.16.0.4/30", "shared_key": "s",
                "ipv6": [{"primary_peer_address_prefix": "2002:db01::/126",
                    "secondary_peer_address_prefix": "2003:db01::/126"}]}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/peerings",
                "name": "AzurePrivatePeering", "resourceGroup": "net",
                "parent": {"name": "c", "resourceGroup": "net"},
                "properties": {"peeringType": "AzurePrivatePeering", "peerASN": 65020, "vlanId": 100,
                    "primaryPeerAddressPrefix": "172.16.0.0/30",
                    "secondaryPeerAddressPrefix": "172.16.0.4/30",
                    "ipv6PeeringConfig": {"primaryPeerAddressPrefix": "2002:db01::/126",
                        "secondaryPeerAddressPrefix": "2003:db01::/126"}}}"#,
        );
        check(
            "azurerm_express_route_circuit_peering",
            r#"{"peering_type": "MicrosoftPeering", "microsoft_peering_config": [
                {"advertised_public_prefixes": ["203.0.113.0/24"], "customer_asn": 0,
                    "routing_registry_name": "NONE", "advertised_communities": ["12076:5010"]}]}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/peerings", "name": "MicrosoftPeering",
                "properties": {"peeringType": "MicrosoftPeering", "microsoftPeeringConfig":
                    {"advertisedPublicPrefixes": ["203.0.113.0/24"], "customerASN": 0,
                        "routingRegistryName": "NONE", "advertisedCommunities": ["12076:5010"]}}}"#,
        );
    }

    #[test]
    fn global_reach_is_a_connection_of_a_peering() {
        check(
            "azurerm_express_route_circuit_connection",
            r#"{"name": "g", "peering_id": "${azurerm_express_route_circuit_peering.a.id}",
                "peer_peering_id": "${azurerm_express_route_circuit_peering.b.id}",
                "address_prefix_ipv4": "192.169.8.0/29"}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/peerings/connections", "name": "g",
                "parent": "${azurerm_express_route_circuit_peering.a.id}",
                "properties": {
                    "expressRouteCircuitPeering": {"id": "${azurerm_express_route_circuit_peering.a.id}"},
                    "peerExpressRouteCircuitPeering": {"id": "${azurerm_express_route_circuit_peering.b.id}"},
                    "addressPrefix": "192.169.8.0/29"}}"#,
        );
    }

    #[test]
    fn an_authorization_names_its_circuit() {
        check(
            "azurerm_express_route_circuit_authorization",
            r#"{"name": "a", "resource_group_name": "net", "express_route_circuit_name": "c"}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/authorizations",
                "name": "a", "resourceGroup": "net", "parent": {"name": "c", "resourceGroup": "net"}}"#,
        );
    }

    #[test]
    fn one_family_of_a_peering_may_be_switched_off() {
        check(
            "azurerm_express_route_circuit_peering",
            r#"{"peering_type": "AzurePrivatePeering", "ipv4_enabled": false, "ipv6": [{"enabled": true}]}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/peerings", "name": "AzurePrivatePeering",
                "properties": {"peeringType": "AzurePrivatePeering", "state": "Disabled",
                    "ipv6PeeringConfig": {"state": "Enabled"}}}"#,
        );
    }
}
