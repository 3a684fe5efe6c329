//! Network security groups and firewall rules.

use nexthop_core::{
    Model,
    routing::{Endpoint, Protocol, Service, Verdict, simulate},
};

use crate::{expectation::check, notation::network};

const NETWORK: &str = "
    vnet hub 10.0.0.0/16
    subnet hub/GatewaySubnet 10.0.0.0/27
    subnet hub/app 10.0.1.0/24 nsg
    subnet hub/other 10.0.2.0/24
    vpn gw in hub bgp pool 172.16.0.0/24
    site branch via gw bgp prefixes 192.168.50.0/24
";

#[test]
fn a_group_without_rules_lets_in_what_is_connected_and_out_everything() {
    check(
        NETWORK,
        "p2s:gw -> subnet:hub/app: reachable connected
         onprem:branch -> subnet:hub/app: reachable connected
         subnet:hub/other -> subnet:hub/app: reachable connected
         subnet:hub/app -> onprem:branch: reachable connected
         subnet:hub/app -> internet: reachable connected",
    );
}

#[test]
fn a_deny_rule_goes_before_what_azure_allows() {
    check(
        &[NETWORK, "filter hub/app in deny 172.16.0.0/24 * 100"].concat(),
        "p2s:gw -> subnet:hub/app: unreachable security-group-denies
         onprem:branch -> subnet:hub/app: reachable
         subnet:hub/app -> p2s:gw: reachable",
    );
}

#[test]
fn one_open_port_is_enough_for_a_flow_without_a_port() {
    let text = [
        NETWORK,
        "filter hub/app in allow 172.16.0.0/24 3389 100
         filter hub/app in deny * * 4000",
    ]
    .concat();
    check(
        &text,
        "p2s:gw -> subnet:hub/app: reachable
         onprem:branch -> subnet:hub/app: unreachable security-group-denies",
    );
    let (network, _) = network(&text);
    let routing = simulate(&network, &Model::default());
    let [from, to] =
        ["p2s:gw", "subnet:hub/app"].map(|name| Endpoint::find(&network, name).unwrap()[0]);
    let verdict = |port| {
        let service = Service { protocol: Protocol::Tcp, port: Some(port) };
        routing.flow_of(&network, from, to, service).verdict
    };
    assert_eq!(verdict(3389), Verdict::Reachable);
    assert_eq!(verdict(443), Verdict::Unreachable);
}

#[test]
fn outbound_rules_decide_where_a_flow_starts() {
    check(
        &[NETWORK, "filter hub/app out deny Internet * 100"].concat(),
        "subnet:hub/app -> internet: unreachable security-group-denies
         subnet:hub/app -> onprem:branch: reachable",
    );
}

const FIREWALL: &str = "
    vnet hub 10.0.0.0/16
    vnet spoke1 10.1.0.0/16
    vnet spoke2 10.2.0.0/16
    subnet hub/AzureFirewallSubnet 10.0.0.64/26
    subnet spoke1/app 10.1.1.0/24 table t
    subnet spoke2/app 10.2.1.0/24 table t
    table t 0.0.0.0/0 -> 10.0.0.68
    peer hub -> spoke1 forwarded
    peer hub -> spoke2 forwarded
    peer spoke1 -> hub forwarded
    peer spoke2 -> hub forwarded
    firewall fw in hub 10.0.0.68 policy-ranges 10.0.0.0/8
";

#[test]
fn a_firewall_denies_what_no_rule_allows_and_passes_replies() {
    check(
        &[FIREWALL, "rule fw allow 10.1.0.0/16 10.2.0.0/16 443"].concat(),
        "vnet:spoke1 -> vnet:spoke2: reachable connected via fw
         vnet:spoke2 -> vnet:spoke1: unreachable firewall-denies",
    );
}

#[test]
fn a_policy_without_rules_is_taken_to_have_them_elsewhere() {
    check(
        FIREWALL,
        "vnet:spoke1 -> vnet:spoke2: reachable connected via fw assumes assumed-firewall-allows",
    );
}

#[test]
fn a_rule_that_covers_a_part_of_the_addresses_is_no_answer() {
    check(
        &[FIREWALL, "rule fw allow 10.1.1.4 10.2.0.0/16 443"].concat(),
        "vnet:spoke1 -> vnet:spoke2: reachable connected via fw assumes assumed-part-passes",
    );
}
