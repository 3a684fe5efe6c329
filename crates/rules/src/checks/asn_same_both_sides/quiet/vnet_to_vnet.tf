resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "west_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.10.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  bgp_settings {
    asn = 65010
  }

  ip_configuration {
    subnet_id = azurerm_subnet.west_gateway.id
  }
}

resource "azurerm_virtual_network" "east" {
  name                = "vnet-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "east_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.east.name
  address_prefixes     = ["10.20.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "east" {
  name                = "vpngw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  bgp_settings {
    asn = 65020
  }

  ip_configuration {
    subnet_id = azurerm_subnet.east_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "west_east" {
  name                            = "con-west-east"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.west.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.east.id
  shared_key                      = "not-a-secret"
  bgp_enabled                     = true
}

resource "azurerm_virtual_network_gateway_connection" "east_west" {
  name                            = "con-east-west"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.east.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.west.id
  shared_key                      = "not-a-secret"
  bgp_enabled                     = true
}
