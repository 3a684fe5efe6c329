//! Firewall policies, their rules, and the IP groups that rules name.

use super::row::{
    Default, Plain, Resource, Row, constant, default, each, first, flag, number, one_text, plain,
    resource, text, texts,
};

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_firewall_policy", "Microsoft.Network/firewallPolicies", POLICY),
    resource(
        "azurerm_firewall_policy_rule_collection_group",
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        COLLECTION_GROUP,
    ),
    resource(
        "azurerm_ip_group",
        "Microsoft.Network/ipGroups",
        &[texts("cidrs", "properties.ipAddresses")],
    ),
];

/// `sku` is `Standard` where it is left out (documentation of azurerm's
/// `azurerm_firewall_policy`, every version).
static POLICY: &[Row] = &[
    text("sku", "properties.sku.tier"),
    default("properties.sku.tier", Default::Text("Standard")),
    text("base_policy_id", "properties.basePolicy.id"),
    texts("private_ip_ranges", "properties.snat.privateRanges"),
    plain(
        "auto_learn_private_ranges_enabled",
        "properties.snat.autoLearnPrivateRanges",
        Plain::Switch(["Enabled", "Disabled"]),
    ),
    text("threat_intelligence_mode", "properties.threatIntelMode"),
    first(
        "dns",
        "properties.dnsSettings",
        &[texts("servers", "servers"), flag("proxy_enabled", "enableProxy")],
    ),
    first(
        "intrusion_detection",
        "properties.intrusionDetection",
        &[text("mode", "mode"), texts("private_ranges", "configuration.privateRanges")],
    ),
];

static COLLECTION_GROUP: &[Row] = &[
    text("firewall_policy_id", "parent"),
    number("priority", "properties.priority"),
    each("network_rule_collection", "properties.ruleCollections", NETWORK_COLLECTION),
    each("application_rule_collection", "properties.ruleCollections", APPLICATION_COLLECTION),
    each("nat_rule_collection", "properties.ruleCollections", NAT_COLLECTION),
];

static NETWORK_COLLECTION: &[Row] = &[
    constant("ruleCollectionType", "FirewallPolicyFilterRuleCollection"),
    text("name", "name"),
    number("priority", "priority"),
    text("action", "action.type"),
    each("rule", "rules", NETWORK_RULE),
];

static NETWORK_RULE: &[Row] = &[
    constant("ruleType", "NetworkRule"),
    text("name", "name"),
    texts("source_addresses", "sourceAddresses"),
    texts("source_ip_groups", "sourceIpGroups"),
    texts("destination_addresses", "destinationAddresses"),
    texts("destination_ip_groups", "destinationIpGroups"),
    texts("destination_fqdns", "destinationFqdns"),
    texts("destination_ports", "destinationPorts"),
    texts("protocols", "ipProtocols"),
];

static APPLICATION_COLLECTION: &[Row] = &[
    constant("ruleCollectionType", "FirewallPolicyFilterRuleCollection"),
    text("name", "name"),
    number("priority", "priority"),
    text("action", "action.type"),
    each("rule", "rules", APPLICATION_RULE),
];

static APPLICATION_RULE: &[Row] = &[
    constant("ruleType", "ApplicationRule"),
    text("name", "name"),
    texts("source_addresses", "sourceAddresses"),
    texts("source_ip_groups", "sourceIpGroups"),
    texts("destination_addresses", "destinationAddresses"),
    texts("destination_fqdns", "targetFqdns"),
    texts("destination_urls", "targetUrls"),
    texts("destination_fqdn_tags", "fqdnTags"),
    texts("web_categories", "webCategories"),
    flag("terminate_tls", "terminateTLS"),
    each("protocols", "protocols", &[text("type", "protocolType"), number("port", "port")]),
];

static NAT_COLLECTION: &[Row] = &[
    constant("ruleCollectionType", "FirewallPolicyNatRuleCollection"),
    text("name", "name"),
    number("priority", "priority"),
    plain("action", "action.type", Plain::Word(&[("Dnat", "DNAT")])),
    each("rule", "rules", NAT_RULE),
];

static NAT_RULE: &[Row] = &[
    constant("ruleType", "NatRule"),
    text("name", "name"),
    texts("source_addresses", "sourceAddresses"),
    texts("source_ip_groups", "sourceIpGroups"),
    one_text("destination_address", "destinationAddresses"),
    texts("destination_ports", "destinationPorts"),
    texts("protocols", "ipProtocols"),
    text("translated_address", "translatedAddress"),
    text("translated_fqdn", "translatedFqdn"),
    text("translated_port", "translatedPort"),
];
