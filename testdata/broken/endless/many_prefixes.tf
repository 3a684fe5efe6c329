# Two sites of 1,024 prefixes each: a million pairs of prefixes, one flow.
locals {
  sites = { one = "172.16.0.0/12", two = "192.168.0.0/16" }
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_local_network_gateway" "site" {
  for_each            = local.sites
  name                = "lgw-${each.key}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = each.key == "one" ? "203.0.113.1" : "203.0.113.2"
  address_space       = flatten([for block in range(32) : [for index in range(32) : cidrsubnet(each.value, 10, 32 * block + index)]])
}

resource "azurerm_virtual_network_gateway_connection" "site" {
  for_each                   = local.sites
  name                       = "con-${each.key}"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  local_network_gateway_id   = azurerm_local_network_gateway.site[each.key].id
  shared_key                 = "not-a-secret"
}
