resource "azurerm_virtual_network" "hub_a" {
  name                = "vnet-hub_a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "hub_a_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_a.name
  address_prefixes     = ["10.10.1.0/26"]
}

resource "azurerm_subnet" "hub_a_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_a.name
  address_prefixes     = ["10.10.2.0/24"]
}

resource "azurerm_network_interface" "nva_a" {
  name                  = "nic-nva_a"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_a_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.10.2.4"
  }
}

resource "azurerm_virtual_network" "spoke_a" {
  name                = "vnet-spoke_a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.11.0.0/16"]
}

resource "azurerm_subnet" "spoke_a_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke_a.name
  address_prefixes     = ["10.11.0.0/24"]
}

resource "azurerm_virtual_network_peering" "spoke_a_to_hub_a" {
  name                      = "peer-spoke_a-to-hub_a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke_a.name
  remote_virtual_network_id = azurerm_virtual_network.hub_a.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_a_to_spoke_a" {
  name                      = "peer-hub_a-to-spoke_a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_a.name
  remote_virtual_network_id = azurerm_virtual_network.spoke_a.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_public_ip" "rs_hub_a" {
  name                = "pip-rs-hub-a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub_a" {
  name                 = "rs-hub_a"
  resource_group_name  = "rg-network"
  location             = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.hub_a_route_server.id
  public_ip_address_id = azurerm_public_ip.rs_hub_a.id
}

resource "azurerm_route_server_bgp_connection" "nva_a" {
  name            = "bgp-nva-a"
  route_server_id = azurerm_route_server.hub_a.id
  peer_asn        = 65001
  peer_ip         = "10.10.2.4"
}

resource "azurerm_virtual_network" "hub_b" {
  name                = "vnet-hub_b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "hub_b_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_b.name
  address_prefixes     = ["10.20.1.0/26"]
}

resource "azurerm_subnet" "hub_b_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_b.name
  address_prefixes     = ["10.20.2.0/24"]
}

resource "azurerm_network_interface" "nva_b" {
  name                  = "nic-nva_b"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_b_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.20.2.4"
  }
}

resource "azurerm_virtual_network" "spoke_b" {
  name                = "vnet-spoke_b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.21.0.0/16"]
}

resource "azurerm_subnet" "spoke_b_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke_b.name
  address_prefixes     = ["10.21.0.0/24"]
}

resource "azurerm_virtual_network_peering" "spoke_b_to_hub_b" {
  name                      = "peer-spoke_b-to-hub_b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke_b.name
  remote_virtual_network_id = azurerm_virtual_network.hub_b.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_b_to_spoke_b" {
  name                      = "peer-hub_b-to-spoke_b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_b.name
  remote_virtual_network_id = azurerm_virtual_network.spoke_b.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_public_ip" "rs_hub_b" {
  name                = "pip-rs-hub-b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub_b" {
  name                 = "rs-hub_b"
  resource_group_name  = "rg-network"
  location             = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.hub_b_route_server.id
  public_ip_address_id = azurerm_public_ip.rs_hub_b.id
}

resource "azurerm_route_server_bgp_connection" "nva_b" {
  name            = "bgp-nva-b"
  route_server_id = azurerm_route_server.hub_b.id
  peer_asn        = 65002
  peer_ip         = "10.20.2.4"
}

resource "azurerm_virtual_network_peering" "hub_a_to_hub_b" {
  name                      = "peer-hub_a-to-hub_b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_a.name
  remote_virtual_network_id = azurerm_virtual_network.hub_b.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_b_to_hub_a" {
  name                      = "peer-hub_b-to-hub_a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_b.name
  remote_virtual_network_id = azurerm_virtual_network.hub_a.id
  allow_forwarded_traffic   = true
}
