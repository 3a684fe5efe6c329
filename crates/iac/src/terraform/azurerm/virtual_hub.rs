//! Route Servers and the hubs of Virtual WAN: ARM has one type for both.

use super::row::{
    Resource, Row, amendment, each, first, flag, links, number, resource, text, texts,
};

const VIRTUAL_HUBS: &str = "Microsoft.Network/virtualHubs";
const BGP_CONNECTIONS: &str = "Microsoft.Network/virtualHubs/bgpConnections";
const HUB_ROUTE_TABLES: &str = "Microsoft.Network/virtualHubs/hubRouteTables";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_route_server", VIRTUAL_HUBS, ROUTE_SERVER),
    resource("azurerm_route_server_bgp_connection", BGP_CONNECTIONS, BGP_CONNECTION),
    resource("azurerm_virtual_hub", VIRTUAL_HUBS, HUB),
    resource("azurerm_virtual_hub_ip", "Microsoft.Network/virtualHubs/ipConfigurations", HUB_IP),
    resource("azurerm_virtual_hub_bgp_connection", BGP_CONNECTIONS, BGP_CONNECTION),
    resource(
        "azurerm_virtual_hub_connection",
        "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
        HUB_CONNECTION,
    ),
    resource("azurerm_virtual_hub_route_table", HUB_ROUTE_TABLES, HUB_ROUTE_TABLE),
    amendment(
        "azurerm_virtual_hub_route_table_route",
        HUB_ROUTE_TABLES,
        &[text("route_table_id", "amends"), each("", "properties.routes", HUB_ROUTE)],
    ),
    resource(
        "azurerm_virtual_hub_routing_intent",
        "Microsoft.Network/virtualHubs/routingIntent",
        ROUTING_INTENT,
    ),
    resource("azurerm_route_map", "Microsoft.Network/virtualHubs/routeMaps", ROUTE_MAP),
    resource(
        "azurerm_virtual_hub_security_partner_provider",
        "Microsoft.Network/securityPartnerProviders",
        &[
            text("virtual_hub_id", "properties.virtualHub.id"),
            text("security_provider_name", "properties.securityProviderName"),
        ],
    ),
    resource(
        "azurerm_palo_alto_virtual_network_appliance",
        "Microsoft.Network/networkVirtualAppliances",
        &[text("virtual_hub_id", "properties.virtualHub.id")],
    ),
];

static ROUTE_MAP: &[Row] = &[
    text("virtual_hub_id", "parent"),
    each(
        "rule",
        "properties.rules",
        &[
            text("name", "name"),
            text("next_step_if_matched", "nextStepIfMatched"),
            each("match_criterion", "matchCriteria", MATCHED),
            each(
                "action",
                "actions",
                &[text("type", "type"), each("parameter", "parameters", ROUTE_PROPERTIES)],
            ),
        ],
    ),
];

static MATCHED: &[Row] = &[
    text("match_condition", "matchCondition"),
    texts("route_prefix", "routePrefix"),
    texts("community", "community"),
    texts("as_path", "asPath"),
];

static ROUTE_PROPERTIES: &[Row] = &[
    texts("route_prefix", "routePrefix"),
    texts("community", "community"),
    texts("as_path", "asPath"),
];

static ROUTE_SERVER: &[Row] = &[
    text("sku", "properties.sku"),
    flag("branch_to_branch_traffic_enabled", "properties.allowBranchToBranchTraffic"),
    text("hub_routing_preference", "properties.hubRoutingPreference"),
    each(
        "",
        "properties.ipConfigurations",
        &[
            text("subnet_id", "properties.subnet.id"),
            text("public_ip_address_id", "properties.publicIPAddress.id"),
        ],
    ),
];

static BGP_CONNECTION: &[Row] = &[
    text("route_server_id", "parent"),
    text("virtual_hub_id", "parent"),
    number("peer_asn", "properties.peerAsn"),
    text("peer_ip", "properties.peerIp"),
    text("virtual_network_connection_id", "properties.hubVirtualNetworkConnection.id"),
];

static HUB: &[Row] = &[
    text("virtual_wan_id", "properties.virtualWan.id"),
    text("address_prefix", "properties.addressPrefix"),
    text("sku", "properties.sku"),
    flag("branch_to_branch_traffic_enabled", "properties.allowBranchToBranchTraffic"),
    text("hub_routing_preference", "properties.hubRoutingPreference"),
    number(
        "virtual_router_auto_scale_min_capacity",
        "properties.virtualRouterAutoScaleConfiguration.minCapacity",
    ),
    each(
        "route",
        "properties.routeTable.routes",
        &[
            texts("address_prefixes", "addressPrefixes"),
            text("next_hop_ip_address", "nextHopIpAddress"),
        ],
    ),
];

/// A hub without a Virtual WAN and with an IP configuration is a Route Server
/// (the only spelling before `azurerm_route_server`).
static HUB_IP: &[Row] = &[
    text("virtual_hub_id", "parent"),
    text("subnet_id", "properties.subnet.id"),
    text("public_ip_address_id", "properties.publicIPAddress.id"),
    text("private_ip_address", "properties.privateIPAddress"),
    text("private_ip_allocation_method", "properties.privateIPAllocationMethod"),
];

/// A data source names the hub.
static HUB_CONNECTION: &[Row] = &[
    text("virtual_hub_id", "parent"),
    text("virtual_hub_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("remote_virtual_network_id", "properties.remoteVirtualNetwork.id"),
    flag("internet_security_enabled", "properties.enableInternetSecurity"),
    first("routing", "properties.routingConfiguration", ROUTING),
];

/// How a connection takes part in a hub's routing; the resources differ in what
/// they call the tables.
pub(super) static ROUTING: &[Row] = &[
    text("associated_route_table_id", "associatedRouteTable.id"),
    text("associated_route_table", "associatedRouteTable.id"),
    texts("propagated_route_table.labels", "propagatedRouteTables.labels"),
    links("propagated_route_table.route_table_ids", "propagatedRouteTables.ids"),
    links("propagated_route_table.ids", "propagatedRouteTables.ids"),
    each(
        "static_vnet_route",
        "vnetRoutes.staticRoutes",
        &[
            text("name", "name"),
            texts("address_prefixes", "addressPrefixes"),
            text("next_hop_ip_address", "nextHopIpAddress"),
        ],
    ),
    text(
        "static_vnet_local_route_override_criteria",
        "vnetRoutes.staticRoutesConfig.vnetLocalRouteOverrideCriteria",
    ),
    flag(
        "static_vnet_propagate_static_routes_enabled",
        "vnetRoutes.staticRoutesConfig.propagateStaticRoutes",
    ),
    text("inbound_route_map_id", "inboundRouteMap.id"),
    text("outbound_route_map_id", "outboundRouteMap.id"),
];

/// A data source names the hub.
static HUB_ROUTE_TABLE: &[Row] = &[
    text("virtual_hub_id", "parent"),
    text("virtual_hub_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    texts("labels", "properties.labels"),
    each("route", "properties.routes", HUB_ROUTE),
];

static HUB_ROUTE: &[Row] = &[
    text("name", "name"),
    texts("destinations", "destinations"),
    text("destinations_type", "destinationType"),
    text("next_hop", "nextHop"),
    text("next_hop_type", "nextHopType"),
];

static ROUTING_INTENT: &[Row] = &[
    text("virtual_hub_id", "parent"),
    each(
        "routing_policy",
        "properties.routingPolicies",
        &[text("name", "name"), texts("destinations", "destinations"), text("next_hop", "nextHop")],
    ),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::{check, check_existing};

    #[test]
    fn a_data_source_names_its_hub() {
        check_existing(
            "azurerm_virtual_hub_route_table",
            r#"{"name": "t", "resource_group_name": "net", "virtual_hub_name": "hub"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/hubRouteTables",
                "name": "t", "resourceGroup": "net",
                "parent": {"name": "hub", "resourceGroup": "net"}}"#,
        );
    }

    #[test]
    fn a_route_server_is_a_hub_without_a_virtual_wan() {
        check(
            "azurerm_route_server",
            r#"{"name": "rs", "resource_group_name": "net", "location": "westeurope", "sku": "Standard",
                "public_ip_address_id": "/p", "subnet_id": "${azurerm_subnet.rs.id}",
                "branch_to_branch_traffic_enabled": true, "hub_routing_preference": "ASPath"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs",
                "name": "rs", "resourceGroup": "net", "location": "westeurope",
                "properties": {"sku": "Standard", "allowBranchToBranchTraffic": true,
                    "hubRoutingPreference": "ASPath",
                    "ipConfigurations": [{"properties": {"subnet": {"id": "${azurerm_subnet.rs.id}"},
                        "publicIPAddress": {"id": "/p"}}}]}}"#,
        );
        check(
            "azurerm_route_server_bgp_connection",
            r#"{"name": "nva", "route_server_id": "${azurerm_route_server.rs.id}", "peer_asn": 65001,
                "peer_ip": "10.0.2.4"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/bgpConnections", "name": "nva",
                "parent": "${azurerm_route_server.rs.id}",
                "properties": {"peerAsn": 65001, "peerIp": "10.0.2.4"}}"#,
        );
    }

    #[test]
    fn a_route_server_as_it_was_spelled_before_there_was_a_word_for_it() {
        check(
            "azurerm_virtual_hub",
            r#"{"name": "rs", "sku": "Standard", "virtual_wan_id": null, "address_prefix": null}"#,
            r#"{"type": "Microsoft.Network/virtualHubs", "name": "rs", "properties": {"sku": "Standard"}}"#,
        );
        check(
            "azurerm_virtual_hub_ip",
            r#"{"name": "ip", "virtual_hub_id": "${azurerm_virtual_hub.rs.id}", "subnet_id": "/s",
                "public_ip_address_id": "/p", "private_ip_allocation_method": "Dynamic"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/ipConfigurations", "name": "ip",
                "parent": "${azurerm_virtual_hub.rs.id}",
                "properties": {"subnet": {"id": "/s"}, "publicIPAddress": {"id": "/p"},
                    "privateIPAllocationMethod": "Dynamic"}}"#,
        );
        check(
            "azurerm_virtual_hub_bgp_connection",
            r#"{"name": "nva", "virtual_hub_id": "/hub", "peer_asn": 65001, "peer_ip": "10.0.2.4",
                "virtual_network_connection_id": "/c"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/bgpConnections", "name": "nva", "parent": "/hub",
                "properties": {"peerAsn": 65001, "peerIp": "10.0.2.4",
                    "hubVirtualNetworkConnection": {"id": "/c"}}}"#,
        );
    }

    #[test]
    fn a_hub_of_a_virtual_wan() {
        check(
            "azurerm_virtual_hub",
            r#"{"name": "hub", "virtual_wan_id": "/wan", "address_prefix": "10.100.0.0/23",
                "hub_routing_preference": "ExpressRoute", "branch_to_branch_traffic_enabled": false,
                "virtual_router_auto_scale_min_capacity": 2,
                "route": [{"address_prefixes": ["10.9.0.0/16"], "next_hop_ip_address": "10.0.0.4"}]}"#,
            r#"{"type": "Microsoft.Network/virtualHubs", "name": "hub", "properties": {
                "virtualWan": {"id": "/wan"}, "addressPrefix": "10.100.0.0/23",
                "hubRoutingPreference": "ExpressRoute", "allowBranchToBranchTraffic": false,
                "virtualRouterAutoScaleConfiguration": {"minCapacity": 2},
                "routeTable": {"routes": [
                    {"addressPrefixes": ["10.9.0.0/16"], "nextHopIpAddress": "10.0.0.4"}]}}}"#,
        );
    }

    #[test]
    fn a_connection_and_how_it_takes_part_in_routing() {
        check(
            "azurerm_virtual_hub_connection",
            r#"{"name": "spoke", "virtual_hub_id": "/hub", "remote_virtual_network_id": "/vnet",
                "internet_security_enabled": true,
                "routing": [{"associated_route_table_id": "/rt", "inbound_route_map_id": "/in",
                    "outbound_route_map_id": "/out",
                    "propagated_route_table": [{"labels": ["default"], "route_table_ids": ["/rt", "/other"]}],
                    "static_vnet_local_route_override_criteria": "Contains",
                    "static_vnet_propagate_static_routes_enabled": true,
                    "static_vnet_route": [{"name": "nva", "address_prefixes": ["10.8.0.0/16"],
                        "next_hop_ip_address": "10.1.0.4"}]}]}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections", "name": "spoke", "parent": "/hub",
                "properties": {"remoteVirtualNetwork": {"id": "/vnet"}, "enableInternetSecurity": true,
                "routingConfiguration": {
                    "associatedRouteTable": {"id": "/rt"}, "inboundRouteMap": {"id": "/in"},
                    "outboundRouteMap": {"id": "/out"},
                    "propagatedRouteTables": {"labels": ["default"], "ids": [{"id": "/rt"}, {"id": "/other"}]},
                    "vnetRoutes": {
                        "staticRoutesConfig": {"vnetLocalRouteOverrideCriteria": "Contains",
                            "propagateStaticRoutes": true},
                        "staticRoutes": [{"name": "nva", "addressPrefixes": ["10.8.0.0/16"],
                            "nextHopIpAddress": "10.1.0.4"}]}}}}"#,
        );
    }

    #[test]
    fn hub_route_tables_and_their_routes() {
        check(
            "azurerm_virtual_hub_route_table",
            r#"{"name": "shared", "virtual_hub_id": "/hub", "labels": ["shared"], "route": [
                {"name": "r", "destinations": ["10.0.0.0/8"], "destinations_type": "CIDR", "next_hop": "/fw",
                    "next_hop_type": "ResourceId"}]}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/hubRouteTables", "name": "shared", "parent": "/hub",
                "properties": {"labels": ["shared"], "routes": [
                {"name": "r", "destinations": ["10.0.0.0/8"], "destinationType": "CIDR", "nextHop": "/fw",
                    "nextHopType": "ResourceId"}]}}"#,
        );
        check(
            "azurerm_virtual_hub_route_table_route",
            r#"{"name": "r", "route_table_id": "/hub/hubRouteTables/defaultRouteTable", "destinations": ["10.0.0.0/8"],
                "destinations_type": "CIDR", "next_hop": "/fw"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/hubRouteTables",
                "amends": "/hub/hubRouteTables/defaultRouteTable",
                "properties": {"routes": [{"name": "r", "destinations": ["10.0.0.0/8"],
                    "destinationType": "CIDR", "nextHop": "/fw"}]}}"#,
        );
    }

    #[test]
    fn routing_intent_of_a_hub() {
        check(
            "azurerm_virtual_hub_routing_intent",
            r#"{"name": "i", "virtual_hub_id": "/hub", "routing_policy": [
                {"name": "private", "destinations": ["PrivateTraffic"], "next_hop": "/fw"}]}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/routingIntent", "name": "i", "parent": "/hub",
                "properties": {"routingPolicies": [
                    {"name": "private", "destinations": ["PrivateTraffic"], "nextHop": "/fw"}]}}"#,
        );
    }

    #[test]
    fn a_route_map_says_which_routes_it_changes_and_how() {
        check(
            "azurerm_route_map",
            r#"{"name": "m", "virtual_hub_id": "/hub", "rule": [{"name": "r", "next_step_if_matched": "Continue",
                "match_criterion": [{"match_condition": "Contains", "route_prefix": ["10.0.0.0/8"]}],
                "action": [{"type": "Add", "parameter": [{"as_path": ["22334"]}]}]}]}"#,
            r#"{"type": "Microsoft.Network/virtualHubs/routeMaps", "name": "m", "parent": "/hub",
                "properties": {"rules": [{"name": "r", "nextStepIfMatched": "Continue",
                "matchCriteria": [{"matchCondition": "Contains", "routePrefix": ["10.0.0.0/8"]}],
                "actions": [{"type": "Add", "parameters": [{"asPath": ["22334"]}]}]}]}}"#,
        );
    }

    #[test]
    fn what_else_of_others_may_stand_in_a_hub() {
        check(
            "azurerm_virtual_hub_security_partner_provider",
            r#"{"name": "p", "virtual_hub_id": "/hub", "security_provider_name": "ZScaler"}"#,
            r#"{"type": "Microsoft.Network/securityPartnerProviders", "name": "p",
                "properties": {"virtualHub": {"id": "/hub"}, "securityProviderName": "ZScaler"}}"#,
        );
        check(
            "azurerm_palo_alto_virtual_network_appliance",
            r#"{"name": "p", "virtual_hub_id": "/hub"}"#,
            r#"{"type": "Microsoft.Network/networkVirtualAppliances", "name": "p",
                "properties": {"virtualHub": {"id": "/hub"}}}"#,
        );
    }
}
