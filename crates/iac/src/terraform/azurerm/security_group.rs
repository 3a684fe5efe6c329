//! Network security groups, their rules, and application security groups.

use super::row::{Resource, Row, each, links, number, resource, text, texts};

pub(super) static TABLE: &[Resource] = &[
    resource(
        "azurerm_network_security_group",
        "Microsoft.Network/networkSecurityGroups",
        &[each("security_rule", "properties.securityRules", RULE)],
    ),
    resource(
        "azurerm_network_security_rule",
        "Microsoft.Network/networkSecurityGroups/securityRules",
        RULE,
    ),
    resource(
        "azurerm_application_security_group",
        "Microsoft.Network/applicationSecurityGroups",
        &[],
    ),
];

/// Of a rule; the first two only where it is a resource of its own.
static RULE: &[Row] = &[
    text("network_security_group_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("name", "name"),
    text("description", "properties.description"),
    text("protocol", "properties.protocol"),
    text("direction", "properties.direction"),
    text("access", "properties.access"),
    number("priority", "properties.priority"),
    text("source_port_range", "properties.sourcePortRange"),
    texts("source_port_ranges", "properties.sourcePortRanges"),
    text("destination_port_range", "properties.destinationPortRange"),
    texts("destination_port_ranges", "properties.destinationPortRanges"),
    text("source_address_prefix", "properties.sourceAddressPrefix"),
    texts("source_address_prefixes", "properties.sourceAddressPrefixes"),
    text("destination_address_prefix", "properties.destinationAddressPrefix"),
    texts("destination_address_prefixes", "properties.destinationAddressPrefixes"),
    links("source_application_security_group_ids", "properties.sourceApplicationSecurityGroups"),
    links(
        "destination_application_security_group_ids",
        "properties.destinationApplicationSecurityGroups",
    ),
];
