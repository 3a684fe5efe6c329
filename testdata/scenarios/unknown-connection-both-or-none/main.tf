variable "er" {
  type = bool
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
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
  bgp_enabled         = true
  ip_configuration {
    name                 = "ip1"
    subnet_id            = azurerm_subnet.hub_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
  bgp_settings {
    asn = 65515
  }
}

resource "azurerm_local_network_gateway" "lgw" {
  name                = "lgw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.1"
  address_space       = ["192.168.0.0/16"]
  bgp_settings {
    asn                 = 65010
    bgp_peering_address = "192.168.0.1"
  }
}

resource "azurerm_virtual_network_gateway_connection" "lgw_vpngw" {
  count                      = var.er ? 1 : 0
  name                       = "con-lgw-vpngw"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.lgw.id
  shared_key                 = "x"
  bgp_enabled                = true
}

resource "azurerm_virtual_network_gateway" "ergw" {
  name                = "ergw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"
  ip_configuration {
    subnet_id = azurerm_subnet.hub_gatewaysubnet.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "ergw" {
  count                      = var.er ? 1 : 0
  name                       = "con-ergw"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw.id
  express_route_circuit_id   = azurerm_express_route_circuit.erc.id
}

resource "azurerm_express_route_circuit" "erc" {
  name                  = "erc"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50
  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}
