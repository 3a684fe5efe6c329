resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "hub_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_virtual_network" "spoke1" {
  name                = "vnet-spoke1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "spoke1_data" {
  name                 = "snet-data"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network_peering" "spoke1_to_hub" {
  name                      = "peer-spoke1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_spoke1" {
  name                      = "peer-hub-to-spoke1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
  allow_gateway_transit     = true
}

resource "azurerm_public_ip" "vpngw_hub" {
  name                = "pip-vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub.id
  }

  bgp_settings {
    asn = 65001
  }

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222/"
    aad_issuer           = "https://sts.windows.net/22222222-2222-2222-2222-222222222222/"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
  }
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.10"

  bgp_settings {
    asn                 = 65002
    bgp_peering_address = "192.168.1.254"
  }
}

resource "azurerm_virtual_network_gateway_connection" "con_branch" {
  name                       = "con-branch"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
  shared_key                 = "not-a-secret"
  bgp_enabled                = true
}
