resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "vhub" {
  name                = "vhub-vhub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.3.0.0/23"
}

resource "azurerm_virtual_network" "wan" {
  name                = "vnet-wan"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.4.0.0/24", "fd00:db8:4::/64"]
}

resource "azurerm_subnet" "wan_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.wan.name
  address_prefixes     = ["10.4.0.0/24", "fd00:db8:4::/64"]
}

resource "azurerm_virtual_hub_connection" "wan" {
  name                      = "conn-wan"
  virtual_hub_id            = azurerm_virtual_hub.vhub.id
  remote_virtual_network_id = azurerm_virtual_network.wan.id
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
  resource_group_name = "rg-network"
  location            = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "ams" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65001
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_gateway" "vhub" {
  name                = "ergw-vhub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.vhub.id
  scale_units         = 1

  allow_non_virtual_wan_traffic = true
}

resource "azurerm_express_route_connection" "wan" {
  name                             = "conn-wan"
  express_route_gateway_id         = azurerm_express_route_gateway.vhub.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.ams.id
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "hub_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/24", "fd00:db8:2::/64"]
}

resource "azurerm_subnet" "spoke_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.2.0.0/24", "fd00:db8:2::/64"]
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  name                      = "hub-to-spoke"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  name                      = "spoke-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_public_ip" "gateway" {
  name                = "pip-ergw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  remote_vnet_traffic_enabled = true
  virtual_wan_traffic_enabled = true

  ip_configuration {
    subnet_id            = azurerm_subnet.hub_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub" {
  name                       = "conn-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.ams.id
}
