resource "azurerm_virtual_network" "c1" {
  name                = "vnet-c1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.31.0.0/24"]
}

resource "azurerm_subnet" "c1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.c1.name
  address_prefixes     = ["10.31.0.0/26"]
}

resource "azurerm_subnet" "c1_routeserversubnet" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.c1.name
  address_prefixes     = ["10.31.0.64/26"]
}

resource "azurerm_virtual_network" "hub1" {
  name                = "vnet-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "hub1_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub1.name
  address_prefixes     = ["10.10.1.0/24"]
}

resource "azurerm_network_interface" "hub1" {
  name                = "nic-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub1_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.10.1.4"
  }
}

resource "azurerm_virtual_network_peering" "hub1_to_c1" {
  name                      = "hub1-to-c1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub1.name
  remote_virtual_network_id = azurerm_virtual_network.c1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "c1_to_hub1" {
  name                      = "c1-to-hub1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.c1.name
  remote_virtual_network_id = azurerm_virtual_network.hub1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network" "hub2" {
  name                = "vnet-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "hub2_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub2.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_network_interface" "hub2" {
  name                = "nic-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub2_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.20.1.4"
  }
}

resource "azurerm_virtual_network_peering" "hub2_to_c1" {
  name                      = "hub2-to-c1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub2.name
  remote_virtual_network_id = azurerm_virtual_network.c1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "c1_to_hub2" {
  name                      = "c1-to-hub2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.c1.name
  remote_virtual_network_id = azurerm_virtual_network.hub2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network" "ep1" {
  name                = "vnet-ep1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.11.0.0/24"]
}

resource "azurerm_subnet" "ep1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.ep1.name
  address_prefixes     = ["10.11.0.0/24"]
}

resource "azurerm_virtual_network_peering" "ep1_to_hub1" {
  name                      = "ep1-to-hub1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.ep1.name
  remote_virtual_network_id = azurerm_virtual_network.hub1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub1_to_ep1" {
  name                      = "hub1-to-ep1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub1.name
  remote_virtual_network_id = azurerm_virtual_network.ep1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "ep1" {
  name                = "rt-ep1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "route-0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.10.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "ep1_app" {
  subnet_id      = azurerm_subnet.ep1_app.id
  route_table_id = azurerm_route_table.ep1.id
}

resource "azurerm_public_ip" "rs" {
  name                = "pip-rs"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "c1" {
  name                 = "rs-c1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.c1_routeserversubnet.id
  public_ip_address_id = azurerm_public_ip.rs.id
}

resource "azurerm_route_server_bgp_connection" "hub1" {
  name            = "bgp-hub1"
  route_server_id = azurerm_route_server.c1.id
  peer_asn        = 65001
  peer_ip         = "10.10.1.4"
}

resource "azurerm_route_server_bgp_connection" "hub2" {
  name            = "bgp-hub2"
  route_server_id = azurerm_route_server.c1.id
  peer_asn        = 65002
  peer_ip         = "10.20.1.4"
}
