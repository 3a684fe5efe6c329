resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "hub_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_public_ip" "vpngw_hub" {
  name                = "pip-vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub.id
  }
}

resource "azurerm_virtual_network_gateway" "ergw_hub" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_gateway.id
  }
}

resource "azurerm_express_route_circuit" "datacentre" {
  name                  = "erc-datacentre"
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

resource "azurerm_express_route_circuit_peering" "datacentre" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.datacentre.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway_connection" "con_datacentre" {
  name                       = "con-datacentre"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.datacentre.id
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.10"
  address_space       = ["192.168.50.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "con_branch" {
  name                       = "con-branch"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
  shared_key                 = "not-a-secret"
}
