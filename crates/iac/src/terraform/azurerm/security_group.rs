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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn rules_inside_of_a_security_group() {
        check(
            "azurerm_network_security_group",
            r#"{"name": "app", "resource_group_name": "net", "security_rule": [
                {"name": "web", "priority": "100", "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
                    "description": "", "source_port_range": "*", "destination_port_range": 443,
                    "source_address_prefix": "Internet", "destination_address_prefix": "10.0.1.0/24"},
                {"name": "ssh", "priority": 110, "direction": "Inbound", "access": "Deny", "protocol": "*",
                    "source_port_ranges": ["1024-65535"], "destination_port_ranges": [22, "3389"],
                    "source_address_prefixes": ["10.0.0.0/8"], "destination_address_prefixes": ["10.0.1.0/24"],
                    "source_application_security_group_ids": ["/a"],
                    "destination_application_security_group_ids": ["/b"]}]}"#,
            r#"{"type": "Microsoft.Network/networkSecurityGroups", "name": "app", "resourceGroup": "net",
                "properties": {"securityRules": [
                {"name": "web", "properties": {
                    "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
                    "description": "", "sourcePortRange": "*", "destinationPortRange": "443",
                    "sourceAddressPrefix": "Internet", "destinationAddressPrefix": "10.0.1.0/24"}},
                {"name": "ssh", "properties": {
                    "priority": 110, "direction": "Inbound", "access": "Deny", "protocol": "*",
                    "sourcePortRanges": ["1024-65535"], "destinationPortRanges": ["22", "3389"],
                    "sourceAddressPrefixes": ["10.0.0.0/8"], "destinationAddressPrefixes": ["10.0.1.0/24"],
                    "sourceApplicationSecurityGroups": [{"id": "/a"}],
                    "destinationApplicationSecurityGroups": [{"id": "/b"}]}}]}}"#,
        );
    }

    #[test]
    fn a_rule_by_itself_names_its_group() {
        check(
            "azurerm_network_security_rule",
            r#"{"name": "web", "resource_group_name": "net", "network_security_group_name": "app",
                "priority": 100, "access": "Allow"}"#,
            r#"{"type": "Microsoft.Network/networkSecurityGroups/securityRules",
                "name": "web", "resourceGroup": "net", "parent": {"name": "app", "resourceGroup": "net"},
                "properties": {"priority": 100, "access": "Allow"}}"#,
        );
    }
}
