resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "s2" {
  name                = "vnet-s2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_s2" {
  name                      = "hub-to-s2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s2_hub" {
  name                      = "s2-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s2.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/27"]
}

resource "azurerm_public_ip" "vpngw" {
  name                = "pip-vpngw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw" {
  name                = "vpngw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = false
  ip_configuration {
    name                 = "ip1"
    subnet_id            = azurerm_subnet.hub_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
  vpn_client_configuration {
    address_space = ["172.16.0.0/24"]
    virtual_network_gateway_client_connection {
      name               = "contractors"
      policy_group_names = ["contractors"]
      address_prefixes   = ["10.2.200.0/24"]
    }
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222/"
    aad_issuer           = "https://sts.windows.net/22222222-2222-2222-2222-222222222222/"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
  }
}
