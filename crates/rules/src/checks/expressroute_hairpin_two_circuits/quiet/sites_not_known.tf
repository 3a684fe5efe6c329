resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "expressroute" {
  name                        = "ergw-hub"
  resource_group_name         = "rg-network"
  location                    = "westeurope"
  type                        = "ExpressRoute"
  sku                         = "ErGw1AZ"
  remote_vnet_traffic_enabled = true

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "gateway_west" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.west.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "west" {
  name                        = "ergw-west"
  resource_group_name         = "rg-network"
  location                    = "westeurope"
  type                        = "ExpressRoute"
  sku                         = "ErGw1AZ"
  remote_vnet_traffic_enabled = true

  ip_configuration {
    subnet_id = azurerm_subnet.gateway_west.id
  }
}

resource "azurerm_express_route_circuit" "frankfurt" {
  name                  = "er-frankfurt"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Frankfurt"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_virtual_network_gateway_connection" "frankfurt" {
  name                       = "con-frankfurt"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = azurerm_express_route_circuit.frankfurt.id
}

resource "azurerm_express_route_circuit" "amsterdam" {
  name                  = "er-amsterdam"
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

resource "azurerm_virtual_network_gateway_connection" "west" {
  name                       = "con-west"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.west.id
  express_route_circuit_id   = azurerm_express_route_circuit.amsterdam.id
}
