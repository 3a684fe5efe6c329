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
    resource(
        "azurerm_route_map",
        "Microsoft.Network/virtualHubs/routeMaps",
        &[text("virtual_hub_id", "parent")],
    ),
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

static HUB_CONNECTION: &[Row] = &[
    text("virtual_hub_id", "parent"),
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

static HUB_ROUTE_TABLE: &[Row] = &[
    text("virtual_hub_id", "parent"),
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
