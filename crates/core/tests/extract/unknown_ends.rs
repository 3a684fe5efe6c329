//! Joins of which one end cannot be told.

use nexthop_core::Network;

use crate::{check, network};

/// A network with three subnets, the last one with a route table of its own, and
/// what adds another table to `target`.
fn with_association(target: &str) -> String {
    format!(
        r#"[
            {{"type": "virtualNetworks", "address": "vnet.v", "name": "v",
              "properties": {{"addressSpace": {{"addressPrefixes": ["10.0.0.0/16"]}}}}}},
            {{"type": "virtualNetworks", "address": "vnet.w", "name": "w",
              "properties": {{"addressSpace": {{"addressPrefixes": ["10.1.0.0/16"]}}}}}},
            {{"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "a", "parent": "@vnet.v#id"}},
            {{"type": "virtualNetworks/subnets", "address": "subnet.b", "name": "b", "parent": "@vnet.w#id"}},
            {{"type": "virtualNetworks/subnets", "address": "subnet.c", "name": "c", "parent": "@vnet.v#id",
              "properties": {{"routeTable": {{"id": "@rt.own#id"}}}}}},
            {{"type": "virtualNetworks/subnets", "address": "association", "amends": {target},
              "properties": {{"routeTable": {{"id": "@rt.other#id"}}}}}},
            {{"type": "routeTables", "address": "rt.own", "name": "own"}},
            {{"type": "routeTables", "address": "rt.other", "name": "other"}}
        ]"#
    )
}

/// The subnets whose route table cannot be told.
fn unsure(network: &Network) -> Vec<&str> {
    let subnets = network.subnets.iter().filter(|subnet| subnet.route_table.why().is_some());
    subnets.map(|subnet| subnet.declared.label()).collect()
}

#[test]
fn a_table_for_an_unknown_subnet_may_be_that_of_any_without_one() {
    let network = network(&with_association(r#"{"$unknown": "var.subnet_id"}"#));
    assert_eq!(unsure(&network), ["a", "b"]);
    let subnets: Vec<_> = network.subnets.iter().collect();
    assert!(subnets.iter().all(|subnet| subnet.security_group.is(&None)));
    assert_ne!(subnets[0].route_table.span, subnets[0].declared.span);
    assert_eq!(subnets[0].route_table.span, subnets[1].route_table.span);
}

#[test]
fn a_table_for_a_subnet_of_a_known_name_is_for_no_other_one() {
    let target = r#"{"$parts": [null, "/subnets/A"]}"#;
    assert_eq!(unsure(&network(&with_association(target))), ["a"]);
}

#[test]
fn a_table_for_some_subnet_of_a_network_is_for_none_of_another() {
    let target = r#""@vnet.v#subnet""#;
    assert_eq!(unsure(&network(&with_association(target))), ["a"]);
}

#[test]
fn a_table_for_a_subnet_outside_of_the_code_is_for_none_that_is_here() {
    let target = r#""@data.subnet.a#id""#;
    assert_eq!(unsure(&network(&with_association(target))), [""; 0]);
}

#[test]
fn a_network_that_a_data_source_names_is_told_apart_from_those_here() {
    let networks = |remote: &str| {
        network(&format!(
            r#"[
                {{"type": "virtualNetworks", "address": "vnet", "name": "v"}},
                {{"type": "virtualNetworks/virtualNetworkPeerings", "address": "peering",
                  "name": "p", "parent": "@vnet#id",
                  "properties": {{"remoteVirtualNetwork": {{"id": {remote}}}}}}}
            ]"#
        ))
    };
    let unidentified = |network: &Network| {
        let networks = network.virtual_networks.iter();
        networks.map(|vnet| vnet.unidentified.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(unidentified(&networks(r#"{"$unknown": "var.id"}"#)), [false, true]);
    assert_eq!(unidentified(&networks(r#""@data.network.hub#id""#)), [false, false]);
}

#[test]
fn a_site_stays_where_its_connection_does_not_say_of_which_gateway_it_is() {
    check(
        r#"[
            {"type": "connections", "address": "connection.branch", "name": "con-branch",
             "properties": {"connectionType": "IPsec",
                            "virtualNetworkGateway1": {"id": {"$unknown": "var.gateway"}},
                            "localNetworkGateway2": {"id": "@branch#id"}}},
            {"type": "connections", "address": "connection.circuit", "name": "con-circuit",
             "properties": {"connectionType": "ExpressRoute",
                            "virtualNetworkGateway1": {"id": {"$unknown": "var.gateway"}},
                            "peer": {"id": {"$unknown": "var.circuit"}}}},
            {"type": "localNetworkGateways", "address": "branch", "name": "branch",
             "properties": {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/24"]}}}
        ]"#,
        "
        connection con-branch Ipsec from ?(var.gateway has no value) to branch
        connection con-circuit ExpressRoute from ?(var.gateway has no value) to ?(var.circuit has no value)
        local branch 192.168.0.0/24
        site con-circuit ?(what con-circuit announces is outside of this code)
          ?(var.gateway has no value)
        site branch 192.168.0.0/24
          ?(var.gateway has no value)
        ",
    );
}
