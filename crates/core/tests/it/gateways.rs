//! What gateways tell each other, their sites and their clients.

use crate::expectation::check;

/// L-SUM: summarizedGatewayPrefixes.
#[test]
fn summarized_prefixes_replace_what_they_cover_and_the_hubs_own() {
    for (summary, advertised) in [
        ("", "10.0.0.0/16 10.1.0.0/16 10.2.0.0/16"),
        ("summarized 10.0.0.0/14", "10.0.0.0/14"),
        ("summarized 172.16.0.0/16", "10.1.0.0/16 10.2.0.0/16 172.16.0.0/16"),
        ("summarized 10.0.0.0/15", "10.0.0.0/15 10.2.0.0/16"),
    ] {
        check(
            &format!(
                "vnet hub 10.0.0.0/16 {summary}
                 vnet spoke1 10.1.0.0/16
                 vnet spoke2 10.2.0.0/16
                 er gw in hub
                 peer hub -> spoke1 transit
                 peer hub -> spoke2 transit
                 peer spoke1 -> hub use
                 peer spoke2 -> hub use
                 site dc via gw"
            ),
            &format!("advertised gw: {advertised}"),
        );
    }
}

#[test]
fn a_summary_that_does_not_cover_the_hub_takes_it_away() {
    check(
        "vnet hub 10.0.0.0/16 summarized 172.16.0.0/16
         vnet spoke1 10.1.0.0/16
         subnet hub/app 10.0.1.0/24
         er gw in hub
         peer hub -> spoke1 transit
         peer spoke1 -> hub use
         site dc via gw",
        "onprem:dc -> vnet:hub: unreachable not-advertised
         onprem:dc -> vnet:spoke1: reachable",
    );
}

/// About point-to-site VPN routing, topologies 1 and 2.
#[test]
fn clients_reach_networks_one_peering_away() {
    check(
        "vnet vnet1 10.1.0.0/16
         vnet vnet2 10.2.0.0/16
         vnet vnet3 10.3.0.0/16
         vnet vnet4 10.4.0.0/16
         vpn gw in vnet1 pool 192.168.0.0/24
         peer vnet1 -> vnet2 transit
         peer vnet2 -> vnet1 use
         peer vnet2 -> vnet3
         peer vnet3 -> vnet2
         peer vnet1 -> vnet4 transit
         peer vnet4 -> vnet1 use",
        "pushed gw: 10.1.0.0/16 10.2.0.0/16 10.4.0.0/16 192.168.0.0/24
         p2s:gw -> vnet:vnet1: reachable
         p2s:gw -> vnet:vnet2: reachable
         p2s:gw -> vnet:vnet4: reachable
         p2s:gw -> vnet:vnet3: unreachable no-client-route",
    );
}

const CHAIN: &str = "
    vnet vnet1 10.1.0.0/16
    vnet vnet2 10.2.0.0/16
    vnet vnet3 10.3.0.0/16
    vpn gw1 in vnet1 bgp asn 65001 pool 192.168.0.0/24
    vpn gw2 in vnet2 bgp asn 65002
    vpn gw3 in vnet3 bgp asn 65003
";

/// Topologies 3, 4, 7 and 8 of the same page.
#[test]
fn clients_reach_networks_behind_other_gateways_only_by_bgp() {
    check(
        &[CHAIN, "connect gw1 gw2\n connect gw2 gw3\n site site1 via gw3 prefixes 10.101.0.0/16"]
            .concat(),
        "p2s:gw1 -> vnet:vnet1: reachable
         p2s:gw1 -> vnet:vnet2: unreachable
         p2s:gw1 -> vnet:vnet3: unreachable
         p2s:gw1 -> onprem:site1: unreachable
         vnet:vnet1 <-> vnet:vnet2: reachable",
    );
    check(
        &[
            CHAIN,
            "connect gw1 gw2 bgp\n connect gw2 gw3 bgp\n site site1 via gw3 bgp prefixes 10.101.0.0/16",
        ]
        .concat(),
        "pushed gw1: 10.1.0.0/16 10.101.0.0/16 10.2.0.0/16 10.3.0.0/16 192.168.0.0/24
         p2s:gw1 -> vnet:vnet1: reachable
         p2s:gw1 -> vnet:vnet2: reachable assumes assumed-client-takes-bgp-routes
         p2s:gw1 -> vnet:vnet3: reachable assumes assumed-client-takes-bgp-routes
         p2s:gw1 -> onprem:site1: reachable
         vnet:vnet1 <-> vnet:vnet3: reachable
         vnet:vnet1 <-> onprem:site1: reachable",
    );
}

/// Topologies 5 and 6 of the same page.
#[test]
fn clients_reach_a_branch_only_by_bgp() {
    let network = "
        vnet vnet1 10.1.0.0/16
        vpn gw in vnet1 bgp pool 192.168.0.0/24\n";
    check(
        &[network, "site site1 via gw prefixes 10.101.0.0/16"].concat(),
        "p2s:gw -> vnet:vnet1: reachable
         p2s:gw -> onprem:site1: unreachable
         p2s:gw -> p2s:gw: undecided client-to-client",
    );
    check(
        &[network, "site site1 via gw bgp prefixes 10.101.0.0/16"].concat(),
        "p2s:gw -> vnet:vnet1: reachable
         p2s:gw -> onprem:site1: reachable assumes assumed-client-takes-bgp-routes",
    );
}

/// L-DENY: branches of one gateway.
#[test]
fn branches_of_one_gateway_reach_each_other_unless_they_share_an_asn() {
    let branches = |second: u32| {
        format!(
            "vnet vnet1 10.1.0.0/16
             vpn gw in vnet1 bgp
             site branch1 via gw bgp asn 65002 prefixes 10.101.0.0/16
             site branch2 via gw bgp asn {second} prefixes 10.102.0.0/16"
        )
    };
    check(&branches(65003), "onprem:branch1 <-> onprem:branch2: reachable");
    check(&branches(65002), "onprem:branch1 <-> onprem:branch2: unreachable same-asn");
}

#[test]
fn two_local_network_gateways_with_one_prefix_are_two_ways_to_one_network() {
    check(
        "vnet vnet1 10.1.0.0/16
         vpn gw in vnet1 bgp
         site first via gw bgp prefixes 10.101.0.0/16
         site second via gw bgp prefixes 10.101.0.0/16",
        "vnet:vnet1 <-> onprem:first: reachable
         vnet:vnet1 <-> onprem:second: reachable",
    );
}

/// ERADD, and the lab msee-hairpin: networks on one circuit.
#[test]
fn networks_whose_gateways_are_not_told_to_do_not_meet_at_the_edge() {
    check(
        "vnet a 10.0.0.0/16
         vnet b 10.1.0.0/16
         er ga in a
         er gb in b
         site dc via ga prefixes 192.168.0.0/16
         site dc via gb prefixes 192.168.0.0/16",
        "vnet:a -> onprem:dc: reachable
         vnet:b -> onprem:dc: reachable
         vnet:a -> vnet:b: unreachable no-route",
    );
}

#[test]
fn circuits_of_one_gateway_do_not_reach_each_other() {
    check(
        "vnet hub 10.0.0.0/16
         er gw in hub
         site one via gw prefixes 192.168.1.0/24
         site two via gw prefixes 192.168.2.0/24",
        "onprem:one <-> onprem:two: unreachable not-advertised",
    );
}

#[test]
fn expressroute_is_preferred_to_vpn_for_one_prefix_and_a_longer_one_wins() {
    let hub = "
        vnet hub 10.0.0.0/16
        subnet hub/app 10.0.1.0/24
        er ergw in hub
        vpn vpngw in hub bgp
        site dc via ergw prefixes 192.168.0.0/16\n";
    check(
        &[hub, "site dc via vpngw bgp"].concat(),
        "routes hub/app
            10.0.0.0/16    VnetLocal             Default               Active
            192.168.0.0/16 VirtualNetworkGateway VirtualNetworkGateway Active
            0.0.0.0/0      Internet              Default               Active
            10.0.0.0/8     None                  Default               Active
            172.16.0.0/12  None                  Default               Active
            100.64.0.0/10  None                  Default               Active
            192.168.0.0/16 None                  Default               Invalid
         vnet:hub <-> onprem:dc: reachable",
    );
}

/// L-FPUDR: FastPath.
#[test]
fn fast_path_skips_the_route_table_of_gateway_subnet_for_the_hub_only() {
    let network = |option: &str| {
        format!(
            "vnet hub 10.0.0.0/16
             vnet spoke 10.1.0.0/16
             subnet hub/GatewaySubnet 10.0.0.0/27 table gw
             subnet hub/AzureFirewallSubnet 10.0.0.64/26
             subnet hub/app 10.0.1.0/24
             subnet spoke/app 10.1.1.0/24 table spoke
             table gw 10.0.1.0/24 -> 10.0.0.68 10.1.0.0/16 -> 10.0.0.68
             table spoke no-propagation 0.0.0.0/0 -> 10.0.0.68
             firewall fw in hub 10.0.0.68
             peer hub -> spoke transit forwarded
             peer spoke -> hub use forwarded
             er gw in hub
             site dc via gw prefixes 192.168.0.0/16 {option}"
        )
    };
    check(
        &network("fast-path"),
        "onprem:dc -> vnet:hub: reachable via nothing
         onprem:dc -> vnet:spoke: reachable via fw",
    );
    check(
        &network(""),
        "onprem:dc -> vnet:hub: asymmetric via fw
         onprem:dc -> vnet:spoke: reachable via fw",
    );
}
