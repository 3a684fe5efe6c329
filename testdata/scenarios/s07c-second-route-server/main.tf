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

resource "azurerm_subnet" "hub_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_subnet" "hub_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.2.4"
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

resource "azurerm_virtual_network_gateway_connection" "hub_dc" {
  name                       = "con-hub-dc"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.dc.id
}

resource "azurerm_virtual_network" "spoke1" {
  name                = "vnet-spoke1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "spoke1_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_public_ip" "rs_hub" {
  name                = "pip-rs-hub"
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
  subnet_id                        = azurerm_subnet.hub_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_hub.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_route_server_bgp_connection" "nva_one" {
  name            = "bgp-nva-one"
  route_server_id = azurerm_route_server.hub.id
  peer_asn        = 65020
  peer_ip         = "10.0.2.4"
}

resource "azurerm_virtual_network" "rs2" {
  name                = "vnet-rs2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.9.0.0/24"]
}

resource "azurerm_subnet" "rs2_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.rs2.name
  address_prefixes     = ["10.9.0.0/26"]
}

resource "azurerm_virtual_network_peering" "spoke1_to_hub" {
  name                      = "peer-spoke1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_to_spoke1" {
  name                      = "peer-hub-to-spoke1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spoke1_to_rs2" {
  name                      = "peer-spoke1-to-rs2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke1.name
  remote_virtual_network_id = azurerm_virtual_network.rs2.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "rs2_to_spoke1" {
  name                      = "peer-rs2-to-spoke1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.rs2.name
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "hub_to_rs2" {
  name                      = "peer-hub-to-rs2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.rs2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "rs2_to_hub" {
  name                      = "peer-rs2-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.rs2.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_public_ip" "rs_rs2" {
  name                = "pip-rs-rs2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "rs2" {
  name                 = "rs-rs2"
  resource_group_name  = "rg-network"
  location             = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.rs2_route_server.id
  public_ip_address_id = azurerm_public_ip.rs_rs2.id
}

resource "azurerm_route_server_bgp_connection" "nva_two" {
  name            = "bgp-nva-two"
  route_server_id = azurerm_route_server.rs2.id
  peer_asn        = 65020
  peer_ip         = "10.0.2.4"
}

resource "azurerm_route_table" "gateway" {
  name                = "rt-gateway"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.1.0.0_16"
    address_prefix         = "10.1.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_gateway" {
  subnet_id      = azurerm_subnet.hub_gateway.id
  route_table_id = azurerm_route_table.gateway.id
}

resource "azurerm_route_table" "nva" {
  name                = "rt-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name           = "to-0.0.0.0_0"
    address_prefix = "0.0.0.0/0"
    next_hop_type  = "Internet"
  }
}

resource "azurerm_subnet_route_table_association" "hub_nva" {
  subnet_id      = azurerm_subnet.hub_nva.id
  route_table_id = azurerm_route_table.nva.id
}
