//! From the text of a file to ARM's words, once for each way in which the two
//! hang together.

use crate::terraform::testing::check_file;

#[test]
fn a_subnet_that_names_its_network_by_reference_and_its_association() {
    check_file(
        r#"
        variable "environment" {}

        resource "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "net"
          location            = "westeurope"
          address_space       = ["10.0.0.0/16"]
        }
        resource "azurerm_subnet" "gateway" {
          name                 = "GatewaySubnet"
          resource_group_name  = azurerm_virtual_network.hub.resource_group_name
          virtual_network_name = azurerm_virtual_network.hub.name
          address_prefixes     = [var.environment]
        }
        resource "azurerm_subnet_route_table_association" "gateway" {
          subnet_id      = azurerm_subnet.gateway.id
          route_table_id = azurerm_route_table.gateway.id
        }
        resource "azurerm_route_table" "gateway" {
          name                          = "gateway"
          disable_bgp_route_propagation = false
          route {
            name           = "spoke"
            address_prefix = "10.1.0.0/16"
            next_hop_type  = "VirtualNetworkGateway"
          }
        }
        "#,
        r#"{
            "azurerm_virtual_network.hub": {
                "type": "Microsoft.Network/virtualNetworks",
                "name": "hub", "resourceGroup": "net", "location": "westeurope",
                "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
            },
            "azurerm_subnet.gateway": {
                "type": "Microsoft.Network/virtualNetworks/subnets",
                "name": "GatewaySubnet", "resourceGroup": "net",
                "parent": {"name": "hub", "resourceGroup": "net"},
                "properties": {"addressPrefixes": ["${var.environment}"]}
            },
            "azurerm_subnet_route_table_association.gateway": {
                "type": "Microsoft.Network/virtualNetworks/subnets",
                "amends": "${azurerm_subnet.gateway.id}",
                "properties": {"routeTable": {"id": "${azurerm_route_table.gateway.id}"}}
            },
            "azurerm_route_table.gateway": {
                "type": "Microsoft.Network/routeTables", "name": "gateway",
                "properties": {"disableBgpRoutePropagation": false, "routes": [{"name": "spoke",
                    "properties": {"addressPrefix": "10.1.0.0/16",
                        "nextHopType": "VirtualNetworkGateway"}}]}
            }
        }"#,
    );
}

#[test]
fn blocks_made_by_dynamic() {
    check_file(
        r#"
        variable "rules" { default = { web = 443, ssh = "22" } }
        variable "more" {}

        resource "azurerm_network_security_group" "app" {
          name = "app"
          dynamic "security_rule" {
            for_each = var.rules
            content {
              name                   = security_rule.key
              priority               = 100
              destination_port_range = security_rule.value
            }
          }
        }
        resource "azurerm_virtual_network_gateway" "vpn" {
          name = "vpn"
          type = "Vpn"
          sku  = "VpnGw1AZ"
          dynamic "vpn_client_configuration" {
            for_each = var.more
            content {
              address_space = ["172.16.0.0/24"]
            }
          }
        }
        "#,
        r#"{
            "azurerm_network_security_group.app": {
                "type": "Microsoft.Network/networkSecurityGroups", "name": "app",
                "properties": {"securityRules": [
                    {"name": "ssh", "properties": {"priority": 100, "destinationPortRange": "22"}},
                    {"name": "web", "properties": {"priority": 100, "destinationPortRange": "443"}}]}
            },
            "azurerm_virtual_network_gateway.vpn": {
                "type": "Microsoft.Network/virtualNetworkGateways", "name": "vpn",
                "properties": {"gatewayType": "Vpn", "sku": {"name": "VpnGw1AZ", "tier": "VpnGw1AZ"},
                    "vpnClientConfiguration": "${var.more}"}
            }
        }"#,
    );
}

#[test]
fn peerings_for_each_spoke_and_a_network_that_is_looked_up() {
    check_file(
        r#"
        data "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "net"
        }
        resource "azurerm_virtual_network_peering" "spoke" {
          for_each                  = { a = 1 }
          name                      = "${each.key}-to-hub"
          resource_group_name       = "net"
          virtual_network_name      = each.key
          remote_virtual_network_id = data.azurerm_virtual_network.hub.id
          use_remote_gateways       = true
        }
        "#,
        r#"{
            "data.azurerm_virtual_network.hub": {
                "type": "Microsoft.Network/virtualNetworks", "existing": true,
                "name": "hub", "resourceGroup": "net"
            },
            "azurerm_virtual_network_peering.spoke[\"a\"]": {
                "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
                "name": "a-to-hub", "resourceGroup": "net",
                "parent": {"name": "a", "resourceGroup": "net"},
                "properties": {"allowVirtualNetworkAccess": true, "useRemoteGateways": true,
                    "remoteVirtualNetwork": {"id": "${data.azurerm_virtual_network.hub.id}"}}
            }
        }"#,
    );
}

#[test]
fn a_gateway_its_connection_and_the_other_end() {
    check_file(
        r#"
        resource "azurerm_virtual_network_gateway" "vpn" {
          name       = "vpn"
          type       = "Vpn"
          sku        = "VpnGw1AZ"
          enable_bgp = true
          bgp_settings { asn = 65010 }
          ip_configuration {
            subnet_id            = azurerm_subnet.gateway.id
            public_ip_address_id = azurerm_public_ip.vpn.id
          }
        }
        resource "azurerm_local_network_gateway" "site" {
          name            = "site"
          gateway_address = "203.0.113.1"
          address_space   = ["192.168.0.0/16"]
        }
        resource "azurerm_virtual_network_gateway_connection" "site" {
          name                       = "site"
          type                       = "IPsec"
          virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
          local_network_gateway_id   = azurerm_local_network_gateway.site.id
        }
        resource "azurerm_subnet" "gateway" { name = "GatewaySubnet" }
        resource "azurerm_public_ip" "vpn" {
          name              = "vpn"
          allocation_method = "Static"
          sku               = "Standard"
        }
        "#,
        r#"{
            "azurerm_virtual_network_gateway.vpn": {
                "type": "Microsoft.Network/virtualNetworkGateways", "name": "vpn",
                "properties": {"gatewayType": "Vpn", "sku": {"name": "VpnGw1AZ", "tier": "VpnGw1AZ"},
                    "enableBgp": true, "bgpSettings": {"asn": 65010},
                    "ipConfigurations": [{"properties": {"subnet": {"id": "${azurerm_subnet.gateway.id}"},
                        "publicIPAddress": {"id": "${azurerm_public_ip.vpn.id}"}}}]}
            },
            "azurerm_local_network_gateway.site": {
                "type": "Microsoft.Network/localNetworkGateways", "name": "site",
                "properties": {"gatewayIpAddress": "203.0.113.1",
                    "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]}}
            },
            "azurerm_virtual_network_gateway_connection.site": {
                "type": "Microsoft.Network/connections", "name": "site",
                "properties": {"connectionType": "IPsec",
                    "virtualNetworkGateway1": {"id": "${azurerm_virtual_network_gateway.vpn.id}"},
                    "localNetworkGateway2": {"id": "${azurerm_local_network_gateway.site.id}"}}
            },
            "azurerm_subnet.gateway": {
                "type": "Microsoft.Network/virtualNetworks/subnets", "name": "GatewaySubnet"
            },
            "azurerm_public_ip.vpn": {
                "type": "Microsoft.Network/publicIPAddresses", "name": "vpn", "sku": {"name": "Standard"},
                "properties": {"publicIPAllocationMethod": "Static"}
            }
        }"#,
    );
}

#[test]
fn a_circuit_and_a_route_server() {
    check_file(
        r#"
        variable "subnet" {}

        resource "azurerm_express_route_circuit" "c" {
          name = "c"
          sku {
            tier   = "Standard"
            family = "MeteredData"
          }
        }
        resource "azurerm_express_route_circuit_peering" "private" {
          express_route_circuit_name  = azurerm_express_route_circuit.c.name
          peering_type                = "AzurePrivatePeering"
          peer_asn                    = 65020
        }
        resource "azurerm_route_server" "rs" {
          name                             = "rs"
          sku                              = "Standard"
          branch_to_branch_traffic_enabled = true
          subnet_id                        = var.subnet
        }
        resource "azurerm_route_server_bgp_connection" "nva" {
          name            = "nva"
          route_server_id = azurerm_route_server.rs.id
          peer_asn        = 65001
          peer_ip         = "10.0.2.4"
        }
        "#,
        r#"{
            "azurerm_express_route_circuit.c": {
                "type": "Microsoft.Network/expressRouteCircuits", "name": "c",
                "sku": {"tier": "Standard", "family": "MeteredData"}
            },
            "azurerm_express_route_circuit_peering.private": {
                "type": "Microsoft.Network/expressRouteCircuits/peerings", "name": "AzurePrivatePeering",
                "parent": {"name": "c"},
                "properties": {"peeringType": "AzurePrivatePeering", "peerASN": 65020}
            },
            "azurerm_route_server.rs": {
                "type": "Microsoft.Network/virtualHubs", "name": "rs",
                "properties": {"sku": "Standard", "allowBranchToBranchTraffic": true,
                    "ipConfigurations": [{"properties": {"subnet": {"id": "${var.subnet}"}}}]}
            },
            "azurerm_route_server_bgp_connection.nva": {
                "type": "Microsoft.Network/virtualHubs/bgpConnections", "name": "nva",
                "parent": "${azurerm_route_server.rs.id}",
                "properties": {"peerAsn": 65001, "peerIp": "10.0.2.4"}
            }
        }"#,
    );
}

#[test]
fn a_firewall_with_a_policy_and_rules() {
    check_file(
        r#"
        resource "azurerm_firewall_policy" "p" {
          name              = "p"
          private_ip_ranges = ["10.0.0.0/8"]
        }
        resource "azurerm_firewall_policy_rule_collection_group" "g" {
          name               = "g"
          firewall_policy_id = azurerm_firewall_policy.p.id
          priority           = 100
          network_rule_collection {
            name     = "all"
            priority = 100
            action   = "Allow"
            rule {
              name                  = "all"
              protocols             = ["Any"]
              source_addresses      = ["*"]
              destination_addresses = ["*"]
              destination_ports     = ["*"]
            }
          }
        }
        resource "azurerm_firewall" "fw" {
          name               = "fw"
          sku_name           = "AZFW_VNet"
          sku_tier           = "Standard"
          firewall_policy_id = azurerm_firewall_policy.p.id
        }
        "#,
        r#"{
            "azurerm_firewall_policy.p": {
                "type": "Microsoft.Network/firewallPolicies", "name": "p",
                "properties": {"sku": {"tier": "Standard"}, "snat": {"privateRanges": ["10.0.0.0/8"]}}
            },
            "azurerm_firewall_policy_rule_collection_group.g": {
                "type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "name": "g",
                "parent": "${azurerm_firewall_policy.p.id}",
                "properties": {"priority": 100, "ruleCollections": [{
                    "ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "all",
                    "priority": 100, "action": {"type": "Allow"}, "rules": [{
                        "ruleType": "NetworkRule", "name": "all", "ipProtocols": ["Any"],
                        "sourceAddresses": ["*"], "destinationAddresses": ["*"],
                        "destinationPorts": ["*"]}]}]}
            },
            "azurerm_firewall.fw": {
                "type": "Microsoft.Network/azureFirewalls", "name": "fw",
                "properties": {"sku": {"name": "AZFW_VNet", "tier": "Standard"},
                    "firewallPolicy": {"id": "${azurerm_firewall_policy.p.id}"}}
            }
        }"#,
    );
}

#[test]
fn an_azapi_peering_between_azapi_networks() {
    check_file(
        r#"
        resource "azapi_resource" "hub" {
          type      = "Microsoft.Network/virtualNetworks@2024-05-01"
          name      = "hub"
          parent_id = "/subscriptions/s/resourceGroups/net"
          body      = { properties = { addressSpace = { addressPrefixes = ["10.0.0.0/16"] } } }
        }
        resource "azapi_resource" "peering" {
          type      = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01"
          name      = "to-self"
          parent_id = azapi_resource.hub.id
          body      = { properties = { remoteVirtualNetwork = { id = azapi_resource.hub.id } } }
        }
        resource "azapi_update_resource" "peering" {
          type        = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01"
          resource_id = azapi_resource.peering.id
          body = jsonencode({
            properties = {
              useRemoteGateways    = true
              remoteVirtualNetwork = { id = azapi_resource.hub.id }
            }
          })
        }
        "#,
        r#"{
            "azapi_resource.hub": {
                "type": "Microsoft.Network/virtualNetworks", "name": "hub", "resourceGroup": "net",
                "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
            },
            "azapi_resource.peering": {
                "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "name": "to-self",
                "parent": "${azapi_resource.hub.id}",
                "properties": {"remoteVirtualNetwork": {"id": "${azapi_resource.hub.id}"}}
            },
            "azapi_update_resource.peering": {
                "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
                "amends": "${azapi_resource.peering.id}",
                "properties": {"useRemoteGateways": true,
                    "remoteVirtualNetwork": {"id": "${azapi_resource.hub.id}"}}
            }
        }"#,
    );
}

#[test]
fn a_default_that_the_required_version_decides() {
    for (version, sku) in [("~> 3.0", "Basic"), (">= 4.0", "Standard")] {
        check_file(
            &format!(
                r#"
                terraform {{
                  required_providers {{
                    azurerm = {{ version = "{version}" }}
                  }}
                }}
                resource "azurerm_public_ip" "p" {{ name = "p" }}
                resource "azurerm_lb" "lb" {{ name = "lb" }}
                "#
            ),
            &format!(
                r#"{{
                    "azurerm_public_ip.p": {{"type": "Microsoft.Network/publicIPAddresses",
                        "name": "p", "sku": {{"name": "{sku}"}}}},
                    "azurerm_lb.lb": {{"type": "Microsoft.Network/loadBalancers",
                        "name": "lb", "sku": {{"name": "{sku}"}}}}
                }}"#
            ),
        );
    }
}

#[test]
fn what_has_the_id_of_another_resource_means_that_one() {
    check_file(
        r#"
        resource "azurerm_subnet" "a" { name = "a" }
        resource "azurerm_subnet_route_table_association" "a" {
          subnet_id      = azurerm_subnet.a.id
          route_table_id = "t"
        }
        data "azapi_resource" "a" {
          type        = "Microsoft.Network/virtualNetworks/subnets@2024-05-01"
          resource_id = azurerm_subnet_route_table_association.a.id
        }
        resource "azurerm_private_endpoint" "e" {
          name      = "e"
          subnet_id = data.azapi_resource.a.id
        }
        "#,
        r#"{
            "azurerm_subnet.a": {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "a"},
            "azurerm_subnet_route_table_association.a": {
                "type": "Microsoft.Network/virtualNetworks/subnets", "amends": "${azurerm_subnet.a.id}",
                "properties": {"routeTable": {"id": "t"}}
            },
            "data.azapi_resource.a": {
                "type": "Microsoft.Network/virtualNetworks/subnets",
                "amends": "${azurerm_subnet.a.id}", "existing": true
            },
            "azurerm_private_endpoint.e": {
                "type": "Microsoft.Network/privateEndpoints", "name": "e",
                "properties": {"subnet": {"id": "${azurerm_subnet.a.id}"}}
            }
        }"#,
    );
}
