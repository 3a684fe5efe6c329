# Two ExpressRoute circuits with Global Reach between them; a gateway is connected to one of them.

terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.40"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "this" {
  name     = "rg-network"
  location = "westeurope"
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_public_ip" "er" {
  name                = "pip-er"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "ergw-hub"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name                 = "default"
    public_ip_address_id = azurerm_public_ip.er.id
    subnet_id            = azurerm_subnet.gateway.id
  }
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
  location              = azurerm_resource_group.this.location
  resource_group_name   = azurerm_resource_group.this.name
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit" "lon" {
  name                  = "erc-lon"
  location              = azurerm_resource_group.this.location
  resource_group_name   = azurerm_resource_group.this.name
  service_provider_name = "Equinix"
  peering_location      = "London"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "ams" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = azurerm_resource_group.this.name
  peer_asn                      = 65100
  primary_peer_address_prefix   = "192.168.255.0/30"
  secondary_peer_address_prefix = "192.168.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_circuit_peering" "lon" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.lon.name
  resource_group_name           = azurerm_resource_group.this.name
  peer_asn                      = 65200
  primary_peer_address_prefix   = "192.168.254.0/30"
  secondary_peer_address_prefix = "192.168.254.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_circuit_connection" "reach" {
  name                = "to-lon"
  peering_id          = azurerm_express_route_circuit_peering.ams.id
  peer_peering_id     = azurerm_express_route_circuit_peering.lon.id
  address_prefix_ipv4 = "192.168.253.0/29"
}

resource "azurerm_virtual_network_gateway_connection" "ams" {
  name                       = "cn-ams"
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.ams.id
}
