resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "west" {
  name                = "vhub-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.0.0/27"]
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.app_gatewaysubnet.id
  }
}

resource "azurerm_virtual_network" "web" {
  name                = "vnet-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "web_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.web.name
  address_prefixes     = ["10.2.0.0/16"]
}

resource "azurerm_virtual_network_peering" "app_to_web" {
  name                      = "app-to-web"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.app.name
  remote_virtual_network_id = azurerm_virtual_network.web.id
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "web_to_app" {
  name                      = "web-to-app"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.web.name
  remote_virtual_network_id = azurerm_virtual_network.app.id
  use_remote_gateways       = true

  depends_on = [azurerm_virtual_network_gateway.vpn]
}

resource "azurerm_virtual_hub_connection" "web" {
  name                      = "conn-web"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.web.id
}
