//! Next hops: which are in reach, which forward, which loop.

use crate::expectation::check;

const NETWORK: &str = "
    vnet hub 10.0.0.0/16
    vnet one 10.1.0.0/16
    vnet two 10.2.0.0/16
    vnet far 10.9.0.0/16
    subnet hub/nva 10.0.2.0/24
    subnet one/app 10.1.1.0/24 table t
    subnet two/app 10.2.1.0/24 table t
    subnet far/nva 10.9.1.0/24
    peer hub -> one forwarded
    peer hub -> two forwarded
    peer hub -> far forwarded
    peer far -> hub forwarded
    peer one -> hub forwarded
";
const RECEIVES: &str = "peer two -> hub forwarded\n";
const TABLE: &str = "table t 0.0.0.0/0 -> 10.0.2.4\n";
const NVA: &str = "nic nva in hub/nva 10.0.2.4 forwarding\n";

#[test]
fn spokes_reach_each_other_through_an_appliance_that_forwards() {
    check(
        &[NETWORK, RECEIVES, TABLE, NVA].concat(),
        "vnet:one <-> vnet:two: reachable connected via nva assumes assumed-nva-forwards",
    );
    check(
        &[NETWORK, RECEIVES, TABLE, "nic nva in hub/nva 10.0.2.4"].concat(),
        "vnet:one -> vnet:two: unreachable ip-forwarding-off",
    );
    check(
        &[NETWORK, RECEIVES, TABLE, "nic nva in hub/nva 10.0.2.4 forwarding ?v"].concat(),
        "vnet:one -> vnet:two: depends unknown-value",
    );
    check(
        &[NETWORK, RECEIVES, TABLE, "ilb lb in hub/nva 10.0.2.4"].concat(),
        "vnet:one <-> vnet:two: reachable connected via lb",
    );
}

#[test]
fn the_receiving_network_must_take_forwarded_traffic() {
    check(
        &[NETWORK, "peer two -> hub\n", TABLE, NVA].concat(),
        "vnet:one -> vnet:two: unreachable forwarded-traffic-disabled",
    );
    check(
        &[NETWORK, "peer two -> hub forwarded ?v\n", TABLE, NVA].concat(),
        "vnet:one -> vnet:two: depends unknown-value",
    );
}

#[test]
fn a_next_hop_two_peerings_away_is_out_of_reach() {
    check(
        &[
            NETWORK,
            RECEIVES,
            "table t 0.0.0.0/0 -> 10.9.1.4
             nic nva in far/nva 10.9.1.4 forwarding",
        ]
        .concat(),
        "vnet:one -> vnet:two: unreachable next-hop-unreachable",
    );
}

#[test]
fn peerings_drop_what_they_are_told_to_drop() {
    let pair = |one: &str, other: &str| {
        format!("vnet a 10.0.0.0/16\n vnet b 10.1.0.0/16\n peer a -> b {one}\n {other}")
    };
    check(&pair("", "peer b -> a"), "vnet:a <-> vnet:b: reachable connected");
    check(&pair("", ""), "vnet:a -> vnet:b: unreachable peering-not-connected");
    check(
        &pair("no-access", "peer b -> a"),
        "vnet:a <-> vnet:b: unreachable peering-access-disabled",
    );
    check(&pair("access ?v", "peer b -> a"), "vnet:a <-> vnet:b: depends unknown-value");
}

#[test]
fn appliances_that_send_to_each_other_loop() {
    check(
        "vnet a 10.0.0.0/16
         subnet a/app 10.0.1.0/24 table t
         subnet a/nva1 10.0.2.0/24 table t1
         subnet a/nva2 10.0.3.0/24 table t2
         table t 0.0.0.0/0 -> 10.0.2.4
         table t1 0.0.0.0/0 -> 10.0.3.4
         table t2 0.0.0.0/0 -> 10.0.2.4
         nic nva1 in a/nva1 10.0.2.4 forwarding
         nic nva2 in a/nva2 10.0.3.4 forwarding",
        "subnet:a/app -> internet: unreachable loop",
    );
}

#[test]
fn a_route_to_the_gateway_needs_a_vpn_gateway_without_expressroute_beside_it() {
    let network = "
        vnet hub 10.0.0.0/16
        subnet hub/app 10.0.1.0/24 table t
        table t no-propagation 192.168.0.0/16 -> gateway
        vpn gw in hub bgp
        site branch via gw bgp prefixes 192.168.0.0/16\n";
    check(network, "vnet:hub <-> onprem:branch: reachable connected");
    check(
        &[network, "er er in hub"].concat(),
        "vnet:hub -> onprem:branch: unreachable gateway-next-hop-invalid",
    );
}

/// L-DUM: a peered network without subnets makes the circuit learn a prefix.
#[test]
fn a_dummy_network_is_advertised_for_what_is_behind_the_firewall() {
    check(
        "vnet hub 10.0.0.0/16
         vnet dummy 10.50.0.0/16
         vnet spoke1 10.1.0.0/16
         subnet hub/GatewaySubnet 10.0.0.0/27
         er gw in hub
         peer hub -> dummy transit
         peer dummy -> hub use
         peer hub -> spoke1
         peer spoke1 -> hub
         site dc via gw prefixes 192.168.0.0/16",
        "advertised gw: 10.0.0.0/16 10.50.0.0/16",
    );
}

const TWO_ARMS: &str = "
    vnet a 10.0.0.0/16
    subnet a/public 10.0.1.0/24
    subnet a/private 10.0.2.0/24 table t
    table t 0.0.0.0/0 -> 10.0.2.4
";

#[test]
fn an_appliance_sends_on_by_the_interface_whose_routes_do_not_lead_back() {
    let interfaces = |machine: &str| {
        format!(
            "nic port1 in a/public 10.0.1.4 forwarding {machine}
             nic port2 in a/private 10.0.2.4 forwarding {machine}"
        )
    };
    check(
        &[TWO_ARMS, &interfaces("of fw")].concat(),
        "subnet:a/private -> internet: reachable connected assumes assumed-nva-forwards",
    );
    check(&[TWO_ARMS, &interfaces("")].concat(), "subnet:a/private -> internet: unreachable loop");
    check(
        &[TWO_ARMS, "nic port2 in a/private 10.0.2.4 forwarding of fw"].concat(),
        "subnet:a/private -> internet: unreachable loop",
    );
}

#[test]
fn the_interfaces_of_one_appliance_see_both_directions() {
    let network = |machine: &str| {
        format!(
            "vnet hub 10.0.0.0/16
             vnet one 10.1.0.0/16
             subnet hub/GatewaySubnet 10.0.0.0/24 table g
             subnet hub/outside 10.0.1.0/24
             subnet hub/inside 10.0.2.0/24
             subnet one/app 10.1.1.0/24 table t
             table g 10.1.0.0/16 -> 10.0.1.4
             table t no-propagation 0.0.0.0/0 -> 10.0.2.4
             peer hub -> one transit forwarded
             peer one -> hub use forwarded
             vpn v in hub
             site dc via v prefixes 192.168.0.0/16
             nic outside in hub/outside 10.0.1.4 forwarding {machine}
             nic inside in hub/inside 10.0.2.4 forwarding {machine}"
        )
    };
    check(&network("of fw"), "onprem:dc <-> vnet:one: reachable connected");
    check(&network(""), "onprem:dc -> vnet:one: asymmetric");
}
