resource "azurerm_virtual_network" "net1" {
  name                = "vnet-net1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "net1_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.net1.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "net1_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.net1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_network_gateway" "ergw_net1" {
  name                        = "ergw-net1"
  resource_group_name         = "rg-network"
  location                    = "westeurope"
  type                        = "ExpressRoute"
  remote_vnet_traffic_enabled = true
  sku                         = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.net1_gateway.id
  }
}

resource "azurerm_virtual_network" "net2" {
  name                = "vnet-net2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "net2_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.net2.name
  address_prefixes     = ["10.2.0.0/26"]
}

resource "azurerm_subnet" "net2_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.net2.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_virtual_network_gateway" "ergw_net2" {
  name                        = "ergw-net2"
  resource_group_name         = "rg-network"
  location                    = "westeurope"
  type                        = "ExpressRoute"
  remote_vnet_traffic_enabled = true
  sku                         = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.net2_gateway.id
  }
}

resource "azurerm_express_route_circuit" "one" {
  name                  = "erc-one"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 1000

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "one" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.one.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway_connection" "con_one" {
  name                       = "con-one"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_net1.id
  express_route_circuit_id   = azurerm_express_route_circuit.one.id
}

resource "azurerm_express_route_circuit" "two" {
  name                  = "erc-two"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 1000

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "two" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.two.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.254.0/30"
  secondary_peer_address_prefix = "172.31.254.4/30"
}

resource "azurerm_virtual_network_gateway_connection" "con_two" {
  name                       = "con-two"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_net2.id
  express_route_circuit_id   = azurerm_express_route_circuit.two.id
}
