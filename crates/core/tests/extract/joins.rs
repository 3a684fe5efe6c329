//! How resources find each other.

use crate::check;

#[test]
fn a_subnet_named_by_its_network_is_part_of_it() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks/subnets", "address": "subnet.gw", "name": "GatewaySubnet",
             "parent": {"name": "HUB", "resourceGroup": "RG"},
             "properties": {"addressPrefixes": ["10.0.0.0/27"]}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet GatewaySubnet 10.0.0.0/27
        ",
    );
}

#[test]
fn a_name_read_from_a_network_means_that_network_although_another_has_the_same() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.a", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks", "address": "vnet.b", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}},
            {"type": "virtualNetworks/subnets", "address": "subnet.s", "name": "app",
             "parent": {"name": {"$via": "@vnet.b#name", "value": "hub"}, "resourceGroup": "rg"},
             "properties": {"addressPrefix": "10.1.0.0/24"}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
        vnet hub 10.1.0.0/16
          subnet app 10.1.0.0/24
        ",
    );
}

#[test]
fn networks_of_one_name_are_told_apart_by_resource_group() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.a", "name": "hub", "resourceGroup": "one",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks", "address": "vnet.b", "name": "hub", "resourceGroup": "two",
             "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}},
            {"type": "virtualNetworks/subnets", "address": "subnet.s", "name": "app",
             "parent": {"name": "hub", "resourceGroup": "two"},
             "properties": {"addressPrefix": "10.1.0.0/24"}},
            {"type": "virtualNetworks/subnets", "address": "subnet.t", "name": "third",
             "parent": {"name": "hub", "resourceGroup": "three"},
             "properties": {"addressPrefix": "10.3.0.0/24"}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
        vnet hub 10.1.0.0/16
          subnet app 10.1.0.0/24
        vnet !hub ?(hub is outside of this code)
          subnet third 10.3.0.0/24
        ",
    );
}

#[test]
fn a_gateway_finds_its_network_by_a_literal_subnet_id_without_case() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks/subnets", "address": "subnet.gw", "name": "GatewaySubnet",
             "parent": "@vnet.hub#id", "properties": {"addressPrefix": "10.0.0.0/27"}},
            {"type": "virtualNetworkGateways", "address": "gw", "name": "vpn",
             "properties": {"gatewayType": "Vpn", "ipConfigurations": [{"properties": {"subnet": {"id":
                "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/RG/providers/microsoft.network/virtualnetworks/HUB/subnets/gatewaysubnet"}}}]}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet GatewaySubnet 10.0.0.0/27
        gateway vpn Vpn in hub asn 65515~
          GatewaySubnet
        ",
    );
}

#[test]
fn a_literal_id_of_something_that_is_not_here_stands_for_it_once() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.a", "name": "a",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p1", "name": "p1",
             "parent": "@vnet.a#id", "properties": {"allowVirtualNetworkAccess": true, "remoteVirtualNetwork":
                {"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/Hub"}}},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p2", "name": "p2",
             "parent": "/subscriptions/s/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/hub",
             "properties": {"allowVirtualNetworkAccess": true, "remoteVirtualNetwork": {"id": "@vnet.a#id"}}}
        ]"#,
        "
        vnet a 10.0.0.0/16
        vnet !hub ?(hub is outside of this code)
        peering p1 a -> hub access complete=true~
        peering p2 hub -> a access complete=true~
        ",
    );
}

#[test]
fn an_id_made_of_a_networks_id_and_a_name_means_the_subnet() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "properties": {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                "subnets": [{"name": "GatewaySubnet", "properties": {"addressPrefix": "10.0.0.0/27"}}]}},
            {"type": "virtualNetworkGateways", "address": "gw", "name": "er", "properties": {
                "gatewayType": "ExpressRoute", "ipConfigurations": [{"properties": {"subnet":
                    {"id": {"$parts": ["@vnet.hub#id", "/subnets/GatewaySubnet"]}}}}]}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet GatewaySubnet 10.0.0.0/27
        gateway er ExpressRoute in hub asn 65515~
          GatewaySubnet
        site er ?(what er announces is outside of this code)
          express-route er by nothing
        ",
    );
}

#[test]
fn an_id_with_an_unknown_subscription_still_names_its_network() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks", "address": "vnet.spoke", "name": "spoke", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}},
            {"type": "virtualNetworks/virtualNetworkPeerings", "address": "p", "name": "p",
             "parent": "@vnet.spoke#id", "properties": {"allowVirtualNetworkAccess": true,
                "remoteVirtualNetwork": {"id": {"$parts": ["/subscriptions/", null,
                    "/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub"]}}}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
        vnet spoke 10.1.0.0/16
        peering p spoke -> hub access complete=true~
        ",
    );
}

#[test]
fn a_data_source_of_a_network_that_is_declared_here_is_that_network() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "data.vnet.hub", "name": "hub", "existing": true},
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "resourceGroup": "rg",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks", "address": "data.vnet.other", "name": "other", "existing": true},
            {"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "a",
             "parent": "@data.vnet.hub#id", "properties": {"addressPrefix": "10.0.1.0/24"}},
            {"type": "virtualNetworks/subnets", "address": "subnet.b", "name": "b",
             "parent": "@data.vnet.other#id", "properties": {"addressPrefix": "10.9.1.0/24"}}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet a 10.0.1.0/24
        vnet !other ?(other is outside of this code)
          subnet b 10.9.1.0/24
        ",
    );
}

#[test]
fn a_subnet_declared_inline_and_apart_is_one_subnet() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "properties": {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [
                    {"name": "GatewaySubnet", "properties": {"addressPrefix": "10.0.0.0/27"}},
                    {"name": "app", "properties": {"addressPrefix": "10.0.1.0/24"}}]}},
            {"type": "virtualNetworks/subnets", "address": "subnet.gw", "name": "hub/gatewaysubnet",
             "parent": "@vnet.hub#id", "properties": {"routeTable": {"id": "@rt#id"}}},
            {"type": "routeTables", "address": "rt", "name": "rt"}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet gatewaysubnet 10.0.0.0/27 table rt
          subnet app 10.0.1.0/24
        table rt propagates=true~
        ",
    );
}

#[test]
fn an_inline_subnet_is_found_by_its_place_in_the_list() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "properties": {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [
                    {"name": "app", "properties": {"addressPrefix": "10.0.1.0/24"}},
                    {"name": "data", "properties": {"addressPrefix": "10.0.2.0/24"}}]}},
            {"type": "virtualNetworks/subnets", "address": "association",
             "amends": "@vnet.hub#subnet[1].id", "properties": {"routeTable": {"id": "@rt#id"}}},
            {"type": "routeTables", "address": "rt", "name": "rt"}
        ]"#,
        "
        vnet hub 10.0.0.0/16
          subnet app 10.0.1.0/24
          subnet data 10.0.2.0/24 table rt
        table rt propagates=true~
        ",
    );
}

#[test]
fn of_several_associations_the_certain_one_counts() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet", "name": "v"},
            {"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "a", "parent": "@vnet#id",
             "properties": {"addressPrefix": "10.0.1.0/24"}},
            {"type": "virtualNetworks/subnets", "address": "subnet.b", "name": "b", "parent": "@vnet#id",
             "properties": {"addressPrefix": "10.0.2.0/24"}},
            {"type": "virtualNetworks/subnets", "address": "association.1", "amends": "@subnet.a#id",
             "properties": {"routeTable": {"id": "@rt.certain#id"}}},
            {"type": "virtualNetworks/subnets", "address": "association.2", "amends": "@subnet.a#id",
             "maybe": "var.x", "properties": {"routeTable": {"id": "@rt.perhaps#id"}}},
            {"type": "virtualNetworks/subnets", "address": "association.3", "amends": "@subnet.b#id",
             "maybe": "var.x", "properties": {"routeTable": {"id": "@rt.perhaps#id"}}},
            {"type": "routeTables", "address": "rt.certain", "name": "certain"},
            {"type": "routeTables", "address": "rt.perhaps", "name": "perhaps", "maybe": "var.x"}
        ]"#,
        "
        vnet v ?(addressPrefixes is left out)
          subnet a 10.0.1.0/24 table certain
          subnet b 10.0.2.0/24 table ?(var.x has no value)
        table certain propagates=true~
        table perhaps perhaps propagates=true~
        ",
    );
}

#[test]
fn an_association_is_as_certain_as_its_subnet_when_both_hang_on_the_same() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet", "name": "v"},
            {"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "a", "parent": "@vnet#id",
             "maybe": "var.subnets", "properties": {"addressPrefix": "10.0.1.0/24"}},
            {"type": "virtualNetworks/subnets", "address": "association", "amends": "@subnet.a#id",
             "maybe": "var.subnets", "properties": {"routeTable": {"id": "@rt#id"}}},
            {"type": "routeTables", "address": "rt", "name": "rt"}
        ]"#,
        "
        vnet v ?(addressPrefixes is left out)
          subnet perhaps a 10.0.1.0/24 table rt
        table rt propagates=true~
        ",
    );
}

#[test]
fn a_subnet_of_an_unknown_network_belongs_to_one_without_a_name() {
    check(
        r#"[
            {"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "a",
             "parent": {"$unknown": "var.vnet_id"}, "properties": {"addressPrefix": "10.0.1.0/24"}}
        ]"#,
        "
        vnet !var.vnet_id ?(var.vnet_id is outside of this code)
          subnet a 10.0.1.0/24
        ",
    );
}

#[test]
fn the_same_unknown_name_is_the_same_network() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet", "name": "@random.x#id",
             "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
            {"type": "virtualNetworks/subnets", "address": "subnet", "name": "a",
             "parent": {"name": "@random.x#id"}, "properties": {"addressPrefix": "10.0.1.0/24"}}
        ]"#,
        "
        vnet vnet 10.0.0.0/16
          subnet a 10.0.1.0/24
        ",
    );
}

#[test]
fn what_an_association_adds_to_a_list_does_not_hide_the_list() {
    check(
        r#"[
            {"type": "networkInterfaces", "address": "nic", "name": "nic", "properties": {"ipConfigurations": [
                {"name": "a", "properties": {"privateIPAddress": "10.0.0.4"}}]}},
            {"type": "networkInterfaces", "address": "association", "amends": "@nic#id", "properties":
                {"ipConfigurations": [{"name": "a", "properties": {"loadBalancerBackendAddressPools": []}}]}}
        ]"#,
        "
        interface nic
          nothing~ 10.0.0.4
        ",
    );
}

#[test]
fn routes_declared_apart_join_those_of_the_table() {
    check(
        r#"[
            {"type": "routeTables", "address": "rt", "name": "rt", "resourceGroup": "rg", "properties": {
                "routes": [{"name": "inline", "properties":
                    {"addressPrefix": "10.0.0.0/8", "nextHopType": "None"}}]}},
            {"type": "routeTables/routes", "address": "route", "name": "apart", "maybe": "var.x",
             "parent": {"name": "rt", "resourceGroup": "rg"}, "properties":
                {"addressPrefix": "0.0.0.0/0", "nextHopType": "virtualAppliance", "nextHopIpAddress": "10.0.0.4"}}
        ]"#,
        "
        table rt propagates=true~
          inline: 10.0.0.0/8 -> None
          perhaps apart: 0.0.0.0/0 -> VirtualAppliance at 10.0.0.4
        ",
    );
}

#[test]
fn a_route_of_an_unknown_table_may_be_in_every_table() {
    check(
        r#"[
            {"type": "routeTables", "address": "rt", "name": "rt"},
            {"type": "routeTables/routes", "address": "route", "name": "r",
             "parent": {"name": {"$unknown": "var.table"}, "resourceGroup": "rg"},
             "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}}
        ]"#,
        "
        table rt propagates=true~ more (var.table has no value)
        ",
    );
}

#[test]
fn a_next_hop_is_an_address_or_whose_address_it_is() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet", "name": "hub", "properties": {"subnets": [
                {"name": "AzureFirewallSubnet", "properties": {"addressPrefix": "10.0.10.64/26"}},
                {"name": "nva", "properties": {"addressPrefix": "10.0.11.0/24"}}]}},
            {"type": "azureFirewalls", "address": "fw", "name": "fw", "properties": {
                "sku": {"name": "AZFW_VNet", "tier": "Standard"}, "ipConfigurations": [
                    {"properties": {"subnet": {"id": "@vnet#subnet[0].id"}}}]}},
            {"type": "networkInterfaces", "address": "nic", "name": "nic", "properties": {
                "enableIPForwarding": true, "ipConfigurations": [
                    {"properties": {"subnet": {"id": "@vnet#subnet[1].id"}}}]}},
            {"type": "virtualMachines", "address": "vm", "name": "vm", "properties": {
                "networkProfile": {"networkInterfaces": [{"id": "@nic#id"}]}}},
            {"type": "loadBalancers", "address": "lb", "name": "lb", "sku": {"name": "Standard"},
             "properties": {"frontendIPConfigurations": [
                {"properties": {"subnet": {"id": "@vnet#subnet[1].id"}, "privateIPAddress": "10.0.11.100"}}]}},
            {"type": "routeTables", "address": "rt", "name": "rt", "properties": {"routes": [
                {"name": "a", "properties": {"addressPrefix": "10.1.0.0/16", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "@fw#ip_configuration[0].private_ip_address"}},
                {"name": "b", "properties": {"addressPrefix": "10.2.0.0/16", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "@nic#private_ip_address"}},
                {"name": "c", "properties": {"addressPrefix": "10.3.0.0/16", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "@lb#private_ip_address"}},
                {"name": "d", "properties": {"addressPrefix": "10.4.0.0/16", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "@vm#private_ip_address"}},
                {"name": "e", "properties": {"addressPrefix": "AzureCloud", "nextHopType": "Internet",
                    "nextHopIpAddress": ""}},
                {"name": "f", "properties": {"addressPrefix": "fd00::/8", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "fd00::4"}},
                {"name": "g", "properties": {"addressPrefix": "10.0.0.0/33", "nextHopType": "HyperNetGateway",
                    "nextHopIpAddress": "ten"}},
                {"name": "h", "properties": {"addressPrefix": "10.5.0.0/16", "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "@other#ip"}}]}}
        ]"#,
        r#"
        vnet hub ?(addressPrefixes is left out)
          subnet AzureFirewallSubnet 10.0.10.64/26
          subnet nva 10.0.11.0/24
        table rt propagates=true~
          a: 10.1.0.0/16 -> VirtualAppliance at fw
          b: 10.2.0.0/16 -> VirtualAppliance at nic
          c: 10.3.0.0/16 -> VirtualAppliance at lb
          d: 10.4.0.0/16 -> VirtualAppliance at nic
          e: AzureCloud -> Internet at nothing
          f: fd00::/8 -> VirtualAppliance at fd00::4
          g: ?("10.0.0.0/33" is not a CIDR prefix) -> other HyperNetGateway at ?("ten" is not an IP address)
          h: 10.5.0.0/16 -> VirtualAppliance at ?(other.ip is known only after deployment)
        firewall fw VirtualNetwork Standard in hub at 10.0.10.68~
        interface nic forwards
          nva dynamic~
        balancer lb Standard
          nva 10.0.11.100
        "#,
    );
}

#[test]
fn a_hub_without_a_virtual_wan_in_a_subnet_is_a_route_server() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet", "name": "hub", "properties": {"subnets": [
                {"name": "RouteServerSubnet", "properties": {"addressPrefix": "10.0.1.0/27"}}]}},
            {"type": "virtualHubs", "address": "hub.legacy", "name": "legacy",
             "properties": {"sku": "Standard", "allowBranchToBranchTraffic": true}},
            {"type": "virtualHubs/ipConfigurations", "address": "ip", "name": "ip", "parent": "@hub.legacy#id",
             "properties": {"subnet": {"id": "@vnet#subnet[0].id"}}},
            {"type": "virtualHubs/bgpConnections", "address": "bgp", "name": "nva", "parent": "@hub.legacy#id",
             "properties": {"peerAsn": "65001", "peerIp": "10.0.2.4"}},
            {"type": "virtualHubs", "address": "hub.modern", "name": "modern", "properties": {"ipConfigurations": [
                {"name": "ip", "properties": {"subnet": {"id": "@vnet#subnet[0].id"}}}]}},
            {"type": "virtualHubs", "address": "hub.wan", "name": "wan",
             "properties": {"virtualWan": {"id": "@wan#id"}, "addressPrefix": "10.9.0.0/23"}},
            {"type": "virtualHubs/bgpConnections", "address": "bgp.wan", "name": "nva", "parent": "@hub.wan#id",
             "properties": {"peerAsn": 65002, "peerIp": "10.0.2.5"}},
            {"type": "virtualWans", "address": "wan", "name": "wan"}
        ]"#,
        "
        vnet hub ?(addressPrefixes is left out)
          subnet RouteServerSubnet 10.0.1.0/27
        route-server legacy in hub/RouteServerSubnet branch-to-branch prefers ExpressRoute~
          peer nva 65001 10.0.2.4
        route-server modern in hub/RouteServerSubnet prefers ExpressRoute~
        wan wan Standard~ branch-to-branch=?(allowBranchToBranchTraffic is left out)
        hub wan 10.9.0.0/23 in wan peers [10.0.2.5]
          table defaultRouteTable [default~]
          table noneRouteTable [none~]
        ",
    );
}

#[test]
fn a_module_that_is_not_here_is_noted_when_it_is_handed_a_network() {
    check(
        r#"[
            {"type": "virtualNetworks", "address": "vnet.a", "name": "a"},
            {"type": "virtualNetworks/subnets", "address": "subnet.a", "name": "s", "parent": "@vnet.a#id",
             "properties": {"addressPrefix": "10.0.0.0/24"}},
            {"module": "module.gateway", "source": "example/gateway/azurerm", "arguments":
                {"settings": {"subnets": ["@subnet.a#id"]}}},
            {"module": "module.names", "source": "example/names", "arguments":
                {"location": {"$via": "@vnet.a#location", "value": "westeurope"}}}
        ]"#,
        "
        vnet a ?(addressPrefixes is left out)
          subnet s 10.0.0.0/24
        hidden example/gateway/azurerm: a
        ",
    );
}

#[test]
fn a_module_that_is_not_here_may_add_rules_to_a_filter_that_it_is_handed() {
    let text = r#"[
        {"type": "networkSecurityGroups", "address": "group.a", "name": "nsg"},
        {"type": "firewallPolicies", "address": "policy.a", "name": "policy",
         "properties": {"sku": {"tier": "Standard"}}},
        {"module": "module.rules", "source": "example/rules", "arguments":
            {"group": "@group.a#id", "policy": "@policy.a#id"}}
    ]"#;
    let network = crate::network(text);
    let handed = &network.hidden_modules[0];
    assert_eq!(handed.security_groups, network.security_groups.ids().collect::<Vec<_>>());
    assert_eq!(handed.firewall_policies, network.firewall_policies.ids().collect::<Vec<_>>());
}

#[test]
fn the_order_of_resources_makes_no_difference() {
    let resources = [
        r#"{"type": "virtualNetworks", "address": "vnet.b", "name": "b"}"#,
        r#"{"type": "virtualNetworks", "address": "vnet.a", "name": "a"}"#,
        r#"{"type": "virtualNetworks/virtualNetworkPeerings", "address": "p", "name": "p",
            "parent": "@vnet.a#id", "properties": {"remoteVirtualNetwork": {"id": "@vnet.b#id"}}}"#,
        r#"{"type": "virtualNetworks/subnets", "address": "s", "name": "s", "parent": "@vnet.b#id"}"#,
    ];
    let mut reversed = resources;
    reversed.reverse();
    let of = |list: [&str; 4]| crate::text::of(&crate::network(&format!("[{}]", list.join(","))));
    let text = of(resources);
    assert!(text.starts_with("vnet a "), "{text}");
    assert_eq!(text, of(reversed));
}
