resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "west_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.1.0.0/27"]
}

resource "azurerm_subnet" "west_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_public_ip" "west" {
  name                = "pip-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.west_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.west.id
  }
}

resource "azurerm_local_network_gateway" "west" {
  name                = "lgw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = azurerm_public_ip.west.ip_address
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network" "east" {
  name                = "vnet-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "east_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.east.name
  address_prefixes     = ["10.2.0.0/27"]
}

resource "azurerm_subnet" "east_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.east.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_public_ip" "east" {
  name                = "pip-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "east" {
  name                = "vpngw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.east_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.east.id
  }
}

resource "azurerm_local_network_gateway" "east" {
  name                = "lgw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = azurerm_public_ip.east.ip_address
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.3.0.0/24"]
}

resource "azurerm_subnet" "spoke_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.3.0.0/24"]
}

resource "azurerm_virtual_network_peering" "east_to_spoke" {
  name                      = "east-to-spoke"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.east.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "spoke_to_east" {
  name                      = "spoke-to-east"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.east.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_gateway_connection" "west_to_east" {
  name                       = "west-to-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.west.id
  local_network_gateway_id   = azurerm_local_network_gateway.east.id
}

resource "azurerm_virtual_network_gateway_connection" "east_to_west" {
  name                       = "east-to-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.east.id
  local_network_gateway_id   = azurerm_local_network_gateway.west.id
}
