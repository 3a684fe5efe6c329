//! Azure Firewalls and their classic rules.

use super::row::{
    Plain, Resource, Row, amendment, each, first, number, plain, resource, text, texts,
};

const FIREWALLS: &str = "Microsoft.Network/azureFirewalls";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_firewall", FIREWALLS, FIREWALL),
    amendment(
        "azurerm_firewall_network_rule_collection",
        FIREWALLS,
        &[
            text("azure_firewall_name", "amends.name"),
            text("resource_group_name", "amends.resourceGroup"),
            each("", "properties.networkRuleCollections", NETWORK_COLLECTION),
        ],
    ),
    amendment(
        "azurerm_firewall_application_rule_collection",
        FIREWALLS,
        &[
            text("azure_firewall_name", "amends.name"),
            text("resource_group_name", "amends.resourceGroup"),
            each("", "properties.applicationRuleCollections", APPLICATION_COLLECTION),
        ],
    ),
    amendment(
        "azurerm_firewall_nat_rule_collection",
        FIREWALLS,
        &[
            text("azure_firewall_name", "amends.name"),
            text("resource_group_name", "amends.resourceGroup"),
            each("", "properties.natRuleCollections", NAT_COLLECTION),
        ],
    ),
];

static FIREWALL: &[Row] = &[
    text("sku_name", "properties.sku.name"),
    text("sku_tier", "properties.sku.tier"),
    text("firewall_policy_id", "properties.firewallPolicy.id"),
    each("ip_configuration", "properties.ipConfigurations", IP_CONFIGURATION),
    first("management_ip_configuration", "properties.managementIpConfiguration", IP_CONFIGURATION),
    text("virtual_hub.virtual_hub_id", "properties.virtualHub.id"),
    number("virtual_hub.public_ip_count", "properties.hubIPAddresses.publicIPs.count"),
    plain("private_ip_ranges", "properties.additionalProperties", PRIVATE_RANGES),
    text("threat_intel_mode", "properties.threatIntelMode"),
    texts("zones", "zones"),
];

const PRIVATE_RANGES: Plain = Plain::CommaSeparated("Network.SNAT.PrivateRanges");

static IP_CONFIGURATION: &[Row] = &[
    text("name", "name"),
    text("subnet_id", "properties.subnet.id"),
    text("public_ip_address_id", "properties.publicIPAddress.id"),
];

static NETWORK_COLLECTION: &[Row] = &[
    text("name", "name"),
    number("priority", "properties.priority"),
    text("action", "properties.action.type"),
    each(
        "rule",
        "properties.rules",
        &[
            text("name", "name"),
            texts("source_addresses", "sourceAddresses"),
            texts("source_ip_groups", "sourceIpGroups"),
            texts("destination_addresses", "destinationAddresses"),
            texts("destination_ip_groups", "destinationIpGroups"),
            texts("destination_fqdns", "destinationFqdns"),
            texts("destination_ports", "destinationPorts"),
            texts("protocols", "protocols"),
        ],
    ),
];

static APPLICATION_COLLECTION: &[Row] = &[
    text("name", "name"),
    number("priority", "properties.priority"),
    text("action", "properties.action.type"),
    each(
        "rule",
        "properties.rules",
        &[
            text("name", "name"),
            texts("source_addresses", "sourceAddresses"),
            texts("source_ip_groups", "sourceIpGroups"),
            texts("target_fqdns", "targetFqdns"),
            texts("fqdn_tags", "fqdnTags"),
            each("protocol", "protocols", &[text("type", "protocolType"), number("port", "port")]),
        ],
    ),
];

static NAT_COLLECTION: &[Row] = &[
    text("name", "name"),
    number("priority", "properties.priority"),
    text("action", "properties.action.type"),
    each(
        "rule",
        "properties.rules",
        &[
            text("name", "name"),
            texts("source_addresses", "sourceAddresses"),
            texts("source_ip_groups", "sourceIpGroups"),
            texts("destination_addresses", "destinationAddresses"),
            texts("destination_ports", "destinationPorts"),
            texts("protocols", "protocols"),
            text("translated_address", "translatedAddress"),
            text("translated_port", "translatedPort"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_firewall_in_a_virtual_network() {
        check(
            "azurerm_firewall",
            r#"{"name": "fw", "resource_group_name": "net", "sku_name": "AZFW_VNet", "sku_tier": "Standard",
                "firewall_policy_id": "${azurerm_firewall_policy.p.id}", "threat_intel_mode": "Alert",
                "private_ip_ranges": ["IANAPrivateRanges", "100.64.0.0/10"], "zones": ["1"],
                "ip_configuration": [{"name": "c", "subnet_id": "/s", "public_ip_address_id": "/p"}],
                "management_ip_configuration": [{"name": "m", "subnet_id": "/ms", "public_ip_address_id": "/mp"}],
                "virtual_hub": []}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "name": "fw", "resourceGroup": "net", "zones": ["1"],
                "properties": {"sku": {"name": "AZFW_VNet", "tier": "Standard"},
                "firewallPolicy": {"id": "${azurerm_firewall_policy.p.id}"}, "threatIntelMode": "Alert",
                "additionalProperties": {"Network.SNAT.PrivateRanges": "IANAPrivateRanges,100.64.0.0/10"},
                "ipConfigurations": [{"name": "c", "properties":
                    {"subnet": {"id": "/s"}, "publicIPAddress": {"id": "/p"}}}],
                "managementIpConfiguration": {"name": "m", "properties":
                    {"subnet": {"id": "/ms"}, "publicIPAddress": {"id": "/mp"}}}}}"#,
        );
    }

    #[test]
    fn a_firewall_in_a_hub() {
        check(
            "azurerm_firewall",
            r#"{"name": "fw", "sku_name": "AZFW_Hub", "sku_tier": "Premium",
                "virtual_hub": [{"virtual_hub_id": "/hub", "public_ip_count": 2}]}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "name": "fw", "properties": {
                "sku": {"name": "AZFW_Hub", "tier": "Premium"}, "virtualHub": {"id": "/hub"},
                "hubIPAddresses": {"publicIPs": {"count": 2}}}}"#,
        );
    }

    #[test]
    fn private_ranges_of_which_one_is_unknown_are_unknown() {
        check(
            "azurerm_firewall",
            r#"{"name": "fw", "private_ip_ranges": ["10.0.0.0/8", "${var.range}"]}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "name": "fw", "properties": {
                "additionalProperties": {"Network.SNAT.PrivateRanges": "${var.range}"}}}"#,
        );
    }

    #[test]
    fn classic_rules_amend_the_firewall_that_they_name() {
        check(
            "azurerm_firewall_network_rule_collection",
            r#"{"name": "net", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 100,
                "action": "Allow", "rule": [{"name": "r", "source_addresses": ["10.0.0.0/8"],
                    "destination_addresses": ["*"], "destination_ports": [53], "protocols": ["UDP"]}]}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "amends": {"name": "fw", "resourceGroup": "rg"},
                "properties": {"networkRuleCollections": [{"name": "net", "properties": {
                    "priority": 100, "action": {"type": "Allow"}, "rules": [{"name": "r",
                        "sourceAddresses": ["10.0.0.0/8"], "destinationAddresses": ["*"],
                        "destinationPorts": ["53"], "protocols": ["UDP"]}]}}]}}"#,
        );
        check(
            "azurerm_firewall_application_rule_collection",
            r#"{"name": "app", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 100,
                "action": "Deny", "rule": [{"name": "r", "source_ip_groups": ["/g"],
                    "target_fqdns": ["*.example.org"], "protocol": [{"type": "Https", "port": 443}]}]}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "amends": {"name": "fw", "resourceGroup": "rg"},
                "properties": {"applicationRuleCollections": [{"name": "app", "properties": {
                    "priority": 100, "action": {"type": "Deny"}, "rules": [{"name": "r",
                        "sourceIpGroups": ["/g"], "targetFqdns": ["*.example.org"],
                        "protocols": [{"protocolType": "Https", "port": 443}]}]}}]}}"#,
        );
        check(
            "azurerm_firewall_nat_rule_collection",
            r#"{"name": "nat", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 100,
                "action": "Dnat", "rule": [{"name": "r", "source_addresses": ["*"],
                    "destination_addresses": ["203.0.113.1"], "destination_ports": ["3389"],
                    "protocols": ["TCP"], "translated_address": "10.0.1.4", "translated_port": 3389}]}"#,
            r#"{"type": "Microsoft.Network/azureFirewalls", "amends": {"name": "fw", "resourceGroup": "rg"},
                "properties": {"natRuleCollections": [{"name": "nat", "properties": {
                    "priority": 100, "action": {"type": "Dnat"}, "rules": [{"name": "r",
                        "sourceAddresses": ["*"], "destinationAddresses": ["203.0.113.1"],
                        "destinationPorts": ["3389"], "protocols": ["TCP"],
                        "translatedAddress": "10.0.1.4", "translatedPort": "3389"}]}}]}}"#,
        );
    }
}
