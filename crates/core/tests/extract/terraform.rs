//! From the text of Terraform files to the network.

use nexthop_core::Model;
use nexthop_iac::{Memory, Project, Request, Workspace};

use crate::compare;

/// Loads a root module of one file and, if there is any, the module beside it.
#[track_caller]
fn load(main: &str, module: &str) -> Workspace {
    let mut files = Memory::default();
    files.add("root/main.tf", main);
    files.add("modules/hub/main.tf", module);
    let paths = vec!["root".into()];
    let workspace = nexthop_iac::load(&files, &Request { paths, ..Request::default() });
    let diagnostics = workspace.projects.iter().flat_map(|project| &project.diagnostics);
    assert_eq!(diagnostics.map(|one| one.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    workspace
}

fn only_project(workspace: &Workspace) -> &Project {
    let [project] = &workspace.projects[..] else { panic!("one root, not {workspace:?}") };
    project
}

#[track_caller]
fn check(main: &str, module: &str, expected: &str) {
    let workspace = load(main, module);
    let project = only_project(&workspace);
    let model = Model::default();
    let analysis = nexthop_core::analyse(&project.resources, &project.unread_modules, &model);
    compare(&analysis.network, expected);
}

const HUB: &str = r#"
    variable "prefix" {}
    variable "subnets" {}
    resource "azurerm_virtual_network" "this" {
      name                = "vnet-hub"
      resource_group_name = "rg-net"
      address_space       = [var.prefix]
    }
    resource "azurerm_subnet" "this" {
      for_each             = var.subnets
      name                 = each.key
      resource_group_name  = azurerm_virtual_network.this.resource_group_name
      virtual_network_name = azurerm_virtual_network.this.name
      address_prefixes     = [each.value]
    }
    output "id" { value = azurerm_virtual_network.this.id }
    output "subnet_ids" { value = { for name, subnet in azurerm_subnet.this : name => subnet.id } }
"#;

const HUB_AND_SPOKE: &str = r#"
    module "hub" {
      source  = "../modules/hub"
      prefix  = "10.0.0.0/16"
      subnets = {
        GatewaySubnet       = "10.0.0.0/27"
        AzureFirewallSubnet = "10.0.1.0/26"
      }
    }
    resource "azurerm_public_ip" "vpn" {
      count               = 2
      name                = "pip-vpn-${count.index}"
      resource_group_name = "rg-net"
      sku                 = "Standard"
      allocation_method   = "Static"
    }
    resource "azurerm_virtual_network_gateway" "vpn" {
      name                = "vgw"
      resource_group_name = "rg-net"
      type                = "Vpn"
      sku                 = "VpnGw1AZ"
      active_active       = true
      bgp_settings { asn = "65515" }
      dynamic "ip_configuration" {
        for_each = azurerm_public_ip.vpn
        content {
          name                 = "ip"
          subnet_id            = module.hub.subnet_ids["GatewaySubnet"]
          public_ip_address_id = ip_configuration.value.id
        }
      }
    }
    resource "azurerm_firewall" "hub" {
      name                = "afw"
      resource_group_name = "rg-net"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      ip_configuration {
        name      = "ip"
        subnet_id = "${module.hub.id}/subnets/AzureFirewallSubnet"
      }
    }
    resource "azurerm_virtual_network" "spoke" {
      name                = "vnet-spoke"
      resource_group_name = "rg-net"
      address_space       = ["10.1.0.0/16"]
      subnet {
        name             = "inline"
        address_prefixes = ["10.1.0.0/24"]
      }
    }
    resource "azurerm_virtual_network_peering" "up" {
      name                      = "up"
      resource_group_name       = "rg-net"
      virtual_network_name      = "vnet-spoke"
      remote_virtual_network_id = module.hub.id
      use_remote_gateways       = true
    }
    resource "azurerm_virtual_network_peering" "down" {
      name                      = "down"
      resource_group_name       = "rg-net"
      virtual_network_name      = "vnet-hub"
      remote_virtual_network_id = azurerm_virtual_network.spoke.id
      allow_gateway_transit     = true
    }
"#;

#[test]
fn a_hub_from_a_module_and_a_spoke_beside_it() {
    check(
        HUB_AND_SPOKE,
        HUB,
        "
        vnet vnet-spoke 10.1.0.0/16
          subnet inline 10.1.0.0/24
        vnet vnet-hub 10.0.0.0/16
          subnet AzureFirewallSubnet 10.0.1.0/26
          subnet GatewaySubnet 10.0.0.0/27
        peering down vnet-hub -> vnet-spoke access=true~ transit complete=true~
        peering up vnet-spoke -> vnet-hub access=true~ remote-gateways complete=true~
        gateway vgw Vpn in vnet-hub asn 65515 active-active
          GatewaySubnet address pip-vpn-0
          GatewaySubnet address pip-vpn-1
        firewall afw VirtualNetwork Standard in vnet-hub at 10.0.1.4~
        address pip-vpn-0 Standard static true
        address pip-vpn-1 Standard static true
        ",
    );
}

const ASSOCIATED: &str = r#"
    resource "azurerm_virtual_network" "v" {
      name                = "v"
      resource_group_name = "rg"
      address_space       = ["10.0.0.0/16"]
    }
    resource "azurerm_subnet" "app" {
      name                 = "app"
      resource_group_name  = "rg"
      virtual_network_name = azurerm_virtual_network.v.name
      address_prefixes     = ["10.0.1.0/24"]
    }
    resource "azurerm_route_table" "rt" {
      name                          = "rt"
      resource_group_name           = "rg"
      disable_bgp_route_propagation = true
      route {
        name           = "inline"
        address_prefix = "10.0.0.0/8"
        next_hop_type  = "None"
      }
    }
    resource "azurerm_route" "default" {
      name                   = "default"
      resource_group_name    = "rg"
      route_table_name       = azurerm_route_table.rt.name
      address_prefix         = "0.0.0.0/0"
      next_hop_type          = "VirtualAppliance"
      next_hop_in_ip_address = azurerm_network_interface.nva.private_ip_address
    }
    resource "azurerm_network_interface" "nva" {
      name                  = "nva"
      resource_group_name   = "rg"
      ip_forwarding_enabled = true
      ip_configuration {
        name      = "ip"
        subnet_id = azurerm_subnet.app.id
      }
    }
    resource "azurerm_subnet_route_table_association" "app" {
      subnet_id      = azurerm_subnet.app.id
      route_table_id = azurerm_route_table.rt.id
    }
"#;

#[test]
fn a_route_table_with_routes_of_its_own_and_apart() {
    check(
        ASSOCIATED,
        "",
        "
        vnet v 10.0.0.0/16
          subnet app 10.0.1.0/24 table rt
        table rt not-propagates
          inline: 10.0.0.0/8 -> None
          default: 0.0.0.0/0 -> VirtualAppliance at nva
        interface nva forwards
          app dynamic~
        ",
    );
}

#[test]
fn a_subnets_table_points_at_the_reference_and_a_default_at_the_header() {
    let workspace = load(ASSOCIATED, "");
    let project = only_project(&workspace);
    let model = Model::default();
    let network = nexthop_core::analyse(&project.resources, &[], &model).network;
    let subnet = network.subnets.iter().next().expect("one subnet");
    let text = |span| workspace.sources.text(span);
    assert_eq!(text(subnet.route_table.span), "azurerm_route_table.rt.id");
    assert!(text(subnet.security_group.span).contains(r#""azurerm_subnet" "app""#));
    let table = network.route_tables.iter().next().expect("one table");
    assert_eq!(text(table.propagates_gateway_routes.span), "true");
}

#[test]
fn a_gateway_in_the_network_of_a_data_source() {
    check(
        r#"
        data "azurerm_subnet" "gateway" {
          name                 = "GatewaySubnet"
          virtual_network_name = "vnet-hub"
          resource_group_name  = "rg"
        }
        data "azurerm_virtual_network" "hub" {
          name                = "vnet-hub"
          resource_group_name = "rg"
        }
        resource "azurerm_virtual_network_gateway" "er" {
          name                = "er"
          resource_group_name = "rg"
          type                = "ExpressRoute"
          sku                 = "ErGw1AZ"
          ip_configuration { subnet_id = data.azurerm_subnet.gateway.id }
        }
        "#,
        "",
        "
        vnet !vnet-hub ?(vnet-hub is outside of this code)
          subnet !GatewaySubnet ?(GatewaySubnet is outside of this code) \
         table ?(GatewaySubnet is outside of this code) group ?(GatewaySubnet is outside of this code)
        gateway er ExpressRoute in vnet-hub asn 65515~
          GatewaySubnet
        site er ?(what er announces is outside of this code)
          express-route er by nothing
        ",
    );
}

#[test]
fn a_route_server_in_the_spelling_of_hubs() {
    check(
        r#"
        resource "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "rg"
          address_space       = ["10.0.0.0/16"]
          subnet {
            name             = "RouteServerSubnet"
            address_prefixes = ["10.0.1.0/27"]
          }
        }
        resource "azurerm_virtual_hub" "rs" {
          name                = "rs"
          resource_group_name = "rg"
          sku                 = "Standard"
        }
        resource "azurerm_virtual_hub_ip" "rs" {
          name           = "ip"
          virtual_hub_id = azurerm_virtual_hub.rs.id
          subnet_id      = "${azurerm_virtual_network.hub.id}/subnets/RouteServerSubnet"
        }
        resource "azurerm_virtual_hub_bgp_connection" "nva" {
          name           = "nva"
          virtual_hub_id = azurerm_virtual_hub.rs.id
          peer_asn       = 65001
          peer_ip        = "10.0.2.4"
        }
        "#,
        "",
        "
        vnet hub 10.0.0.0/16
          subnet RouteServerSubnet 10.0.1.0/27
        route-server rs in hub/RouteServerSubnet prefers ExpressRoute~
          peer nva 65001 10.0.2.4
        ",
    );
}

#[test]
fn a_gateway_that_hangs_on_a_variable_is_perhaps_there() {
    check(
        r#"
        variable "with_vpn" { type = bool }
        variable "hub_id" {}
        resource "azurerm_virtual_network" "spoke" {
          name                = "spoke"
          resource_group_name = "rg"
          address_space       = ["10.1.0.0/16"]
        }
        resource "azurerm_subnet" "gateway" {
          name                 = "GatewaySubnet"
          resource_group_name  = "rg"
          virtual_network_name = azurerm_virtual_network.spoke.name
          address_prefixes     = ["10.1.0.0/27"]
        }
        resource "azurerm_virtual_network_gateway" "vpn" {
          count               = var.with_vpn ? 1 : 0
          name                = "vgw"
          resource_group_name = "rg"
          type                = "Vpn"
          sku                 = "VpnGw1AZ"
          ip_configuration { subnet_id = azurerm_subnet.gateway.id }
        }
        resource "azurerm_virtual_network_peering" "up" {
          name                      = "up"
          resource_group_name       = "rg"
          virtual_network_name      = azurerm_virtual_network.spoke.name
          remote_virtual_network_id = var.hub_id
        }
        "#,
        "",
        "
        vnet spoke 10.1.0.0/16
          subnet GatewaySubnet 10.1.0.0/27
        vnet !var.hub_id ?(var.hub_id is outside of this code)
        peering up spoke -> var.hub_id access=true~ complete=true~
        gateway perhaps vgw Vpn in spoke asn 65515~
          GatewaySubnet
        ",
    );
}

#[test]
fn a_name_that_is_cut_out_of_an_id_means_the_resource_of_that_id() {
    check(
        r#"
        resource "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "rg"
          address_space       = ["10.0.0.0/16"]
        }
        locals {
          hub_name = element(split("/", azurerm_virtual_network.hub.id), 8)
        }
        resource "azurerm_subnet" "gateway" {
          name                 = "GatewaySubnet"
          resource_group_name  = "rg"
          virtual_network_name = local.hub_name
          address_prefixes     = ["10.0.0.0/27"]
        }
        "#,
        "",
        "
        vnet hub 10.0.0.0/16
          subnet GatewaySubnet 10.0.0.0/27
        ",
    );
}

#[test]
fn an_inline_subnet_is_chosen_by_its_name() {
    check(
        r#"
        resource "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "rg"
          address_space       = ["10.0.0.0/16"]
          subnet {
            name             = "app"
            address_prefixes = ["10.0.1.0/24"]
          }
          subnet {
            name             = "GatewaySubnet"
            address_prefixes = ["10.0.0.0/27"]
          }
        }
        resource "azurerm_virtual_network_gateway" "vpn" {
          name                = "vgw"
          resource_group_name = "rg"
          type                = "Vpn"
          sku                 = "VpnGw1AZ"
          ip_configuration {
            subnet_id = one([for subnet in azurerm_virtual_network.hub.subnet : subnet.id if subnet.name == "GatewaySubnet"])
          }
        }
        "#,
        "",
        "
        vnet hub 10.0.0.0/16
          subnet app 10.0.1.0/24
          subnet GatewaySubnet 10.0.0.0/27
        gateway vgw Vpn in hub asn 65515~
          GatewaySubnet
        ",
    );
}

#[test]
fn an_azapi_network_with_subnets_in_its_body_and_beside_it() {
    check(
        r#"
        resource "azapi_resource" "hub" {
          type      = "Microsoft.Network/virtualNetworks@2024-05-01"
          name      = "hub"
          parent_id = "/subscriptions/s/resourceGroups/rg"
          body = {
            properties = {
              addressSpace = { addressPrefixes = ["10.0.0.0/16"] }
              subnets      = [{ name = "app", properties = { addressPrefix = "10.0.1.0/24" } }]
            }
          }
        }
        resource "azapi_resource" "gateway" {
          type      = "Microsoft.Network/virtualNetworks/subnets@2024-05-01"
          name      = "GatewaySubnet"
          parent_id = azapi_resource.hub.id
          body      = { properties = { addressPrefixes = ["10.0.0.0/27"], routeTable = { id = azurerm_route_table.rt.id } } }
        }
        resource "azurerm_route_table" "rt" {
          name                = "rt"
          resource_group_name = "rg"
        }
        "#,
        "",
        "
        vnet hub 10.0.0.0/16
          subnet GatewaySubnet 10.0.0.0/27 table rt
          subnet app 10.0.1.0/24
        table rt propagates=true~
        ",
    );
}
