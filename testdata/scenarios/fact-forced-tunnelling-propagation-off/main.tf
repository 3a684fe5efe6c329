resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "s1" {
  name                = "vnet-s1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_s1" {
  name                      = "hub-to-s1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s1.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "s1_hub" {
  name                      = "s1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_subnet" "s1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "s1_app" {
  subnet_id      = azurerm_subnet.s1_app.id
  route_table_id = azurerm_route_table.t.id
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/27"]
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

resource "azurerm_route_table" "t" {
  name                          = "rt-t"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false
}
