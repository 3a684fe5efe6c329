resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_vpn_gateway" "hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.hub.id
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_network" "branch" {
  name                = "vnet-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.50.0.0/16"]
}

resource "azurerm_subnet" "branch_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.50.0.0/26"]
}

resource "azurerm_subnet" "branch_vm" {
  name                 = "snet-vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.50.1.0/24"]
}

resource "azurerm_public_ip" "vpngw0" {
  name                = "pip-vpngw0"
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
  sku                 = "VpnGw2AZ"

  ip_configuration {
    name                 = "instance0"
    subnet_id            = azurerm_subnet.branch_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw0.id
  }
}

resource "azurerm_vpn_site" "branch0" {
  name                = "site-branch0"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.50.0.0/16"]

  link {
    name       = "link"
    ip_address = azurerm_public_ip.vpngw0.ip_address
  }
}

resource "azurerm_vpn_gateway_connection" "branch0" {
  name               = "con-branch0"
  vpn_gateway_id     = azurerm_vpn_gateway.hub.id
  remote_vpn_site_id = azurerm_vpn_site.branch0.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch0.link[0].id
  }
}

resource "azurerm_local_network_gateway" "hub0" {
  name                = "lgw-hub0"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = tolist(azurerm_vpn_gateway.hub.bgp_settings[0].instance_0_bgp_peering_address[0].tunnel_ips)[0]
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network_gateway_connection" "hub0" {
  name                       = "con-hub0"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.hub0.id
  shared_key                 = "not-a-secret"
}
