resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_virtual_network" "east" {
  name                = "vnet-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "east_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.east.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_subnet" "west_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.10.0.0/27"]
}

resource "azurerm_public_ip" "vpngw-west" {
  name                = "pip-vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw-west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true
  ip_configuration {
    name                 = "ip1"
    subnet_id            = azurerm_subnet.west_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.vpngw-west.id
  }
  vpn_client_configuration {
    address_space        = ["172.16.0.0/24"]
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222/"
    aad_issuer           = "https://sts.windows.net/22222222-2222-2222-2222-222222222222/"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
  }
  bgp_settings {
    asn = 65010
  }
}

resource "azurerm_subnet" "east_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.east.name
  address_prefixes     = ["10.20.0.0/27"]
}

resource "azurerm_public_ip" "vpngw-east" {
  name                = "pip-vpngw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw-east" {
  name                = "vpngw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true
  ip_configuration {
    name                 = "ip1"
    subnet_id            = azurerm_subnet.east_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.vpngw-east.id
  }
  bgp_settings {
    asn = 65010
  }
}

resource "azurerm_virtual_network_gateway_connection" "west_east" {
  name                            = "con-west-east"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.vpngw-west.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw-east.id
  bgp_enabled                     = true
  shared_key                      = "x"
}

resource "azurerm_virtual_network_gateway_connection" "east_west" {
  name                            = "con-east-west"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.vpngw-east.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw-west.id
  bgp_enabled                     = true
  shared_key                      = "x"
}
