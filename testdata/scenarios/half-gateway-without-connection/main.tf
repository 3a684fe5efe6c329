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

resource "azurerm_subnet" "hub_firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_subnet" "hub_shared" {
  name                 = "snet-shared"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
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

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub.id
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

resource "azurerm_virtual_network_gateway" "ergw_hub" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_gateway.id
  }
}
