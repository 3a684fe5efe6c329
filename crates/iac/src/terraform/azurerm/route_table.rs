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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_route_table_with_routes_inside() {
        check(
            "azurerm_route_table",
            r#"{"name": "to-firewall", "resource_group_name": "net", "location": "westeurope",
                "bgp_route_propagation_enabled": false,
                "route": [{"name": "default", "address_prefix": "0.0.0.0/0",
                    "next_hop_type": "VirtualAppliance",
                    "next_hop_in_ip_address": "${azurerm_firewall.f.ip_configuration[0].private_ip_address}"}]}"#,
            r#"{"type": "Microsoft.Network/routeTables",
                "name": "to-firewall", "resourceGroup": "net", "location": "westeurope",
                "properties": {"disableBgpRoutePropagation": true, "routes": [{
                    "name": "default",
                    "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance",
                        "nextHopIpAddress": "${azurerm_firewall.f.ip_configuration[0].private_ip_address}"}}]}}"#,
        );
    }

    #[test]
    fn propagation_is_spelled_both_ways() {
        check(
            "azurerm_route_table",
            r#"{"disable_bgp_route_propagation": true}"#,
            r#"{"type": "Microsoft.Network/routeTables", "properties": {"disableBgpRoutePropagation": true}}"#,
        );
        check(
            "azurerm_route_table",
            r#"{"bgp_route_propagation_enabled": "true", "disable_bgp_route_propagation": true}"#,
            r#"{"type": "Microsoft.Network/routeTables", "properties": {"disableBgpRoutePropagation": false}}"#,
        );
        check(
            "azurerm_route_table",
            r#"{"bgp_route_propagation_enabled": "${var.propagate}"}"#,
            r#"{"type": "Microsoft.Network/routeTables",
                "properties": {"disableBgpRoutePropagation": "${var.propagate}"}}"#,
        );
    }

    #[test]
    fn a_route_by_itself_names_its_table() {
        check(
            "azurerm_route",
            r#"{"name": "on-premises", "resource_group_name": "net", "route_table_name": "gateway",
                "address_prefix": "192.168.0.0/16", "next_hop_type": "VirtualNetworkGateway",
                "next_hop_in_ip_address": null}"#,
            r#"{"type": "Microsoft.Network/routeTables/routes",
                "name": "on-premises", "resourceGroup": "net",
                "parent": {"name": "gateway", "resourceGroup": "net"},
                "properties": {"addressPrefix": "192.168.0.0/16", "nextHopType": "VirtualNetworkGateway"}}"#,
        );
    }
}
