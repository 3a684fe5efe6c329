//! What a drawing shows.

use nexthop_core::diagram::{Diagram, End, Standing};

use crate::network;

fn words(diagram: &Diagram) -> String {
    let mark = |standing: Standing| match standing {
        Standing::Declared => "",
        Standing::Perhaps => "?",
        Standing::Existing => "!",
    };
    let name = |end: End| match end {
        End::Frame(at) => diagram.frames[at].lines[0].clone(),
        End::Node(at) => {
            let lines = &diagram.boxes[at].lines;
            lines.get(1).unwrap_or(&lines[0]).clone()
        }
    };
    let mut lines = Vec::new();
    for (at, frame) in diagram.frames.iter().enumerate() {
        lines.push(format!("{:?}{} {}", frame.tier, mark(frame.standing), frame.lines.join(" | ")));
        for node in diagram.boxes.iter().filter(|node| node.frame == Some(at)) {
            lines.push(format!("  {}{}", mark(node.standing), node.lines.join(" | ")));
        }
    }
    for node in diagram.boxes.iter().filter(|node| node.frame.is_none()) {
        let tier = node.kind.tier();
        lines.push(format!("{tier:?}{} {}", mark(node.standing), node.lines.join(" | ")));
    }
    for link in &diagram.links {
        let arrow = if link.one_sided { "->" } else { "--" };
        let (from, to, mark) = (name(link.from), name(link.to), mark(link.standing));
        lines.push(format!("{from} {arrow}{mark} {to}: {}", link.label));
    }
    lines.join("\n")
}

#[track_caller]
fn check(resources: &str, expected: &str) {
    let lines = expected.lines().filter(|line| !line.trim().is_empty());
    let expected: Vec<_> =
        lines.map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(words(&Diagram::new(&network(resources))), expected.join("\n"));
}

#[test]
fn a_hub_its_spokes_and_what_is_beyond_its_gateways() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "hub", "name": "hub", "properties": {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                "subnets": [{"name": "GatewaySubnet", "properties": {"addressPrefix": "10.0.0.0/27"}},
                            {"name": "AzureFirewallSubnet", "properties": {"addressPrefix": "10.0.1.0/26"}}]}},
            {"type": "virtualNetworks", "address": "spoke", "name": "spoke", "properties": {
                "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
                "subnets": [{"name": "app", "properties": {"addressPrefix": "10.1.0.0/24", "routeTable": {"id": "@rt#id"}}}]}},
            {"type": "virtualNetworks", "address": "lone", "name": "lone", "maybe": "var.lone"},
            {"type": "routeTables", "address": "rt", "name": "rt-app"},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p1", "name": "a", "parent": "@hub#id", "properties":
                {"remoteVirtualNetwork": {"id": "@spoke#id"}, "allowGatewayTransit": true}},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p2", "name": "b", "parent": "@spoke#id", "properties":
                {"remoteVirtualNetwork": {"id": "@hub#id"}, "useRemoteGateways": true}},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p3", "name": "c", "parent": "@hub#id", "properties":
                {"remoteVirtualNetwork": {"id": "@lone#id"}}},
            {"type": "azureFirewalls", "address": "fw", "name": "afw", "properties": {"ipConfigurations": [
                {"properties": {"subnet": {"id": "@hub#subnet[1].id"}}}]}},
            {"type": "virtualNetworkGateways", "address": "er", "name": "ergw", "properties": {"gatewayType": "ExpressRoute",
                "ipConfigurations": [{"properties": {"subnet": {"id": "@hub#subnet[0].id"}}}]}},
            {"type": "virtualNetworkGateways", "address": "vpn", "name": "vpngw", "properties": {"gatewayType": "Vpn",
                "enableBgp": true, "sku": {"name": "VpnGw1AZ"},
                "vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]}},
                "ipConfigurations": [{"properties": {"subnet": {"id": "@hub#subnet[0].id"}}}]}},
            {"type": "expressRouteCircuits", "address": "circuit", "name": "erc"},
            {"type": "localNetworkGateways", "address": "lng", "name": "branch", "properties":
                {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.1.0/24"]}}},
            {"type": "connections", "address": "c1", "name": "c1", "properties": {"connectionType": "ExpressRoute",
                "virtualNetworkGateway1": {"id": "@er#id"}, "peer": {"id": "@circuit#id"}}},
            {"type": "connections", "address": "c2", "name": "c2", "maybe": "var.vpn", "properties": {"connectionType": "IPsec",
                "enableBgp": true, "virtualNetworkGateway1": {"id": "@vpn#id"}, "localNetworkGateway2": {"id": "@lng#id"}}}
        ]"#,
        "
        Hub hub | 10.0.0.0/16
          ExpressRoute gateway | ergw
          VPN gateway | vpngw | VpnGw1AZ, AS 65515
          Azure Firewall | afw | 10.0.1.4
        Spoke? lone
        Spoke spoke | 10.1.0.0/16
          app 10.1.0.0/24, routes rt-app
        Outside on-premises | erc
        Outside on-premises | branch | 192.168.1.0/24
        Edge ExpressRoute circuit | erc
        Edge point-to-site clients | 172.16.0.0/24
        172.16.0.0/24 -- vpngw: point-to-site
        hub -> lone: peering, one side only
        hub -- spoke: peering, gateways of hub
        erc -- erc: 
        erc -- ergw: ExpressRoute
        branch --? vpngw: IPsec, BGP
        ",
    );
}

#[test]
fn hubs_their_mesh_and_what_is_connected() {
    check(
        r#"[
            {"type": "virtualWans", "address": "wan", "name": "wan"},
            {"type": "virtualHubs", "address": "hub.a", "name": "hub-a", "properties": {"virtualWan": {"id": "@wan#id"}, "addressPrefix": "10.0.0.0/23"}},
            {"type": "virtualHubs", "address": "hub.b", "name": "hub-b", "properties": {"virtualWan": {"id": "@wan#id"}, "addressPrefix": "10.2.0.0/23"}},
            {"type": "virtualNetworks", "address": "spoke", "name": "spoke", "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}},
            {"type": "virtualHubs/hubVirtualNetworkConnections", "address": "c", "name": "c", "parent": "@hub.a#id", "properties":
                {"remoteVirtualNetwork": {"id": "@spoke#id"}}},
            {"type": "vpnSites", "address": "site", "name": "branch", "properties": {"virtualWan": {"id": "@wan#id"},
                "addressSpace": {"addressPrefixes": ["192.168.0.0/24"]}}},
            {"type": "vpnGateways", "address": "gw", "name": "vpngw", "properties": {"virtualHub": {"id": "@hub.b#id"}}},
            {"type": "vpnGateways/vpnConnections", "address": "vc", "name": "vc", "parent": "@gw#id", "properties": {"remoteVpnSite": {"id": "@site#id"}}}
        ]"#,
        "
        Spoke spoke | 10.1.0.0/16
        VirtualHub virtual hub hub-a | 10.0.0.0/23
        VirtualHub virtual hub hub-b | 10.2.0.0/23
          VPN gateway | vpngw
        Outside on-premises | branch | 192.168.0.0/24
        virtual hub hub-a -- spoke: connection
        virtual hub hub-a -- virtual hub hub-b: wan
        branch -- vpngw: IPsec
        ",
    );
}

#[test]
fn what_is_long_is_cut_short() {
    let subnets: Vec<_> = (0..13)
        .map(|at| {
            format!(
                r#"{{"name": "s{at:02}", "properties": {{"addressPrefix": "10.0.{at}.0/24"}}}}"#
            )
        })
        .collect();
    let prefixes: Vec<_> = (0..6).map(|at| format!("\"10.{at}.0.0/16\"")).collect();
    let resources = format!(
        r#"[{{"type": "virtualNetworks", "address": "v", "name": "v", "properties": {{
            "addressSpace": {{"addressPrefixes": [{}]}}, "subnets": [{}]}}}}]"#,
        prefixes.join(", "),
        subnets.join(", ")
    );
    let diagram = Diagram::new(&network(&resources));
    let space = "10.0.0.0/16, 10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16 and 2 more";
    assert_eq!(diagram.frames[0].lines, ["v", space]);
    let lines = &diagram.boxes[0].lines;
    assert_eq!(
        (lines.len(), lines[9].as_str(), lines[10].as_str()),
        (11, "s09 10.0.9.0/24", "and 3 more")
    );
}
