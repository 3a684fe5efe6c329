resource "azurerm_virtual_network" "hub1" {
  name                = "vnet-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "hub1_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub1.name
  address_prefixes     = ["10.10.0.0/26"]
}

resource "azurerm_subnet" "hub1_vm1" {
  name                 = "snet-vm1"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub1.name
  address_prefixes     = ["10.10.2.0/24"]
}

resource "azurerm_public_ip" "vpngw_hub1" {
  name                = "pip-vpngw-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub1" {
  name                = "vpngw-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub1_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub1.id
  }

  bgp_settings {
    asn = 65011
  }
}

resource "azurerm_local_network_gateway" "site1" {
  name                = "lgw-site1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.1"
  address_space       = ["192.168.1.0/24"]

  bgp_settings {
    asn                 = 65101
    bgp_peering_address = "192.168.1.254"
  }
}

resource "azurerm_virtual_network_gateway_connection" "con_site1" {
  name                       = "con-site1"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_hub1.id
  local_network_gateway_id   = azurerm_local_network_gateway.site1.id
  shared_key                 = "not-a-secret"
  bgp_enabled                = true
}

resource "azurerm_virtual_network" "hub2" {
  name                = "vnet-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "hub2_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub2.name
  address_prefixes     = ["10.20.0.0/26"]
}

resource "azurerm_subnet" "hub2_vm2" {
  name                 = "snet-vm2"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub2.name
  address_prefixes     = ["10.20.2.0/24"]
}

resource "azurerm_public_ip" "vpngw_hub2" {
  name                = "pip-vpngw-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub2" {
  name                = "vpngw-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub2_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub2.id
  }

  bgp_settings {
    asn = 65012
  }
}

resource "azurerm_local_network_gateway" "site2" {
  name                = "lgw-site2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.2"
  address_space       = ["192.168.2.0/24"]

  bgp_settings {
    asn                 = 65102
    bgp_peering_address = "192.168.2.254"
  }
}

resource "azurerm_virtual_network_gateway_connection" "con_site2" {
  name                       = "con-site2"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_hub2.id
  local_network_gateway_id   = azurerm_local_network_gateway.site2.id
  shared_key                 = "not-a-secret"
  bgp_enabled                = true
}

resource "azurerm_virtual_network_peering" "hub1_to_hub2" {
  name                      = "peer-hub1-to-hub2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub1.name
  remote_virtual_network_id = azurerm_virtual_network.hub2.id
}

resource "azurerm_virtual_network_peering" "hub2_to_hub1" {
  name                      = "peer-hub2-to-hub1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub2.name
  remote_virtual_network_id = azurerm_virtual_network.hub1.id
}
