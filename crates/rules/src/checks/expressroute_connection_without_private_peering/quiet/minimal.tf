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
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_express_route_port" "frankfurt" {
  name                = "erport-frankfurt"
  resource_group_name = "rg-network"
  location            = "germanywestcentral"
  peering_location    = "Equinix-Frankfurt-FR7"
  bandwidth_in_gbps   = 10
  encapsulation       = "Dot1Q"
}

resource "azurerm_express_route_circuit" "frankfurt" {
  name                  = "er-frankfurt"
  resource_group_name   = "rg-network"
  location              = "germanywestcentral"
  express_route_port_id = azurerm_express_route_port.frankfurt.id
  bandwidth_in_gbps     = 5

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "frankfurt" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.frankfurt.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.0.0/30"
  secondary_peer_address_prefix = "172.31.0.4/30"
  vlan_id                       = 100
}

resource "azurerm_virtual_network_gateway_connection" "frankfurt" {
  name                       = "con-frankfurt"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = azurerm_express_route_circuit.frankfurt.id
}
