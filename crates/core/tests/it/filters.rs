//! Network security groups and firewall rules.

use nexthop_core::{
    Model, Network,
    routing::{Endpoint, Flow, Protocol, Service, Verdict, simulate},
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

#[test]
fn rules_are_asked_by_priority_and_the_first_that_fits_decides() {
    // https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
    let allow = "filter hub/app in allow 192.168.50.0/24 443 200\n";
    check(
        &[NETWORK, allow, "filter hub/app in deny * * 300"].concat(),
        "onprem:branch -> subnet:hub/app: reachable",
    );
    check(
        &[NETWORK, allow, "filter hub/app in deny * * 100"].concat(),
        "onprem:branch -> subnet:hub/app: unreachable security-group-denies",
    );
}

#[test]
fn a_port_must_pass_every_filter_on_the_way() {
    let text = [
        NETWORK,
        "subnet hub/far 10.0.3.0/24 nsg
         filter hub/app out allow * 443,1433 100
         filter hub/app out deny * * 200
         filter hub/far in deny * 1433 100\n",
    ]
    .concat();
    check(&text, "subnet:hub/app -> subnet:hub/far: reachable connected");
    check(
        &[&text, "filter hub/far in deny * 443 110"].concat(),
        "subnet:hub/app -> subnet:hub/far: unreachable security-group-denies",
    );
    let (network, _) = network(&text);
    let flow = flow_of(&network, "subnet:hub/app", "subnet:hub/far", Service::default());
    assert!(flow.because.message.ends_with("filters let through TCP 443"), "{:?}", flow.because);
}

#[test]
fn a_flow_depends_on_what_is_not_given_of_the_rules_that_decide() {
    let deny = "filter hub/app in deny * * 4000\n";
    check(
        &[NETWORK, "filter hub/app in allow ?group 443 100\n", deny].concat(),
        "p2s:gw -> subnet:hub/app: depends unknown-value",
    );
    check(
        &[NETWORK, "filter hub/app in allow * 443 100 maybe v\n", deny].concat(),
        "p2s:gw -> subnet:hub/app: depends unknown-value",
    );
    // Where the clients' way is lost anyway, nothing depends on the rule.
    check(
        &[
            "vnet hub 10.0.0.0/16
             subnet hub/GatewaySubnet 10.0.0.0/27
             subnet hub/app 10.0.1.0/24 nsg table t
             table t 172.16.0.0/24 -> none
             vpn gw in hub bgp pool 172.16.0.0/24
             filter hub/app in allow ?group 443 100\n",
            deny,
        ]
        .concat(),
        "p2s:gw -> subnet:hub/app: unreachable",
    );
}

#[test]
fn a_list_of_rules_that_is_not_known_closes_no_port() {
    let deny = "filter hub/app in deny * * 4000\n";
    check(
        &[&NETWORK.replace("app 10.0.1.0/24 nsg", "app 10.0.1.0/24 nsg more ?rules"), deny]
            .concat(),
        "p2s:gw -> subnet:hub/app: reachable connected assumes assumed-nsg-allows",
    );
}

#[test]
fn what_is_unknown_of_a_rule_is_of_no_account_where_another_port_surely_passes() {
    let text = [NETWORK, "filter hub/app in deny ?group 443 100"].concat();
    let (network, _) = network(&text);
    let verdict = |port| {
        let service = Service { port, ..Service::default() };
        flow_of(&network, "p2s:gw", "subnet:hub/app", service).verdict
    };
    assert_eq!(verdict(None), Verdict::Reachable);
    assert_eq!(verdict(Some(22)), Verdict::Reachable);
    assert_eq!(verdict(Some(443)), Verdict::Depends);
}

#[test]
fn a_rule_for_other_source_ports_or_another_protocol_does_not_deny() {
    check(
        &[NETWORK, "filter hub/app in deny * * 100 from-port 443"].concat(),
        "p2s:gw -> subnet:hub/app: reachable connected assumes assumed-part-passes",
    );
    let text = [NETWORK, "filter hub/app in deny * * 100 protocol udp"].concat();
    check(&text, "p2s:gw -> subnet:hub/app: reachable connected");
    let (network, _) = network(&text);
    let service = Service { protocol: Protocol::Udp, port: Some(53) };
    let flow = flow_of(&network, "p2s:gw", "subnet:hub/app", service);
    assert_eq!(flow.verdict, Verdict::Unreachable);
}

#[test]
fn rules_for_a_part_of_the_addresses_make_nothing_unreachable() {
    check(
        &[NETWORK, "filter hub/app in deny 172.16.0.0/25 * 100"].concat(),
        "p2s:gw -> subnet:hub/app: reachable connected assumes assumed-part-passes",
    );
    let halves = "filter hub/app in deny 172.16.0.0/25,172.16.0.128/25 * 100";
    check(
        &[NETWORK, halves].concat(),
        "p2s:gw -> subnet:hub/app: unreachable security-group-denies",
    );
}

#[test]
fn a_group_on_a_subnet_of_azures_own_is_not_heeded() {
    // Network security groups on AzureFirewallSubnet are disabled (Azure Firewall FAQ).
    let text = FIREWALL
        .replace("AzureFirewallSubnet 10.0.0.64/26", "AzureFirewallSubnet 10.0.0.64/26 nsg");
    check(
        &[&text, "filter hub/AzureFirewallSubnet in deny * * 100"].concat(),
        "vnet:spoke1 -> vnet:spoke2: reachable connected",
    );
}

const CIRCUIT: &str = "
    vnet hub 10.0.0.0/16
    subnet hub/GatewaySubnet 10.0.0.0/27
    subnet hub/app 10.0.1.0/24 nsg
    er ergw in hub
    site dc via ergw
    filter hub/app in deny * * 4000
";

#[test]
fn unknown_prefixes_of_a_site_are_what_a_flow_depends_on_where_a_rule_names_some() {
    check(
        &[CIRCUIT, "filter hub/app in allow 10.9.0.0/16 443 100"].concat(),
        "onprem:dc -> subnet:hub/app: depends unknown-site-prefixes",
    );
    check(
        &[CIRCUIT, "filter hub/app in allow VirtualNetwork 443 100"].concat(),
        "onprem:dc -> subnet:hub/app: reachable connected",
    );
    check(
        &[CIRCUIT, "filter hub/app in allow 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 443 100"]
            .concat(),
        "onprem:dc -> subnet:hub/app: reachable connected assumes assumed-private-prefixes",
    );
    check(CIRCUIT, "onprem:dc -> subnet:hub/app: unreachable security-group-denies");
    check(
        &[CIRCUIT, "filter hub/app out deny 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 * 100"]
            .concat(),
        "subnet:hub/app -> onprem:dc: depends unknown-site-prefixes",
    );
}

#[test]
fn prefixes_that_a_site_is_only_taken_to_have_deny_nothing() {
    // Custom routes outside of every known network are taken for the site's.
    let text = [CIRCUIT, "vpn gw in hub pool 172.16.0.0/24 custom 192.168.0.0/16\n"].concat();
    check(
        &[&text, "filter hub/app in allow 192.168.0.0/16 443 100"].concat(),
        "onprem:dc -> subnet:hub/app: reachable connected assumes assumed-onprem-prefix",
    );
    check(
        &[&text, "filter hub/app in allow 10.9.0.0/16 443 100"].concat(),
        "onprem:dc -> subnet:hub/app: depends unknown-site-prefixes",
    );
}

/// Spokes behind a firewall, the second with a group.
fn spokes(table: &str) -> String {
    FIREWALL
        .replace("spoke2/app 10.2.1.0/24", "spoke2/app 10.2.1.0/24 nsg")
        .replace("table t 0.0.0.0/0 -> 10.0.0.68", &format!("table t {table}"))
}

#[test]
fn the_tag_virtual_network_holds_the_prefixes_of_user_defined_routes() {
    // "address prefixes used on user-defined routes. This tag might also contain default
    // routes" (service tags).
    let both = "10.1.0.0/16 -> 10.0.0.68 10.2.0.0/16 -> 10.0.0.68";
    check(&spokes(both), "vnet:spoke1 -> vnet:spoke2: reachable connected via fw");
    let deny = "filter spoke2/app in deny VirtualNetwork * 100";
    check(
        &[&spokes(both), deny].concat(),
        "vnet:spoke1 -> vnet:spoke2: unreachable security-group-denies",
    );
    // If a default route puts the other spoke into the tag, the rule denies; if not, Azure's
    // rule for the tag is not for it either, and everything else is denied.
    let by_default = spokes("0.0.0.0/0 -> 10.0.0.68");
    check(&by_default, "vnet:spoke1 -> vnet:spoke2: reachable connected via fw");
    check(
        &[&by_default, deny].concat(),
        "vnet:spoke1 -> vnet:spoke2: unreachable security-group-denies",
    );
}

#[test]
fn a_group_sees_the_address_that_a_firewall_put_in_place_of_the_source() {
    let always = spokes("0.0.0.0/0 -> 10.0.0.68").replace("10.0.0.0/8", "255.255.255.255/32");
    let rules = "rule fw allow * * *
        filter spoke2/app in allow 10.0.0.64/26 443 100
        filter spoke2/app in deny * * 200";
    check(&[&always, rules].concat(), "vnet:spoke1 -> vnet:spoke2: reachable connected via fw");
    check(
        &[&spokes("0.0.0.0/0 -> 10.0.0.68"), rules].concat(),
        "vnet:spoke1 -> vnet:spoke2: unreachable security-group-denies",
    );
}

#[test]
fn firewall_rules_are_asked_by_priority_of_group_and_collection() {
    let allow = "rule fw allow * * 443 group 200 priority 100\n";
    check(
        &[FIREWALL, allow, "rule fw deny * 10.2.0.0/16 * group 100 priority 900"].concat(),
        "vnet:spoke1 -> vnet:spoke2: unreachable firewall-denies
         vnet:spoke2 -> vnet:spoke1: reachable connected via fw",
    );
    check(
        &[FIREWALL, allow, "rule fw deny * 10.2.0.0/16 * group 200 priority 900"].concat(),
        "vnet:spoke1 -> vnet:spoke2: reachable connected via fw",
    );
}

#[test]
fn rules_by_names_of_hosts_are_not_followed() {
    let network_rule = "rule fw allow * app.contoso.com 443\n";
    let application_rule = "rule fw allow 10.1.0.0/16 * 443 application\n";
    for rule in [network_rule, application_rule] {
        check(
            &[FIREWALL, rule].concat(),
            "vnet:spoke1 -> vnet:spoke2: reachable connected via fw assumes assumed-firewall-allows",
        );
    }
    check(
        &[FIREWALL, application_rule].concat(),
        "vnet:spoke2 -> vnet:spoke1: unreachable firewall-denies",
    );
}

#[test]
fn the_reason_names_filter_rule_priority_and_ports() {
    let text = [NETWORK, "filter hub/app in deny 172.16.0.0/24 * 100"].concat();
    let (network, sources) = network(&text);
    let service = Service { protocol: Protocol::Tcp, port: Some(3389) };
    let flow = flow_of(&network, "p2s:gw", "subnet:hub/app", service);
    assert_eq!(
        flow.because.message,
        "subnet app of hub: network security group app denies TCP 3389 from 172.16.0.0/24 \
         (point-to-site clients of gw) to 10.0.1.0/24 (subnet app of hub): rule rule, priority 100"
    );
    let span = flow.because.span.expect("the rule's line");
    assert!(sources.text(span).starts_with("filter hub/app in deny"));
}

fn flow_of(network: &Network, from: &str, to: &str, service: Service) -> Flow {
    let routing = simulate(network, &Model::default());
    let [from, to] = [from, to].map(|name| Endpoint::find(network, name).unwrap()[0]);
    routing.flow_of(network, from, to, service)
}
