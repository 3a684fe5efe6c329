terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 3.100"
    }
  }
}

locals {
  firewall_ip = "10.0.10.68"

  spokes = {
    spoke1 = "10.0.11.0/24"
    spoke2 = "10.0.12.0/24"
  }

  gateway_routes = ["10.0.10.0/27", "10.0.11.0/24", "10.0.12.0/24", "192.168.100.0/24", "172.16.0.0/24"]
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.10.0/24"]

  subnet {
    name           = "subnet1"
    address_prefix = "10.0.10.0/27"
  }

  subnet {
    name           = "GatewaySubnet"
    address_prefix = "10.0.10.32/27"
  }

  subnet {
    name           = "AzureFirewallSubnet"
    address_prefix = "10.0.10.64/26"
  }

  subnet {
    name           = "RouteServerSubnet"
    address_prefix = "10.0.10.128/27"
  }
}

locals {
  hub_subnet_ids = { for subnet in azurerm_virtual_network.hub.subnet : subnet.name => subnet.id }
}

resource "azurerm_virtual_network" "spoke" {
  for_each = local.spokes

  name                = "vnet-${each.key}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = [each.value]
}

resource "azurerm_subnet" "spoke" {
  for_each = local.spokes

  name                 = "snet-vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke[each.key].name
  address_prefixes     = [cidrsubnet(each.value, 3, 0)]
}

resource "azurerm_virtual_network_peering" "to_hub" {
  for_each = local.spokes

  name                      = "peer-${each.key}-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke[each.key].name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "to_spoke" {
  for_each = local.spokes

  name                      = "peer-hub-to-${each.key}"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke[each.key].id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_public_ip" "this" {
  for_each = toset(["vpngw-1", "vpngw-2", "ergw", "afw", "rs"])

  name                = "pip-${each.key}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  active_active       = true
  enable_bgp          = true

  ip_configuration {
    name                 = "one"
    subnet_id            = local.hub_subnet_ids["GatewaySubnet"]
    public_ip_address_id = azurerm_public_ip.this["vpngw-1"].id
  }

  ip_configuration {
    name                 = "two"
    subnet_id            = local.hub_subnet_ids["GatewaySubnet"]
    public_ip_address_id = azurerm_public_ip.this["vpngw-2"].id
  }

  bgp_settings {
    asn = 65515
  }
}

resource "azurerm_virtual_network_gateway" "expressroute" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "Standard"

  ip_configuration {
    name                 = "default"
    subnet_id            = local.hub_subnet_ids["GatewaySubnet"]
    public_ip_address_id = azurerm_public_ip.this["ergw"].id
  }
}

resource "azurerm_local_network_gateway" "onprem" {
  name                = "lgw-onprem"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.10"
  address_space       = ["192.168.100.0/24"]

  bgp_settings {
    asn                 = 65100
    bgp_peering_address = "192.168.100.10"
  }
}

resource "azurerm_virtual_network_gateway_connection" "onprem" {
  name                       = "con-onprem"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  enable_bgp                 = true
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  local_network_gateway_id   = azurerm_local_network_gateway.onprem.id
  shared_key                 = "not-a-secret"
}

data "azurerm_express_route_circuit" "env" {
  name                = "erc-env"
  resource_group_name = "rg-carrier"
}

resource "azurerm_virtual_network_gateway_connection" "env" {
  name                       = "con-env"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = data.azurerm_express_route_circuit.env.id
}

resource "azurerm_route_server" "hub" {
  name                             = "rs-hub"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = local.hub_subnet_ids["RouteServerSubnet"]
  public_ip_address_id             = azurerm_public_ip.this["rs"].id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name                 = "default"
    subnet_id            = local.hub_subnet_ids["AzureFirewallSubnet"]
    public_ip_address_id = azurerm_public_ip.this["afw"].id
  }
}

resource "azurerm_firewall_network_rule_collection" "all" {
  name                = "allow-all"
  resource_group_name = "rg-network"
  azure_firewall_name = azurerm_firewall.hub.name
  priority            = 100
  action              = "Allow"

  rule {
    name                  = "any"
    protocols             = ["Any"]
    source_addresses      = ["*"]
    destination_addresses = ["*"]
    destination_ports     = ["*"]
  }
}

resource "azurerm_route_table" "this" {
  for_each = { hub = true, spoke = true, gateway = false }

  name                          = "rt-${each.key}"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  disable_bgp_route_propagation = each.value
}

resource "azurerm_route" "this" {
  for_each = {
    for route in concat(
      [for prefix in ["0.0.0.0/0", "10.0.11.0/24", "10.0.12.0/24"] : ["hub", prefix]],
      [for prefix in ["0.0.0.0/0", "10.0.10.0/24"] : ["spoke", prefix]],
      [for prefix in local.gateway_routes : ["gateway", prefix]],
    ) : join("-", route) => { table = route[0], prefix = route[1] }
  }

  name                   = "to-${replace(each.value.prefix, "/", "_")}"
  resource_group_name    = "rg-network"
  route_table_name       = azurerm_route_table.this[each.value.table].name
  address_prefix         = each.value.prefix
  next_hop_type          = "VirtualAppliance"
  next_hop_in_ip_address = local.firewall_ip
}

resource "azurerm_subnet_route_table_association" "spoke" {
  for_each = azurerm_subnet.spoke

  subnet_id      = each.value.id
  route_table_id = azurerm_route_table.this["spoke"].id
}

resource "azurerm_subnet_route_table_association" "hub" {
  for_each = { subnet1 = "hub", GatewaySubnet = "gateway" }

  subnet_id      = local.hub_subnet_ids[each.key]
  route_table_id = azurerm_route_table.this[each.value].id
}
