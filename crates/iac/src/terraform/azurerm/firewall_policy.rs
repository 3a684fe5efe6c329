//! Firewall policies, their rules, and the IP groups that rules name.

use super::row::{
    Default, Plain, Resource, Row, amendment, constant, default, each, first, flag, number,
    one_text, plain, resource, text, texts,
};

const IP_GROUPS: &str = "Microsoft.Network/ipGroups";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_firewall_policy", "Microsoft.Network/firewallPolicies", POLICY),
    resource(
        "azurerm_firewall_policy_rule_collection_group",
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        COLLECTION_GROUP,
    ),
    resource("azurerm_ip_group", IP_GROUPS, &[texts("cidrs", "properties.ipAddresses")]),
    amendment(
        "azurerm_ip_group_cidr",
        IP_GROUPS,
        &[text("ip_group_id", "amends"), one_text("cidr", "properties.ipAddresses")],
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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_policy() {
        check(
            "azurerm_firewall_policy",
            r#"{"name": "p", "sku": "Premium", "base_policy_id": "/base", "private_ip_ranges": ["10.0.0.0/8"],
                "auto_learn_private_ranges_enabled": true, "threat_intelligence_mode": "Deny",
                "dns": [{"proxy_enabled": true, "servers": ["10.0.0.4"]}],
                "intrusion_detection": [{"mode": "Alert", "private_ranges": ["10.0.0.0/8"]}]}"#,
            r#"{"type": "Microsoft.Network/firewallPolicies", "name": "p", "properties": {
                "sku": {"tier": "Premium"}, "basePolicy": {"id": "/base"},
                "snat": {"privateRanges": ["10.0.0.0/8"], "autoLearnPrivateRanges": "Enabled"},
                "threatIntelMode": "Deny", "dnsSettings": {"enableProxy": true, "servers": ["10.0.0.4"]},
                "intrusionDetection": {"mode": "Alert", "configuration": {"privateRanges": ["10.0.0.0/8"]}}}}"#,
        );
        check(
            "azurerm_firewall_policy",
            r#"{"name": "p"}"#,
            r#"{"type": "Microsoft.Network/firewallPolicies", "name": "p",
                "properties": {"sku": {"tier": "Standard"}}}"#,
        );
    }

    #[test]
    fn rules_of_all_kinds_are_one_list() {
        check(
            "azurerm_firewall_policy_rule_collection_group",
            r#"{"name": "g", "firewall_policy_id": "${azurerm_firewall_policy.p.id}", "priority": 500,
                "nat_rule_collection": [{"name": "in", "priority": 100, "action": "Dnat", "rule": [
                    {"name": "rdp", "source_addresses": ["*"], "destination_address": "203.0.113.1",
                        "destination_ports": ["3389"], "protocols": ["TCP"],
                        "translated_address": "10.0.1.4", "translated_port": 3389}]}],
                "network_rule_collection": [{"name": "net", "priority": 200, "action": "Allow", "rule": [
                    {"name": "any", "source_addresses": ["10.0.0.0/8"], "destination_ip_groups": ["/g"],
                        "destination_ports": ["*"], "protocols": ["Any"]}, "${var.rules}"]}],
                "application_rule_collection": [{"name": "web", "priority": 300, "action": "Deny", "rule": [
                    {"name": "web", "source_addresses": ["*"], "destination_fqdns": ["example.org"],
                        "destination_fqdn_tags": ["AzureBackup"], "terminate_tls": false,
                        "protocols": [{"type": "Http", "port": "80"}]}]}, "${var.more}"]}"#,
            r#"{"type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "name": "g",
                "parent": "${azurerm_firewall_policy.p.id}",
                "properties": {"priority": 500, "ruleCollections": [
                {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "net", "priority": 200,
                    "action": {"type": "Allow"}, "rules": [
                    {"ruleType": "NetworkRule", "name": "any", "sourceAddresses": ["10.0.0.0/8"],
                        "destinationIpGroups": ["/g"], "destinationPorts": ["*"], "ipProtocols": ["Any"]},
                    "${var.rules}"]},
                {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "web", "priority": 300,
                    "action": {"type": "Deny"}, "rules": [
                    {"ruleType": "ApplicationRule", "name": "web", "sourceAddresses": ["*"],
                        "targetFqdns": ["example.org"], "fqdnTags": ["AzureBackup"], "terminateTLS": false,
                        "protocols": [{"protocolType": "Http", "port": 80}]}]},
                "${var.more}",
                {"ruleCollectionType": "FirewallPolicyNatRuleCollection", "name": "in", "priority": 100,
                    "action": {"type": "DNAT"}, "rules": [
                    {"ruleType": "NatRule", "name": "rdp", "sourceAddresses": ["*"],
                        "destinationAddresses": ["203.0.113.1"], "destinationPorts": ["3389"],
                        "ipProtocols": ["TCP"], "translatedAddress": "10.0.1.4",
                        "translatedPort": "3389"}]}]}}"#,
        );
    }

    #[test]
    fn collections_of_which_the_number_is_unknown_are_an_unknown_element() {
        check(
            "azurerm_firewall_policy_rule_collection_group",
            r#"{"name": "g", "network_rule_collection": [{"name": "net"}],
                "application_rule_collection": "${var.web}"}"#,
            r#"{"type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "name": "g",
                "properties": {"ruleCollections": [
                    {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "net"},
                    "${var.web}"]}}"#,
        );
    }

    #[test]
    fn an_ip_group() {
        check(
            "azurerm_ip_group",
            r#"{"name": "g", "cidrs": ["10.0.0.0/8"]}"#,
            r#"{"type": "Microsoft.Network/ipGroups", "name": "g", "properties": {"ipAddresses": ["10.0.0.0/8"]}}"#,
        );
    }

    #[test]
    fn a_prefix_may_be_added_to_an_ip_group_by_itself() {
        check(
            "azurerm_ip_group_cidr",
            r#"{"ip_group_id": "${azurerm_ip_group.g.id}", "cidr": "10.0.0.0/8"}"#,
            r#"{"type": "Microsoft.Network/ipGroups", "amends": "${azurerm_ip_group.g.id}",
                "properties": {"ipAddresses": ["10.0.0.0/8"]}}"#,
        );
    }
}
