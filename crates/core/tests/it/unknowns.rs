//! What cannot be told stays open, and only where it matters.

use crate::expectation::check;

const HUB: &str = "
    vnet hub 10.0.0.0/16
    vnet spoke 10.1.0.0/16
    subnet hub/GatewaySubnet 10.0.0.0/27
    subnet hub/AzureFirewallSubnet 10.0.0.64/26
    subnet hub/app 10.0.1.0/24
    firewall fw in hub 10.0.0.68
    er ergw in hub
    peer hub -> spoke transit forwarded
    peer spoke -> hub use forwarded
";

#[test]
fn unknown_propagation_decides_only_where_it_matters() {
    check(
        &[
            HUB,
            "site dc via ergw prefixes 192.168.0.0/16
             subnet spoke/app 10.1.1.0/24 table t
             table t propagation ?propagate 0.0.0.0/0 -> 10.0.0.68",
        ]
        .concat(),
        "vnet:spoke -> onprem:dc: depends unknown-value
         vnet:spoke -> vnet:hub: reachable
         vnet:spoke -> internet: reachable via fw",
    );
}

#[test]
fn an_unknown_route_table_may_do_anything() {
    check(
        &[HUB, "site dc via ergw\n subnet spoke/app 10.1.1.0/24 table ?table"].concat(),
        "vnet:spoke -> onprem:dc: depends unknown-value
         vnet:hub -> onprem:dc: reachable",
    );
}

#[test]
fn a_route_that_may_cover_the_unknown_prefixes_of_a_site_leaves_it_open() {
    let network = |prefix: &str| {
        [
            HUB,
            &format!(
                "site dc via ergw
                 subnet spoke/app 10.1.1.0/24 table t
                 table t {prefix} -> 10.0.0.68"
            ),
        ]
        .concat()
    };
    check(&network("192.168.0.0/16"), "vnet:spoke -> onprem:dc: depends unknown-site-prefixes");
    check(&network("0.0.0.0/0"), "vnet:spoke -> onprem:dc: reachable via nothing");
    check(&network("10.0.1.0/24"), "vnet:spoke -> onprem:dc: reachable via nothing");
}

#[test]
fn a_peering_that_exists_perhaps_is_asked_about_once() {
    check(
        "vnet a 10.0.0.0/16
         vnet b 10.1.0.0/16
         vnet c 10.2.0.0/16
         peer a -> b maybe peered
         peer b -> a maybe peered
         peer a -> c
         peer c -> a",
        "vnet:a -> vnet:b: depends unknown-value
         vnet:a -> vnet:c: reachable",
    );
}

#[test]
fn what_exists_together_or_not_at_all_is_judged_together() {
    check(
        &["vnet hub 10.0.0.0/16
             vnet one 10.1.0.0/16
             vnet two 10.2.0.0/16
             subnet hub/AzureFirewallSubnet 10.0.0.64/26
             subnet one/app 10.1.1.0/24 table t
             subnet two/app 10.2.1.0/24 table t
             peer hub -> one forwarded
             peer one -> hub forwarded
             peer hub -> two forwarded
             peer two -> hub forwarded
             peer one -> two
             peer two -> one
             firewall fw in hub 10.0.0.68 maybe firewall
             table t maybe firewall 10.1.0.0/16 -> 10.0.0.68 10.2.0.0/16 -> 10.0.0.68"]
        .concat(),
        "vnet:one -> vnet:two: reachable",
    );
}

#[test]
fn what_is_missing_may_be_outside_of_the_code() {
    check(
        "vnet hub 10.0.0.0/16 existing
         vnet spoke 10.1.0.0/16
         vnet other 10.2.0.0/16
         vnet third 10.3.0.0/16
         peer spoke -> hub",
        "vnet:spoke -> vnet:hub: undecided outside-of-code
         vnet:other -> vnet:hub: undecided outside-of-code
         vnet:other -> vnet:third: unreachable no-route",
    );
    check(
        "vnet a 10.0.0.0/16
         vnet b 10.1.0.0/16
         hidden a",
        "vnet:a -> vnet:b: undecided outside-of-code",
    );
}

#[test]
fn a_hub_that_is_not_all_here_may_connect_what_has_no_gateway() {
    check(
        "vnet a 10.0.0.0/16
         vnet b 10.1.0.0/16
         vnet c 10.2.0.0/16
         er gw in c
         vpn vpn in c pool 172.16.0.0/24
         site dc via gw
         vwan wan",
        "vnet:a -> vnet:b: undecided outside-of-code
         p2s:vpn -> onprem:dc: unreachable no-return-route",
    );
}

#[test]
fn a_network_of_unknown_space_is_reached_by_name() {
    check(
        "vnet hub ?hub
         vnet spoke ?spoke
         subnet hub/GatewaySubnet ?gw
         subnet hub/app ?app
         subnet spoke/app ?spokeapp
         peer hub -> spoke transit
         peer spoke -> hub use
         vpn vpngw in hub pool ?pool
         er ergw in hub
         site dc via ergw",
        "p2s:vpngw -> vnet:hub: reachable
         p2s:vpngw -> vnet:spoke: reachable
         vnet:spoke <-> onprem:dc: reachable
         p2s:vpngw -> onprem:dc: unreachable no-return-route",
    );
}

#[test]
fn a_gateway_whose_network_is_unknown_leaves_its_sites_and_clients_open() {
    check(
        "vnet hub 10.0.0.0/16
         vnet other 10.1.0.0/16
         vpn gw in ?vnet pool 172.16.0.0/24
         site branch via gw prefixes 192.168.0.0/16",
        "p2s:gw <-> vnet:hub: depends unknown-value
         vnet:hub <-> onprem:branch: depends unknown-value
         vnet:hub -> vnet:other: unreachable no-route",
    );
}

#[test]
fn what_appliances_tell_a_route_server_is_not_known() {
    let network = |option: &str| {
        format!(
            "vnet hub 10.0.0.0/16
             vnet other 10.9.0.0/16
             subnet hub/RouteServerSubnet 10.0.0.128/27
             subnet hub/app 10.0.1.0/24
             rs rs in hub peer 10.0.2.4 {option}
             er gw in hub
             vpn vpn in hub pool 172.16.0.0/24
             site dc via gw prefixes 192.168.0.0/16"
        )
    };
    check(
        &network(""),
        "vnet:hub -> vnet:other: undecided not-modelled
         vnet:hub -> onprem:dc: reachable connected assumes assumed-nva-routes
         p2s:vpn -> onprem:dc: unreachable no-return-route",
    );
    check(&network("b2b"), "p2s:vpn -> onprem:dc: unsupported contested-support");
}

#[test]
fn a_network_that_is_looked_up_by_a_name_without_a_value_may_be_any_without_one() {
    let network = |name: &str| {
        format!(
            "vnet a 10.0.0.0/16 {name}
             vnet b 10.1.0.0/16 {name}
             vnet x ?x existing named ?env
             vnet y ?y existing named ?env
             peer x -> y
             peer y -> x"
        )
    };
    check(&network("named ?env"), "vnet:vnet.a <-> vnet:vnet.b: depends unknown-value");
    check(&network(""), "vnet:a <-> vnet:b: unreachable no-route");
}
