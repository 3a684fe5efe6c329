resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "northeurope"
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

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "203.0.113.10"
  address_space       = ["192.168.0.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "branch" {
  name                       = "con-branch"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
}

resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "gateway_west" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway_west.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "west" {
  name                       = "con-west"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.west.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
}

resource "azurerm_virtual_network_peering" "hub_west" {
  name                      = "hub-to-west"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.west.id
}

resource "azurerm_virtual_network_peering" "west_hub" {
  name                      = "west-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.west.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
}
