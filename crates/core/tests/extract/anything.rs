//! Whatever the resources hold, there is a network.

use std::fmt::Write;

use nexthop_core::Model;
use proptest::prelude::*;

use crate::{resources, text};

/// Types that are read, and one that is not.
const TYPES: &[&str] = &[
    "virtualNetworks",
    "virtualNetworks/subnets",
    "virtualNetworks/virtualNetworkPeerings",
    "routeTables",
    "routeTables/routes",
    "networkSecurityGroups",
    "networkSecurityGroups/securityRules",
    "virtualNetworkGateways",
    "connections",
    "localNetworkGateways",
    "expressRouteCircuits",
    "expressRouteCircuits/peerings",
    "virtualHubs",
    "virtualHubs/ipConfigurations",
    "virtualHubs/bgpConnections",
    "azureFirewalls",
    "firewallPolicies",
    "firewallPolicies/ruleCollectionGroups",
    "networkInterfaces",
    "loadBalancers",
    "publicIPAddresses",
    "virtualWans",
    "somethingElse",
];

const NAMES: &[&str] = &[
    "name",
    "id",
    "properties",
    "resourceGroup",
    "addressSpace",
    "addressPrefixes",
    "addressPrefix",
    "subnets",
    "subnet",
    "routeTable",
    "routes",
    "nextHopType",
    "nextHopIpAddress",
    "ipConfigurations",
    "remoteVirtualNetwork",
    "gatewayType",
    "bgpSettings",
    "asn",
    "vpnClientConfiguration",
    "vpnClientAddressPool",
    "virtualNetworkGateway1",
    "localNetworkGateway2",
    "peer",
    "connectionType",
    "securityRules",
    "ruleCollections",
    "rules",
    "ruleType",
    "sku",
    "tier",
    "virtualWan",
    "additionalProperties",
    "Network.SNAT.PrivateRanges",
];

/// Values as JSON; see [`resources::read`] for what references are.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|truth| truth.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        prop::sample::select(vec![
            "10.0.0.0/16", "fd00::/8", "0.0.0.0/0", "255.255.255.255/32", "10.0.0.4", "", "/", "a/b",
            "GatewaySubnet", "RouteServerSubnet", "hub", "Vpn", "ExpressRoute", "IPsec", "65515",
            "VirtualAppliance", "NetworkRule", "ApplicationRule", "IANAPrivateRanges", "rg",
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub",
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub/subnets/GatewaySubnet",
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/subnets",
        ])
        .prop_map(|text| format!("\"{text}\"")),
        (0..8u8, prop::sample::select(vec!["id", "name", "subnet[0].id", "subnet[", "private_ip_address", ""]))
            .prop_map(|(number, attribute)| format!("\"@r{number}#{attribute}\"")),
        Just(r#"{"$unknown": "var.x"}"#.to_owned()),
        (0..8u8).prop_map(|number| {
            format!(r#"{{"$parts": ["@r{number}#id", "/subnets/GatewaySubnet", null]}}"#)
        }),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map(prop::sample::select(NAMES), inner, 0..5).prop_map(
                |fields| {
                    let fields = fields.iter().map(|(name, value)| format!("\"{name}\": {value}"));
                    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
                }
            ),
        ]
    })
}

fn resource(number: usize) -> impl Strategy<Value = String> {
    let extra = prop_oneof![Just("amends"), Just("parent"), Just("name")];
    let flag =
        prop_oneof![Just(""), Just(r#", "existing": true"#), Just(r#", "maybe": "var.count""#)];
    (prop::sample::select(TYPES), value(), extra, value(), flag).prop_map(
        move |(kind, properties, extra, more, flag)| {
            let mut text = format!(r#"{{"type": "{kind}", "address": "r{number}""#);
            let _ = write!(text, r#", "properties": {properties}, "{extra}": {more}{flag}}}"#);
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn anything_makes_a_network_and_always_the_same(
        list in (resource(0), resource(1), resource(2), resource(3), resource(4), resource(5))
    ) {
        let list = [list.0, list.1, list.2, list.3, list.4, list.5];
        let (resources, unread) = resources::read(&format!("[{}]", list.join(",")));
        let network = |resources: &[_]| {
            text::of(&nexthop_core::analyse(resources, &unread, &Model::default()).network)
        };
        let mut reversed = resources.clone();
        reversed.reverse();
        prop_assert_eq!(network(&resources), network(&reversed));
    }
}
