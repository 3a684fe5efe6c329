//! Questions asked of a network, and when the answer is that nobody can tell.

use nexthop_core::{
    Fact, Network,
    network::{GatewayKind, Id, NextHopTarget, VirtualNetwork},
};

use crate::network;

fn vnet(network: &Network, name: &str) -> Id<VirtualNetwork> {
    let mut entries = network.virtual_networks.entries();
    let (id, _) = entries.find(|(_, vnet)| vnet.declared.label() == name).expect("it is there");
    id
}

/// How many there are, or the cause why that cannot be told.
fn count<T>(fact: &Fact<Vec<T>>) -> Result<usize, String> {
    fact.value()
        .map(Vec::len)
        .ok_or_else(|| fact.why().map(ToString::to_string).unwrap_or_default())
}

fn hub_with(more: &str) -> Network {
    network(&format!(
        r#"[
            {{"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "properties": {{"subnets": [
                {{"name": "GatewaySubnet", "properties": {{"addressPrefix": "10.0.0.0/27"}}}},
                {{"name": "RouteServerSubnet", "properties": {{"addressPrefix": "10.0.1.0/27"}}}}]}}}},
            {{"type": "virtualNetworks", "address": "vnet.spoke", "name": "spoke"}}
            {more}
        ]"#
    ))
}

const ROUTE_SERVER: &str = r#"
    {"type": "virtualHubs", "address": "rs", "name": "rs", "properties": {"ipConfigurations": [
        {"properties": {"subnet": {"id": "@vnet.hub#subnet[1].id"}}}]}}"#;

#[test]
fn a_network_that_is_wholly_here_has_no_route_server_unless_one_is_declared() {
    let none = hub_with("");
    assert_eq!(count(&none.route_servers_of(vnet(&none, "hub"))), Ok(0));
    let one = hub_with(&format!(",{ROUTE_SERVER}"));
    assert_eq!(count(&one.route_servers_of(vnet(&one, "hub"))), Ok(1));
    assert_eq!(count(&one.route_servers_of(vnet(&one, "spoke"))), Ok(0));
}

#[test]
fn a_route_server_that_is_perhaps_there_leaves_it_open() {
    let perhaps = ROUTE_SERVER.replacen('{', r#"{"maybe": "var.with_route_server", "#, 1);
    let network = hub_with(&format!(",{perhaps}"));
    let answer = count(&network.route_servers_of(vnet(&network, "hub")));
    assert_eq!(answer, Err("var.with_route_server has no value".to_owned()));
    assert_eq!(count(&network.route_servers_of(vnet(&network, "spoke"))), Ok(0));
}

#[test]
fn a_gateway_in_an_unknown_subnet_may_stand_anywhere() {
    let network = hub_with(
        r#", {"type": "virtualNetworkGateways", "address": "gw", "name": "gw", "properties": {
            "gatewayType": "Vpn", "ipConfigurations": [{"properties": {"subnet": {"id": {"$unknown": "var.subnet"}}}}]}}"#,
    );
    let answer = count(&network.gateways_of(vnet(&network, "spoke")));
    assert_eq!(answer, Err("var.subnet has no value".to_owned()));
    let other_kind = network.gateway_of(vnet(&network, "spoke"), GatewayKind::ExpressRoute);
    assert!(other_kind.is(&None));
}

#[test]
fn a_module_that_is_not_here_may_hold_what_is_missing() {
    let network = hub_with(
        r#", {"module": "module.rs", "source": "example/route-server", "arguments": {"vnet": "@vnet.hub#id"}}"#,
    );
    let answer = count(&network.route_servers_of(vnet(&network, "hub")));
    assert_eq!(answer, Err("example/route-server is outside of this code".to_owned()));
    assert_eq!(count(&network.firewalls_of(vnet(&network, "spoke"))), Ok(0));
}

/// Two peerings between hub and spoke, with the flags of each.
fn peered(spoke: &str, hub: &str) -> Network {
    let peering = |address: &str, from: &str, to: &str, flags: &str| {
        format!(
            r#", {{"type": "virtualNetworks/virtualNetworkPeerings", "address": "{address}", "name": "{address}",
                "parent": "@vnet.{from}#id", "properties": {{"remoteVirtualNetwork": {{"id": "@vnet.{to}#id"}}, {flags}}}}}"#
        )
    };
    let up = peering("up", "spoke", "hub", spoke);
    let down = peering("down", "hub", "spoke", hub);
    hub_with(&format!("{up}{down}"))
}

#[test]
fn gateways_are_used_where_both_sides_agree() {
    for (spoke, hub, uses) in [
        (r#""useRemoteGateways": true"#, r#""allowGatewayTransit": true"#, true),
        (r#""useRemoteGateways": true"#, r#""allowGatewayTransit": false"#, false),
        (r#""useRemoteGateways": false"#, r#""allowGatewayTransit": true"#, false),
    ] {
        let network = peered(spoke, hub);
        let (hub, spoke) = (vnet(&network, "hub"), vnet(&network, "spoke"));
        assert!(network.transit_hub(spoke).is(&uses.then_some(hub)));
        assert!(network.transit_hub(hub).is(&None));
        let users = network.transit_users(hub);
        assert_eq!((users.known, users.more), (Vec::from_iter(uses.then_some(spoke)), None));
        assert_eq!(network.peers_of(hub), [spoke]);
    }
}

#[test]
fn an_unknown_flag_leaves_transit_open_unless_the_other_side_forbids_it() {
    let unknown = r#""useRemoteGateways": {"$unknown": "var.use"}"#;
    let open = peered(unknown, r#""allowGatewayTransit": true"#);
    let hub = open.transit_hub(vnet(&open, "spoke"));
    assert_eq!(hub.why().map(ToString::to_string).as_deref(), Some("var.use has no value"));
    let forbidden = peered(unknown, r#""allowGatewayTransit": false"#);
    assert!(forbidden.transit_hub(vnet(&forbidden, "spoke")).is(&None));
}

#[test]
fn an_address_has_an_owner_in_the_network_or_its_neighbours() {
    let network = hub_with(
        r#", {"type": "azureFirewalls", "address": "fw", "name": "fw", "properties": {
                "sku": {"name": "AZFW_VNet"}, "ipConfigurations": [
                    {"properties": {"subnet": {"id": "@vnet.hub#subnet[0].id"}}}]}},
            {"type": "networkInterfaces", "address": "nic", "name": "nic", "properties": {"ipConfigurations": [
                {"properties": {"subnet": {"id": "@vnet.hub#subnet[1].id"}, "privateIPAddress": "10.0.1.9"}}]}}"#,
    );
    let (hub, spoke) = (vnet(&network, "hub"), vnet(&network, "spoke"));
    let owner = |text: &str, from| network.owner_of(text.parse().expect("an address"), from);
    assert!(matches!(owner("10.0.0.4", hub), Some(NextHopTarget::Firewall(_))));
    assert!(matches!(owner("10.0.1.9", hub), Some(NextHopTarget::NetworkInterface(_))));
    assert_eq!(owner("10.0.0.4", spoke), None);
    assert_eq!(owner("10.0.0.5", hub), None);
}
