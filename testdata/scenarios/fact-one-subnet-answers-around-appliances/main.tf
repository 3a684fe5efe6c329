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
    private_ip_address            = "10.0.2.5"
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

resource "azurerm_lb" "nva" {
  name                = "lbi-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.2.4"
  }
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

resource "azurerm_subnet" "spoke1_bare" {
  name                 = "snet-bare"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_network_peering" "spoke1_to_hub" {
  name                      = "peer-spoke1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_spoke1" {
  name                      = "peer-hub-to-spoke1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_route_table" "spoke1" {
  name                          = "rt-spoke1"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false

  route {
    name                   = "to-0.0.0.0_0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "spoke1_app" {
  subnet_id      = azurerm_subnet.spoke1_app.id
  route_table_id = azurerm_route_table.spoke1.id
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
