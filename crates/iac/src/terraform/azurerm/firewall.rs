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
