//! Hub and spoke: clients, circuits, branches and a firewall.

use nexthop_core::{Contested, Model};

use crate::expectation::{check, check_with};

/// S01: VPN gateway with clients, ExpressRoute gateway, firewall, two spokes.
const SEED: &str = "
    vnet hub 10.0.0.0/16
    vnet spoke1 10.1.0.0/16
    vnet spoke2 10.2.0.0/16
    subnet hub/GatewaySubnet 10.0.0.0/27 table gw
    subnet hub/AzureFirewallSubnet 10.0.0.64/26
    subnet hub/app 10.0.1.0/24
    peer hub -> spoke1 transit forwarded
    peer hub -> spoke2 transit forwarded
    peer spoke1 -> hub use forwarded
    peer spoke2 -> hub use forwarded
    er ergw in hub
    firewall fw in hub 10.0.0.68
";
const PLAIN_SPOKES: &str = "
    subnet spoke1/app 10.1.1.0/24
    subnet spoke2/app 10.2.1.0/24
";
const FIREWALLED_SPOKES: &str = "
    table spokes no-propagation 0.0.0.0/0 -> 10.0.0.68
    subnet spoke1/app 10.1.1.0/24 table spokes
    subnet spoke2/app 10.2.1.0/24 table spokes
";
const VPN: &str = "vpn vpngw in hub bgp pool 172.16.0.0/24\n";
const VPN_WITH_CUSTOM_ROUTE: &str =
    "vpn vpngw in hub bgp pool 172.16.0.0/24 custom 192.168.0.0/16\n";
const SITE: &str = "site dc via ergw\n";
const KNOWN_SITE: &str = "site dc via ergw prefixes 192.168.0.0/16\n";
const BRANCH: &str = "site branch via vpngw bgp prefixes 10.101.0.0/16\n";
const STATIC_BRANCH: &str = "site branch via vpngw prefixes 10.101.0.0/16\n";
const NO_ROUTES: &str = "table gw\n";
const ROUTE_SERVER: &str = "subnet hub/RouteServerSubnet 10.0.0.128/27\n rs rs in hub b2b\n";

#[test]
fn clients_reach_the_cloud_but_not_what_is_behind_expressroute() {
    for site in [SITE, KNOWN_SITE] {
        check(
            &[SEED, PLAIN_SPOKES, VPN, site, BRANCH, NO_ROUTES].concat(),
            "p2s:vpngw -> vnet:hub: reachable
             p2s:vpngw -> vnet:spoke1: reachable
             p2s:vpngw -> onprem:dc: unreachable no-return-route
             onprem:dc -> p2s:vpngw: unreachable not-advertised
             vnet:spoke1 <-> onprem:dc: reachable
             vnet:hub <-> onprem:dc: reachable
             onprem:branch <-> onprem:dc: unreachable not-advertised
             onprem:branch <-> vnet:spoke1: reachable
             p2s:vpngw <-> onprem:branch: reachable
             vnet:spoke1 <-> vnet:spoke2: unreachable no-route",
        );
    }
}

#[test]
fn clients_do_not_reach_a_branch_without_bgp() {
    check(
        &[SEED, PLAIN_SPOKES, VPN, SITE, STATIC_BRANCH, NO_ROUTES].concat(),
        "p2s:vpngw -> onprem:branch: unreachable no-return-route
         onprem:branch -> p2s:vpngw: unreachable not-advertised
         onprem:branch -> vnet:spoke1: reachable assumes assumed-onprem-static-routes
         vnet:spoke1 -> onprem:branch: reachable assumes assumed-onprem-static-routes",
    );
}

#[test]
fn gateways_tell_address_spaces_and_not_the_pool() {
    check(
        &[SEED, PLAIN_SPOKES, VPN, SITE, BRANCH, NO_ROUTES].concat(),
        "advertised ergw: 10.0.0.0/16 10.1.0.0/16 10.2.0.0/16
         advertised vpngw: 10.0.0.0/16 10.1.0.0/16 10.101.0.0/16 10.2.0.0/16 172.16.0.0/24
         pushed vpngw: 10.0.0.0/16 10.1.0.0/16 10.101.0.0/16 10.2.0.0/16 172.16.0.0/24",
    );
}

#[test]
fn spokes_that_answer_through_the_firewall_break_what_comes_from_the_gateway_directly() {
    for site in [SITE, KNOWN_SITE] {
        check(
            &[SEED, FIREWALLED_SPOKES, VPN, site, NO_ROUTES].concat(),
            "p2s:vpngw -> vnet:spoke1: asymmetric firewall-sees-one-direction
             onprem:dc -> vnet:spoke1: asymmetric firewall-sees-one-direction
             vnet:spoke1 -> onprem:dc: asymmetric firewall-sees-one-direction
             vnet:spoke1 <-> vnet:spoke2: reachable via fw",
        );
        let gateway_subnet = "table gw 10.1.0.0/16 -> 10.0.0.68 10.2.0.0/16 -> 10.0.0.68\n";
        check(
            &[SEED, FIREWALLED_SPOKES, VPN, site, gateway_subnet].concat(),
            "p2s:vpngw -> vnet:spoke1: reachable via fw
             onprem:dc <-> vnet:spoke1: reachable via fw",
        );
    }
}

#[test]
fn a_route_shorter_than_the_peering_does_not_bring_the_firewall_in() {
    let gateway_subnet = "table gw 10.0.0.0/8 -> 10.0.0.68\n";
    check(
        &[SEED, FIREWALLED_SPOKES, VPN, KNOWN_SITE, gateway_subnet].concat(),
        "onprem:dc -> vnet:spoke1: asymmetric firewall-sees-one-direction",
    );
}

#[test]
fn a_custom_route_alone_does_not_bring_replies_back() {
    for site in [SITE, KNOWN_SITE] {
        check(
            &[SEED, PLAIN_SPOKES, VPN_WITH_CUSTOM_ROUTE, site, NO_ROUTES].concat(),
            "p2s:vpngw -> onprem:dc: unreachable no-return-route
             pushed vpngw: 10.0.0.0/16 10.1.0.0/16 10.2.0.0/16 172.16.0.0/24 192.168.0.0/16",
        );
    }
}

const FIREWALL_ON_THE_WAY: &str = "table gw 192.168.0.0/16 -> 10.0.0.68\n";

#[test]
fn a_firewall_that_translates_brings_replies_back_for_what_clients_open() {
    let ranges = "10.0.0.0/8,172.16.0.0/12";
    for site in [SITE, KNOWN_SITE] {
        let translating = SEED.replace(
            "firewall fw in hub 10.0.0.68",
            &format!("firewall fw in hub 10.0.0.68 policy-ranges {ranges}"),
        );
        check(
            &[&translating, PLAIN_SPOKES, VPN_WITH_CUSTOM_ROUTE, site, FIREWALL_ON_THE_WAY]
                .concat(),
            "p2s:vpngw -> onprem:dc: reachable via fw
             onprem:dc -> p2s:vpngw: unreachable not-advertised
             vnet:spoke1 <-> onprem:dc: reachable",
        );
        check(
            &[&translating, PLAIN_SPOKES, VPN, site, FIREWALL_ON_THE_WAY].concat(),
            if site == KNOWN_SITE {
                "p2s:vpngw -> onprem:dc: unreachable no-client-route"
            } else {
                "p2s:vpngw -> onprem:dc: unreachable"
            },
        );
    }
    check(
        &[SEED, PLAIN_SPOKES, VPN_WITH_CUSTOM_ROUTE, SITE, FIREWALL_ON_THE_WAY].concat(),
        "p2s:vpngw -> onprem:dc: unreachable no-return-route",
    );
}

#[test]
fn a_policys_private_ranges_count_in_place_of_the_firewalls_own() {
    let own = SEED.replace(
        "firewall fw in hub 10.0.0.68",
        "firewall fw in hub 10.0.0.68 ranges 255.255.255.255/32",
    );
    let overruled = SEED.replace(
        "firewall fw in hub 10.0.0.68",
        "firewall fw in hub 10.0.0.68 ranges 255.255.255.255/32 policy-ranges 0.0.0.0/0",
    );
    let rest = [PLAIN_SPOKES, VPN_WITH_CUSTOM_ROUTE, SITE, FIREWALL_ON_THE_WAY].concat();
    check(&[own, rest.clone()].concat(), "p2s:vpngw -> onprem:dc: reachable via fw");
    check(&[overruled, rest].concat(), "p2s:vpngw -> onprem:dc: unreachable no-return-route");
}

#[test]
fn a_route_server_carries_clients_to_expressroute_in_the_field_but_not_by_the_book() {
    let text = [SEED, PLAIN_SPOKES, VPN, SITE, NO_ROUTES, ROUTE_SERVER].concat();
    check(
        &text,
        "p2s:vpngw <-> onprem:dc: unsupported contested-support
         p2s:vpngw -> vnet:spoke1: reachable
         advertised ergw: 10.0.0.0/16 10.1.0.0/16 10.2.0.0/16 172.16.0.0/24",
    );
    let observed =
        Model { p2s_expressroute_via_route_server: Contested::Observed, ..Model::default() };
    check_with(&text, &observed, "p2s:vpngw <-> onprem:dc: reachable contested-support");
}

#[test]
fn a_route_server_carries_branches_to_expressroute_with_and_without_bgp() {
    for branch in [BRANCH, STATIC_BRANCH] {
        let text = [SEED, PLAIN_SPOKES, VPN, SITE, branch, NO_ROUTES].concat();
        check(&text, "onprem:branch <-> onprem:dc: unreachable not-advertised");
        check(
            &[&text, ROUTE_SERVER].concat(),
            "onprem:branch <-> onprem:dc: reachable
             onprem:branch <-> vnet:spoke1: reachable
             onprem:dc <-> vnet:spoke1: reachable",
        );
        check(
            &[&text, &*ROUTE_SERVER.replace("b2b", "")].concat(),
            "onprem:branch <-> onprem:dc: unreachable not-advertised",
        );
    }
}

/// S04, after the lab RS-ER-VPN-Gateway-Transit-AzFW.
const INSPECTED_TRANSIT: &str = "
    vnet hub 10.0.10.0/24
    vnet spoke1 10.0.11.0/24
    vnet spoke2 10.0.12.0/24
    subnet hub/subnet1 10.0.10.0/27 table hub
    subnet hub/GatewaySubnet 10.0.10.32/27 table gw
    subnet hub/AzureFirewallSubnet 10.0.10.64/26
    subnet hub/RouteServerSubnet 10.0.10.128/27
    subnet spoke1/vms 10.0.11.0/27 table spoke
    subnet spoke2/vms 10.0.12.0/27 table spoke
    peer hub -> spoke1 transit forwarded
    peer hub -> spoke2 transit forwarded
    peer spoke1 -> hub use forwarded
    peer spoke2 -> hub use forwarded
    vpn vpngw in hub bgp
    er ergw in hub
    rs rs in hub b2b
    firewall fw in hub 10.0.10.68
    site branch via vpngw bgp asn 65100 prefixes 192.168.100.0/24
    site er via ergw prefixes 172.16.0.0/24
    table hub no-propagation 0.0.0.0/0 -> 10.0.10.68 10.0.11.0/24 -> 10.0.10.68 10.0.12.0/24 -> 10.0.10.68
    table spoke no-propagation 0.0.0.0/0 -> 10.0.10.68 10.0.10.0/24 -> 10.0.10.68
    table gw 10.0.10.0/27 -> 10.0.10.68 10.0.11.0/24 -> 10.0.10.68 10.0.12.0/24 -> 10.0.10.68 192.168.100.0/24 -> 10.0.10.68 172.16.0.0/24 -> 10.0.10.68
";

#[test]
fn every_pair_of_the_inspected_transit_lab_goes_through_the_firewall() {
    let ends = ["subnet:hub/subnet1", "vnet:spoke1", "vnet:spoke2", "onprem:branch", "onprem:er"];
    for from in ends {
        for to in ends.into_iter().filter(|to| *to != from) {
            check(INSPECTED_TRANSIT, &format!("{from} -> {to}: reachable via fw"));
        }
    }
}

#[test]
fn the_inspected_transit_lab_breaks_where_one_route_is_missing() {
    let without = |route: &str| {
        let changed = INSPECTED_TRANSIT.replacen(route, "", 1);
        assert_ne!(changed, INSPECTED_TRANSIT);
        changed
    };
    check(
        &without(" 192.168.100.0/24 -> 10.0.10.68"),
        "onprem:er -> onprem:branch: asymmetric
         onprem:branch -> onprem:er: asymmetric",
    );
    let gateway_subnet = "table gw 10.0.10.0/27 -> 10.0.10.68 10.0.11.0/24 -> 10.0.10.68";
    let changed = INSPECTED_TRANSIT.replace(gateway_subnet, "table gw 10.0.10.0/27 -> 10.0.10.68");
    check(
        &changed,
        "onprem:branch -> vnet:spoke1: asymmetric
         onprem:er -> vnet:spoke1: asymmetric
         onprem:er -> vnet:spoke2: reachable via fw",
    );
    let changed = INSPECTED_TRANSIT.replace("table spoke no-propagation", "table spoke");
    check(
        &changed,
        "vnet:spoke1 -> onprem:er: asymmetric
         onprem:er -> vnet:spoke1: asymmetric",
    );
}
