//! Route tables and routes.

use super::row::{Resource, Row, each, flag, not_flag, resource, text};

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_route_table", "Microsoft.Network/routeTables", ROUTE_TABLE),
    resource("azurerm_route", "Microsoft.Network/routeTables/routes", ROUTE),
];

static ROUTE_TABLE: &[Row] = &[
    not_flag("bgp_route_propagation_enabled", "properties.disableBgpRoutePropagation"),
    flag("disable_bgp_route_propagation", "properties.disableBgpRoutePropagation"),
    each(
        "route",
        "properties.routes",
        &[
            text("name", "name"),
            text("address_prefix", "properties.addressPrefix"),
            text("next_hop_type", "properties.nextHopType"),
            text("next_hop_in_ip_address", "properties.nextHopIpAddress"),
        ],
    ),
];

static ROUTE: &[Row] = &[
    text("route_table_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("address_prefix", "properties.addressPrefix"),
    text("next_hop_type", "properties.nextHopType"),
    text("next_hop_in_ip_address", "properties.nextHopIpAddress"),
];
