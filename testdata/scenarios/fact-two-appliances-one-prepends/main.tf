resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/27"]
}

resource "azurerm_subnet" "hub_routeserversubnet" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.64/26"]
}

resource "azurerm_subnet" "hub_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_network_interface" "nva1" {
  name                = "nic-nva1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.1.4"
  }
}

resource "azurerm_network_interface" "nva2" {
  name                = "nic-nva2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.1.5"
  }
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
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

resource "azurerm_express_route_circuit_peering" "ams" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65001
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.hub_gatewaysubnet.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub" {
  name                       = "conn-hub"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.ams.id
}

resource "azurerm_public_ip" "rs" {
  name                = "pip-rs"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub" {
  name                             = "rs-hub"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub_routeserversubnet.id
  public_ip_address_id             = azurerm_public_ip.rs.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_route_server_bgp_connection" "nva1" {
  name            = "bgp-nva1"
  route_server_id = azurerm_route_server.hub.id
  peer_asn        = 65010
  peer_ip         = "10.0.1.4"
}

resource "azurerm_route_server_bgp_connection" "nva2" {
  name            = "bgp-nva2"
  route_server_id = azurerm_route_server.hub.id
  peer_asn        = 65010
  peer_ip         = "10.0.1.5"
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "spoke_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.1.0.0/16"]
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

resource "azurerm_virtual_network" "other" {
  name                = "vnet-other"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "other_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.other.name
  address_prefixes     = ["10.2.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_to_other" {
  name                      = "hub-to-other"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.other.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "other_to_hub" {
  name                      = "other-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.other.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}
