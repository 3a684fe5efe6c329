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

resource "azurerm_virtual_network_gateway_connection" "amsterdam" {
  name                       = "con-amsterdam"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = azurerm_express_route_circuit.amsterdam.id
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

resource "azurerm_express_route_circuit_peering" "amsterdam" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.amsterdam.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65011
  primary_peer_address_prefix   = "172.31.0.8/30"
  secondary_peer_address_prefix = "172.31.0.12/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_circuit_connection" "reach" {
  name                = "reach"
  peering_id          = azurerm_express_route_circuit_peering.frankfurt.id
  peer_peering_id     = azurerm_express_route_circuit_peering.amsterdam.id
  address_prefix_ipv4 = "172.31.1.0/29"
}
