resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "one_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.1.0/26"]
}

resource "azurerm_subnet" "one_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_network_interface" "sdwan" {
  name                  = "nic-sdwan"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.one_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.2.4"
  }
}

resource "azurerm_express_route_circuit" "dc" {
  name                  = "erc-dc"
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

resource "azurerm_express_route_circuit_peering" "dc" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.dc.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway" "ergw_one" {
  name                = "ergw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.one_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "one_dc" {
  name                       = "con-one-dc"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_one.id
  express_route_circuit_id   = azurerm_express_route_circuit.dc.id
}

resource "azurerm_public_ip" "rs_one" {
  name                = "pip-rs-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "one" {
  name                             = "rs-one"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.one_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_one.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_route_server_bgp_connection" "sdwan" {
  name            = "bgp-sdwan"
  route_server_id = azurerm_route_server.one.id
  peer_asn        = 65020
  peer_ip         = "10.1.2.4"
}

resource "azurerm_virtual_network" "two" {
  name                = "vnet-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "two_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.0.0/26"]
}

resource "azurerm_subnet" "two_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.1.0/26"]
}

resource "azurerm_subnet" "two_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.2.0/24"]
}

resource "azurerm_virtual_network_gateway" "ergw_two" {
  name                = "ergw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.two_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "two_dc" {
  name                       = "con-two-dc"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_two.id
  express_route_circuit_id   = azurerm_express_route_circuit.dc.id
}

resource "azurerm_public_ip" "rs_two" {
  name                = "pip-rs-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "two" {
  name                             = "rs-two"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.two_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_two.id
  branch_to_branch_traffic_enabled = true
}
