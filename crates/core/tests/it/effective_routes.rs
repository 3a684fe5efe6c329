//! Effective routes, against the tables of Microsoft's documentation and labs.

use crate::expectation::check;

/// Virtual network traffic routing, the example at the end of the page.
const MICROSOFTS_EXAMPLE: &str = "
    vnet vnet1 10.0.0.0/16
    vnet vnet2 10.1.0.0/16,10.2.0.0/16
    subnet vnet1/GatewaySubnet 10.0.255.0/27
    subnet vnet1/Subnet1 10.0.0.0/24 table t
    subnet vnet1/Subnet2 10.0.5.0/24
    subnet vnet1/nva 10.0.100.0/24
    subnet vnet2/there 10.1.0.0/24
    peer vnet1 -> vnet2
    peer vnet2 -> vnet1
    vpn gw in vnet1
    site onprem via gw prefixes 10.10.0.0/16
    nic nva in vnet1/nva 10.0.100.4 forwarding
    table t 10.0.0.0/16 -> 10.0.100.4 10.0.0.0/24 -> local 10.1.0.0/16 -> none \
            10.2.0.0/16 -> none 10.10.0.0/16 -> 10.0.100.4 0.0.0.0/0 -> 10.0.100.4
";

#[test]
fn microsofts_example_of_a_subnet_with_a_route_table() {
    check(
        MICROSOFTS_EXAMPLE,
        "routes vnet1/Subnet1
            10.0.0.0/16   VnetLocal             Default               Invalid
            10.0.0.0/16   VirtualAppliance      User                  Active
            10.0.0.0/24   VnetLocal             User                  Active
            10.1.0.0/16   VNetPeering           Default               Invalid
            10.2.0.0/16   VNetPeering           Default               Invalid
            10.1.0.0/16   None                  User                  Active
            10.2.0.0/16   None                  User                  Active
            10.10.0.0/16  VirtualNetworkGateway VirtualNetworkGateway Invalid
            10.10.0.0/16  VirtualAppliance      User                  Active
            0.0.0.0/0     Internet              Default               Invalid
            0.0.0.0/0     VirtualAppliance      User                  Active",
    );
}

#[test]
fn microsofts_example_of_a_subnet_without_a_route_table() {
    check(
        MICROSOFTS_EXAMPLE,
        "routes vnet1/Subnet2
            10.0.0.0/16    VnetLocal             Default               Active
            10.1.0.0/16    VNetPeering           Default               Active
            10.2.0.0/16    VNetPeering           Default               Active
            10.10.0.0/16   VirtualNetworkGateway VirtualNetworkGateway Active
            0.0.0.0/0      Internet              Default               Active
            10.0.0.0/8     None                  Default               Active
            172.16.0.0/12  None                  Default               Active
            100.64.0.0/10  None                  Default               Active
            192.168.0.0/16 None                  Default               Active",
    );
}

#[test]
fn microsofts_example_of_flows() {
    check(
        MICROSOFTS_EXAMPLE,
        "10.0.0.4 -> 10.0.0.9: reachable via nothing
         10.0.0.4 -> 10.0.5.4: asymmetric via nva
         10.0.0.4 -> 10.1.0.4: unreachable udr-drops
         10.0.0.4 -> internet: reachable via nva
         10.0.0.4 -> 172.20.0.1: unreachable via nva",
    );
}

#[test]
fn a_space_that_covers_a_reserved_prefix_replaces_its_none_route() {
    check(
        "vnet big 100.0.0.0/8
         vnet same 192.168.0.0/16
         subnet big/a 100.64.0.0/24
         subnet same/a 192.168.1.0/24",
        "routes big/a
            100.0.0.0/8    VnetLocal Default Active
            0.0.0.0/0      Internet  Default Active
            10.0.0.0/8     None      Default Active
            172.16.0.0/12  None      Default Active
            192.168.0.0/16 None      Default Active
         routes same/a
            192.168.0.0/16 VnetLocal Default Active
            0.0.0.0/0      Internet  Default Active
            10.0.0.0/8     None      Default Active
            172.16.0.0/12  None      Default Active
            100.64.0.0/10  None      Default Active",
    );
}

/// L-SUB: subnet peering.
const SUBNET_PEERING: &str = "
    vnet left 10.0.0.0/16
    vnet right 10.1.0.0/16
    subnet left/subnet0 10.0.0.0/24
    subnet left/subnet1 10.0.1.0/24
    subnet left/subnet2 10.0.2.0/24
    subnet right/subnet0 10.1.0.0/24
    subnet right/subnet1 10.1.1.0/24
    subnet right/subnet2 10.1.2.0/24
    peer left -> right subnets subnet1/subnet0,subnet2
    peer right -> left subnets subnet0,subnet2/subnet1
";

#[test]
fn subnet_peering_shows_the_listed_prefixes_on_every_subnet() {
    check(
        SUBNET_PEERING,
        "routes left/subnet0
            10.0.0.0/16    VnetLocal   Default Active
            10.1.0.0/24    VNetPeering Default Active
            10.1.2.0/24    VNetPeering Default Active
            0.0.0.0/0      Internet    Default Active
            10.0.0.0/8     None        Default Active
            172.16.0.0/12  None        Default Active
            100.64.0.0/10  None        Default Active
            192.168.0.0/16 None        Default Active
         routes right/subnet1
            10.1.0.0/16    VnetLocal   Default Active
            10.0.1.0/24    VNetPeering Default Active
            0.0.0.0/0      Internet    Default Active
            10.0.0.0/8     None        Default Active
            172.16.0.0/12  None        Default Active
            100.64.0.0/10  None        Default Active
            192.168.0.0/16 None        Default Active",
    );
}

#[test]
fn subnet_peering_carries_only_what_is_listed_on_both_sides() {
    check(
        SUBNET_PEERING,
        "subnet:left/subnet1 -> subnet:right/subnet0: reachable
         subnet:left/subnet1 -> subnet:right/subnet2: reachable
         subnet:left/subnet1 -> subnet:right/subnet1: unreachable
         subnet:left/subnet0 -> subnet:right/subnet0: unreachable subnet-not-peered
         subnet:left/subnet2 -> subnet:right/subnet0: unreachable subnet-not-peered",
    );
}

#[test]
fn turning_propagation_off_takes_away_all_routes_of_gateways() {
    check(
        "vnet hub 10.0.0.0/16
         subnet hub/app 10.0.1.0/24 table t
         table t no-propagation
         vpn gw in hub pool 172.16.0.0/24
         site branch via gw prefixes 10.101.0.0/16",
        "routes hub/app
            10.0.0.0/16    VnetLocal Default Active
            0.0.0.0/0      Internet  Default Active
            10.0.0.0/8     None      Default Active
            172.16.0.0/12  None      Default Active
            100.64.0.0/10  None      Default Active
            192.168.0.0/16 None      Default Active
         vnet:hub -> onprem:branch: unreachable propagation-disabled
         p2s:gw -> vnet:hub: unreachable propagation-disabled",
    );
}

#[test]
fn a_gateways_route_inside_a_peered_space_loses_even_though_it_is_more_specific() {
    check(
        "vnet hub 10.0.0.0/16
         vnet spoke 10.1.0.0/16
         subnet hub/app 10.0.1.0/24
         subnet spoke/app 10.1.1.0/24
         peer hub -> spoke
         peer spoke -> hub
         vpn gw in hub
         site branch via gw prefixes 10.1.1.0/24",
        "vnet:hub -> subnet:spoke/app: reachable",
    );
}

#[test]
fn a_default_route_table_entry_leaves_peered_and_learned_prefixes_alone() {
    check(
        "vnet hub 10.0.0.0/16
         vnet spoke 10.1.0.0/16
         subnet hub/AzureFirewallSubnet 10.0.0.64/26
         subnet hub/app 10.0.1.0/24
         subnet spoke/app 10.1.1.0/24 table t
         table t 0.0.0.0/0 -> 10.0.0.68
         firewall fw in hub 10.0.0.68
         peer hub -> spoke transit
         peer spoke -> hub use forwarded
         er gw in hub
         site dc via gw prefixes 192.168.0.0/16",
        "vnet:spoke -> vnet:hub: reachable via nothing
         vnet:spoke -> onprem:dc: reachable via nothing
         vnet:spoke -> internet: reachable via fw",
    );
}
