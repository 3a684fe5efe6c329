//! On-premises sites.

use nexthop_core::{Model, SiteModel};

use crate::{check, compare, network_with};

const HYBRID: &str = r#"[
    {"type": "virtualNetworkGateways", "address": "gw.er", "name": "ergw", "properties": {"gatewayType": "ExpressRoute"}},
    {"type": "virtualNetworkGateways", "address": "gw.vpn", "name": "vpngw", "properties": {"gatewayType": "Vpn"}},
    {"type": "expressRouteCircuits", "address": "circuit", "name": "er-frankfurt", "sku": {"tier": "Premium"}},
    {"type": "localNetworkGateways", "address": "lng", "name": "branch", "properties":
        {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.1.0/24"]}, "bgpSettings": {"asn": "65001"}}},
    {"type": "localNetworkGateways", "address": "lng.idle", "name": "idle", "properties":
        {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.9.0/24"]}}},
    {"type": "connections", "address": "c.er", "name": "to-frankfurt", "properties": {"connectionType": "ExpressRoute",
        "virtualNetworkGateway1": {"id": "@gw.er#id"}, "peer": {"id": "@circuit#id"}}},
    {"type": "connections", "address": "c.vpn", "name": "to-branch", "properties": {"connectionType": "IPsec",
        "virtualNetworkGateway1": {"id": "@gw.vpn#id"}, "localNetworkGateway2": {"id": "@lng#id"}}}
]"#;

const GATEWAYS: &str = "
    gateway ergw ExpressRoute in ?(the IP configuration is left out) asn 65515~
    gateway vpngw Vpn in ?(the IP configuration is left out) asn 65515~
    connection to-frankfurt ExpressRoute from ergw to er-frankfurt
    connection to-branch Ipsec from vpngw to branch
    local branch 192.168.1.0/24 asn 65001
    local idle 192.168.9.0/24
    circuit er-frankfurt Premium
";

fn site(name: &str, prefixes: &[&str], expressroute: &[&str], vpn: &[&str]) -> Model {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    let prefixes = prefixes.iter().map(|text| text.parse().expect("a prefix")).collect();
    let site = SiteModel {
        name: name.to_owned(),
        prefixes,
        asn: None,
        prepends: Vec::new(),
        communities: None,
        expressroute: texts(expressroute),
        vpn: texts(vpn),
        appliances: Vec::new(),
    };
    Model { sites: vec![site], ..Model::default() }
}

#[track_caller]
fn check_sites(model: &Model, sites: &str) {
    compare(&network_with(HYBRID, model), &format!("{GATEWAYS}{sites}"));
}

#[test]
fn each_circuit_and_each_connected_local_network_gateway_is_a_site() {
    check_sites(
        &Model::default(),
        "
    site er-frankfurt ?(what er-frankfurt announces is outside of this code)
      express-route ergw by to-frankfurt
    site branch 192.168.1.0/24
      vpn vpngw by to-branch to branch
        ",
    );
}

#[test]
fn a_configured_site_takes_what_it_names() {
    check_sites(
        &site("datacentre", &["192.168.0.0/16"], &["ER-Frankfurt"], &["lng"]),
        "
    site datacentre 192.168.0.0/16
      express-route ergw by to-frankfurt
      vpn vpngw by to-branch to branch
        ",
    );
}

#[test]
fn a_configured_site_may_name_the_gateway() {
    check_sites(
        &site("datacentre", &["192.168.0.0/16"], &["ergw"], &[]),
        "
    site datacentre 192.168.0.0/16
      express-route ergw by to-frankfurt
    site branch 192.168.1.0/24
      vpn vpngw by to-branch to branch
        ",
    );
}

#[test]
fn a_configured_site_without_prefixes_has_those_of_its_local_network_gateways() {
    check_sites(
        &site("offices", &[], &[], &["branch", "idle"]),
        "
    site offices 192.168.1.0/24,192.168.9.0/24
      vpn vpngw by to-branch to branch
    site er-frankfurt ?(what er-frankfurt announces is outside of this code)
      express-route ergw by to-frankfurt
        ",
    );
}

#[test]
fn a_configured_site_that_names_nothing_here_has_no_way() {
    check_sites(
        &site("elsewhere", &["172.20.0.0/16"], &["other"], &[]),
        "
    site elsewhere 172.20.0.0/16
    site er-frankfurt ?(what er-frankfurt announces is outside of this code)
      express-route ergw by to-frankfurt
    site branch 192.168.1.0/24
      vpn vpngw by to-branch to branch
        ",
    );
}

#[test]
fn gateways_connected_to_each_other_are_no_sites() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "a", "name": "a", "properties": {"gatewayType": "Vpn"}},
            {"type": "virtualNetworkGateways", "address": "b", "name": "b", "properties": {"gatewayType": "Vpn"}},
            {"type": "connections", "address": "c", "name": "c", "properties": {"connectionType": "Vnet2Vnet",
                "virtualNetworkGateway1": {"id": "@a#id"}, "virtualNetworkGateway2": {"id": "@b#id"}}}
        ]"#,
        "
        gateway a Vpn in ?(the IP configuration is left out) asn 65515~
        gateway b Vpn in ?(the IP configuration is left out) asn 65515~
        connection c VnetToVnet from a to b
        ",
    );
}

#[test]
fn a_connection_whose_circuit_is_unknown_gives_its_own_name() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "a", "name": "a", "properties": {"gatewayType": "ExpressRoute"}},
            {"type": "connections", "address": "c", "name": "c", "properties": {"connectionType": "ExpressRoute",
                "virtualNetworkGateway1": {"id": "@a#id"}, "peer": {"id": {"$unknown": "var.circuit"}}}},
            {"type": "connections", "address": "d", "name": "d", "properties": {"connectionType": "ExpressRoute",
                "virtualNetworkGateway1": {"id": "@a#id"}, "peer": {"id":
                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/er1"}}}
        ]"#,
        "
        gateway a ExpressRoute in ?(the IP configuration is left out) asn 65515~
        connection c ExpressRoute from a to ?(var.circuit has no value)
        connection d ExpressRoute from a to er1
        circuit !er1 ?(er1 is outside of this code)
        site er1 ?(what er1 announces is outside of this code)
          express-route a by d
        site c ?(what c announces is outside of this code)
          express-route a by c
        ",
    );
}

#[test]
fn one_branch_behind_two_gateways_is_one_site() {
    check(
        r#"[
            {"type": "virtualNetworkGateways", "address": "a", "name": "a", "properties": {"gatewayType": "Vpn"}},
            {"type": "virtualNetworkGateways", "address": "b", "name": "b", "properties": {"gatewayType": "Vpn"}},
            {"type": "localNetworkGateways", "address": "lng", "name": "branch", "properties":
                {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.1.0/24"]}}},
            {"type": "connections", "address": "c", "name": "c", "properties": {"connectionType": "IPsec",
                "virtualNetworkGateway1": {"id": "@a#id"}, "localNetworkGateway2": {"id": "@lng#id"}}},
            {"type": "connections", "address": "d", "name": "d", "properties": {"connectionType": "IPsec",
                "virtualNetworkGateway1": {"id": "@b#id"}, "localNetworkGateway2": {"id": "@lng#id"}}}
        ]"#,
        "
        gateway a Vpn in ?(the IP configuration is left out) asn 65515~
        gateway b Vpn in ?(the IP configuration is left out) asn 65515~
        connection c Ipsec from a to branch
        connection d Ipsec from b to branch
        local branch 192.168.1.0/24
        site branch 192.168.1.0/24
          vpn a by c to branch
          vpn b by d to branch
        ",
    );
}
