//! What is known of properties: set, default or unknown.

use nexthop_core::{Known, Why};

use crate::{check, network};

#[test]
fn numbers_and_truth_values_may_be_text() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "gw", "name": "vpn", "properties": {
                "gatewayType": "vpn", "activeActive": "true", "enableBgp": "False",
                "bgpSettings": {"asn": "65010"},
                "ipConfigurations": [{"properties": {"subnet": {"id": {"$unknown": "var.subnet"}}}}]}}
        ]"#,
        "
        gateway vpn Vpn in ?(var.subnet has no value) asn 65010 active-active not-bgp
          ?(var.subnet has no value)
        ",
    );
}

#[test]
fn an_autonomous_system_that_is_left_out_is_azures() {
    for properties in ["{}", r#"{"bgpSettings": null}"#, r#"{"bgpSettings": {"asn": 0}}"#] {
        let resource = format!(
            r#"[{{"type": "virtualNetworkGateways", "address": "gw", "properties": {properties}}}]"#
        );
        let gateways = network(&resource).gateways;
        let known = gateways.iter().map(|gateway| gateway.asn.known.clone());
        assert_eq!(known.collect::<Vec<_>>(), [Known::Default(65515)], "{properties}");
    }
}

#[test]
fn a_default_that_the_provider_sends_is_a_default_and_null_is_left_out() {
    let network = network(
        r#"[
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p", "name": "p",
             "parent": {"name": "a"}, "properties": {
                "remoteVirtualNetwork": {"id": {"$unknown": "var.remote"}},
                "allowVirtualNetworkAccess": {"$default": true},
                "useRemoteGateways": null, "allowGatewayTransit": true}}
        ]"#,
    );
    let peering = network.peerings.iter().next().expect("one peering");
    assert_eq!(peering.allow_access.known, Known::Default(true));
    assert_eq!(peering.allow_access.span, peering.declared.span);
    assert_eq!(peering.use_remote_gateways.known, Known::Default(false));
    assert_eq!(peering.allow_gateway_transit.known, Known::Set(true));
    assert_ne!(peering.allow_gateway_transit.span, peering.declared.span);
}

#[test]
fn access_that_is_left_out_of_a_peering_is_unknown() {
    let network = network(
        r#"[
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p", "name": "a/p",
             "properties": {"remoteVirtualNetwork": {"id": {"$unknown": "var.remote"}}}}
        ]"#,
    );
    let peering = network.peerings.iter().next().expect("one peering");
    let why = Why::Failed("allowVirtualNetworkAccess is left out".to_owned());
    assert_eq!(peering.allow_access.why(), Some(&why));
    assert_eq!(peering.declared.name.value().map(String::as_str), Some("p"));
}

#[test]
fn nothing_is_a_default_of_what_exists_outside_of_the_code() {
    check(
        r#"[
            {"type": "routeTables", "address": "data.rt", "name": "rt", "existing": true},
            {"type": "azureFirewalls", "address": "data.fw", "name": "fw", "existing": true,
             "properties": {"sku": {"name": "AZFW_VNet", "tier": "Premium"}}}
        ]"#,
        "
        table !rt propagates=?(rt is outside of this code) more (rt is outside of this code)
        firewall !fw VirtualNetwork Premium in ?(fw is outside of this code) at ?(fw is outside of this code) \
         policy ?(fw is outside of this code) ranges ?(fw is outside of this code)
        ",
    );
}

#[test]
fn one_unknown_prefix_makes_the_address_space_unknown() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "a", "name": "a", "properties":
                {"addressSpace": {"addressPrefixes": ["10.0.0.0/16", {"$unknown": "var.prefix"}]}}},
            {"type": "virtualNetworks", "address": "b", "name": "b", "properties":
                {"addressSpace": {"addressPrefixes": ["10.0.0.0"]}}},
            {"type": "virtualNetworks", "address": "c", "name": "c", "properties":
                {"addressSpace": {"addressPrefixes": ["10.0.3.4/16", "fd00:db8::/56"]}}},
            {"type": "virtualNetworks", "address": "d", "name": "d", "properties":
                {"addressSpace": {"ipamPoolPrefixAllocations": [{"numberOfIpAddresses": "256"}]}}}
        ]"#,
        r#"
        vnet a ?(var.prefix has no value)
        vnet b ?("10.0.0.0" is not a CIDR prefix)
        vnet c 10.0.0.0/16,fd00:db8::/56
        vnet d ?(the address space of d is known only after deployment)
        "#,
    );
}

#[test]
fn clients_are_there_where_they_are_configured() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "a", "name": "a", "properties": {
                "gatewayType": "Vpn", "vpnClientConfiguration": {
                    "vpnClientAddressPool": {"addressPrefixes": ["172.16.50.0/24"]}}}},
            {"type": "virtualNetworkGateways", "address": "b", "name": "b", "properties": {
                "gatewayType": "Vpn", "vpnClientConfiguration": {
                    "vpnClientAddressPool": {"addressPrefixes": []}}}},
            {"type": "virtualNetworkGateways", "address": "c", "name": "c", "properties": {
                "gatewayType": "Vpn", "vpnClientConfiguration": {"vpnClientAddressPool": "", "aadTenant": ""},
                "customRoutes": {"addressPrefixes": ["192.168.0.0/16"]}}},
            {"type": "virtualNetworkGateways", "address": "d", "name": "d", "properties": {
                "gatewayType": "Vpn", "vpnClientConfiguration": {"vpnClientProtocols": ["OpenVPN"]}}}
        ]"#,
        "
        gateway a Vpn in ?(the IP configuration is left out) asn 65515~ clients 172.16.50.0/24
        gateway b Vpn in ?(the IP configuration is left out) asn 65515~
        gateway c Vpn in ?(the IP configuration is left out) asn 65515~ custom 192.168.0.0/16
        gateway d Vpn in ?(the IP configuration is left out) asn 65515~
        ",
    );
}

#[test]
fn what_another_resource_changes_counts() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "gw", "name": "gw",
             "properties": {"gatewayType": "Vpn", "activeActive": false}},
            {"type": "virtualNetworkGateways", "address": "update", "amends": "@gw#id",
             "properties": {"activeActive": true}}
        ]"#,
        "
        gateway gw Vpn in ?(the IP configuration is left out) asn 65515~ active-active
        ",
    );
}

#[test]
fn an_unknown_list_of_routes_may_hold_more() {
    check(
        r#"[
            {"type": "routeTables", "address": "a", "name": "a", "properties":
                {"disableBgpRoutePropagation": true, "routes": {"$unknown": "var.routes"}}},
            {"type": "routeTables", "address": "b", "name": "b", "properties":
                {"disableBgpRoutePropagation": {"$unknown": "var.off"}, "routes": [
                    {"name": "r", "properties": {"addressPrefix": {"$unknown": "var.to"}, "nextHopType": "vnetlocal"}},
                    {"$unknown": "var.rest"}]}}
        ]"#,
        "
        table a not-propagates more (var.routes has no value)
        table b propagates=?(var.off has no value) more (var.rest has no value)
          r: ?(var.to has no value) -> VnetLocal
        ",
    );
}

#[test]
fn security_rules_use_one_of_two_forms() {
    check(
        r#"[
            {"type": "applicationSecurityGroups", "address": "asg", "name": "asg"},
            {"type": "networkSecurityGroups", "address": "nsg", "name": "nsg", "properties": {"securityRules": [
                {"name": "a", "properties": {"priority": 100, "direction": "Inbound", "access": "Allow",
                    "protocol": "Tcp", "sourceAddressPrefix": "*", "destinationAddressPrefixes": ["10.0.0.0/8"],
                    "destinationPortRange": "443"}}]}},
            {"type": "networkSecurityGroups/securityRules", "address": "rule", "name": "b", "parent": "@nsg#id",
             "properties": {"priority": "200", "direction": "Outbound", "access": "Deny", "protocol": "*",
                "sourceApplicationSecurityGroups": [{"id": "@asg#id"}], "destinationAddressPrefix": "Internet",
                "destinationAddressPrefixes": [], "destinationPortRanges": ["80", 443]}}
        ]"#,
        "
        group nsg
          a 100 Inbound Allow tcp * -> 10.0.0.0/8 443
          b 200 Outbound Deny * asg -> Internet 80,443
        ",
    );
}

#[test]
fn a_firewall_policy_holds_the_rules_of_its_groups() {
    check(
        r#"[
            {"type": "ipGroups", "address": "group-of-spokes", "name": "spokes",
             "properties": {"ipAddresses": ["10.1.0.0/16"]}},
            {"type": "ipGroups", "address": "one-more", "amends": "@group-of-spokes#id",
             "properties": {"ipAddresses": ["10.2.0.4-10.2.0.9"]}},
            {"type": "firewallPolicies", "address": "policy", "name": "policy", "properties":
                {"sku": {"tier": "Premium"}, "snat": {"privateRanges": ["IANAPrivateRanges", "198.51.100.7"]}}},
            {"type": "firewallPolicies/ruleCollectionGroups", "address": "group", "name": "g",
             "parent": "@policy#id", "properties": {"priority": 500, "ruleCollections": [
                {"priority": 100, "action": {"type": "Allow"}, "rules": [
                    {"ruleType": "NetworkRule", "name": "n", "sourceAddresses": ["10.0.0.0/8"],
                     "destinationAddresses": ["192.168.0.0/16"], "destinationPorts": ["*"], "ipProtocols": ["TCP", "Any"]},
                    {"ruleType": "ApplicationRule", "name": "a", "sourceAddresses": ["10.9.0.0/16"], "sourceIpGroups": ["@group-of-spokes#id"],
                     "targetFqdns": ["example.org"], "protocols": [{"protocolType": "Https", "port": 443}]}]}]}}
        ]"#,
        "
        policy policy Premium ranges 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,198.51.100.7/32
          Network true (500, 100) tcp,any 10.0.0.0/8 -> 192.168.0.0/16 *
          Application true (500, 100) https 10.9.0.0/16,10.1.0.0/16,10.2.0.4-10.2.0.9 -> example.org 443
        ",
    );
}

#[test]
fn rules_have_what_is_known_of_their_collection_and_ip_groups() {
    check(
        r#"[
            {"type": "ipGroups", "address": "given", "name": "given",
             "properties": {"ipAddresses": {"$unknown": "var.prefixes"}}},
            {"type": "firewallPolicies", "address": "base", "name": "base", "properties": {"sku": {"tier": "Standard"}}},
            {"type": "firewallPolicies", "address": "policy", "name": "policy", "properties":
                {"sku": {"tier": "Standard"}, "basePolicy": {"id": "@base#id"}}},
            {"type": "firewallPolicies/ruleCollectionGroups", "address": "group", "name": "g", "maybe": "enabled",
             "parent": "@policy#id", "properties": {"priority": 500, "ruleCollections": [
                {"priority": 100, "action": {"type": "Deny"}, "rules": [
                    {"ruleType": "NetworkRule", "name": "n", "sourceIpGroups": ["@given#id"],
                     "destinationFqdns": ["app.contoso.com"], "destinationPorts": ["*"], "ipProtocols": ["TCP"]}]}]}}
        ]"#,
        "
        policy base Standard
        policy policy Standard on base
          perhaps Network false (500, 100) tcp ?(var.prefixes has no value) -> app.contoso.com *
        ",
    );
}

#[test]
fn classic_rules_stand_in_a_firewall_or_apart() {
    check(
        r#"[
            {"type": "azureFirewalls", "address": "fw", "name": "fw", "properties": {
                "sku": {"name": "AZFW_VNet", "tier": "Standard"},
                "natRuleCollections": [{"name": "in", "properties": {"priority": 300, "action": {"type": "Dnat"},
                    "rules": [{"name": "ssh", "sourceAddresses": ["*"], "destinationAddresses": ["198.51.100.7"],
                        "destinationPorts": ["22"], "protocols": ["TCP"]}]}}]}},
            {"type": "azureFirewalls", "address": "a", "amends": "@fw#id", "properties": {
                "networkRuleCollections": [{"name": "a", "properties": {"priority": 100, "action": {"type": "Allow"},
                    "rules": [{"name": "web", "sourceAddresses": ["10.1.0.0/16"], "destinationAddresses": ["10.2.0.0/16"],
                        "destinationPorts": ["443"], "protocols": ["TCP"]}]}}]}},
            {"type": "azureFirewalls", "address": "b", "amends": "@fw#id", "properties": {
                "networkRuleCollections": [{"name": "b", "properties": {"priority": 200, "action": {"type": "Deny"},
                    "rules": [{"name": "rest", "sourceAddresses": ["*"], "destinationAddresses": ["*"],
                        "destinationPorts": ["*"], "protocols": ["Any"]}]}}]}}
        ]"#,
        "
        firewall fw VirtualNetwork Standard in nothing~ at ?(the firewall's private address is known only after deployment)
          Nat true~ (0, 300) tcp * -> 198.51.100.7 22
          Network true (0, 100) tcp 10.1.0.0/16 -> 10.2.0.0/16 443
          Network false (0, 200) any * -> * *
        ",
    );
}

#[test]
fn a_public_address_that_is_not_chosen_by_azure_is_static() {
    check(
        r#"[
            {"type": "publicIPAddresses", "address": "a", "name": "a", "sku": {"name": "Standard"},
             "properties": {"publicIPAllocationMethod": "static"}},
            {"type": "publicIPAddresses", "address": "b", "name": "b", "sku": {"name": {"$default": "Basic"}},
             "properties": {"publicIPAllocationMethod": "Sometimes"}}
        ]"#,
        r#"
        address a Standard static true
        address b Basic~ static ?("Sometimes" is none of Static, Dynamic)
        "#,
    );
}

#[test]
fn the_bandwidth_of_a_circuit_is_in_megabits_however_it_is_written() {
    for (properties, megabits, on_own_port) in [
        (r#"{"serviceProviderProperties": {"bandwidthInMbps": 200}}"#, Some(200), false),
        (r#"{"expressRoutePort": {"id": "/p"}, "bandwidthInGbps": "2.5"}"#, Some(2_500), true),
        (r#"{"expressRoutePort": {"id": "/p"}, "bandwidthInGbps": 10}"#, Some(10_000), true),
        ("{}", None, false),
    ] {
        let resource = format!(
            r#"[{{"type": "expressRouteCircuits", "address": "c", "properties": {properties}}}]"#
        );
        let circuits = network(&resource).circuits;
        let circuit = circuits.iter().next().expect("one circuit");
        assert_eq!(circuit.megabits.value(), Some(&megabits), "{properties}");
        assert!(circuit.on_own_port.is(&on_own_port), "{properties}");
    }
}

#[test]
fn nat_rules_stand_in_a_gateway_or_apart() {
    let network = network(
        r#"[
            {"type": "virtualNetworkGateways", "address": "gw", "name": "vpn",
             "properties": {"natRules": [{"name": "inline", "properties": {"mode": "EgressSnat"}}]}},
            {"type": "virtualNetworkGateways/natRules", "address": "n", "name": "apart",
             "parent": {"name": "vpn"}, "properties": {"mode": "IngressSnat"}}
        ]"#,
    );
    let gateway = network.gateways.iter().next().expect("one gateway");
    let names: Vec<_> = gateway.nat_rules.iter().map(|rule| rule.declared.label()).collect();
    assert_eq!(names, ["inline", "apart"]);
}

/// Azure says in two places of what is deployed which address it chose.
#[test]
fn a_private_endpoint_has_the_address_that_azure_chose() {
    let chosen = [
        r#"{"customDnsConfigs": [{"fqdn": "st.example", "ipAddresses": ["10.1.2.7"]}]}"#,
        r#"{"privateLinkServiceConnections": [{"properties": {"privateIPAddress": "10.1.2.7"}}]}"#,
        r#"{"ipConfigurations": [{"properties": {"privateIPAddress": "10.1.2.7"}}],
            "customDnsConfigs": [{"ipAddresses": ["10.1.2.7"]}]}"#,
    ];
    for properties in chosen {
        let resource = format!(
            r#"[{{"type": "privateEndpoints", "address": "e", "properties": {properties}}}]"#
        );
        let endpoints = network(&resource).private_endpoints;
        let ips = endpoints.iter().flat_map(|endpoint| &endpoint.ips.known);
        let ips: Vec<_> = ips.map(|ip| ip.value().copied().flatten()).collect();
        assert_eq!(ips, ["10.1.2.7".parse().ok()], "{properties}");
    }
}
