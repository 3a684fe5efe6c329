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

resource "azurerm_virtual_network" "dummy" {
  name                = "vnet-dummy"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.50.0.0/24"]
}

resource "azurerm_virtual_network_peering" "dummy_to_hub" {
  name                      = "peer-dummy-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.dummy.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_dummy" {
  name                      = "peer-hub-to-dummy"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.dummy.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network" "fw" {
  name                = "vnet-fw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/24"]
}

resource "azurerm_subnet" "fw_fw" {
  name                 = "snet-fw"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.fw.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_network_interface" "fw" {
  name                  = "nic-fw"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.fw_fw.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.0.4"
  }
}

resource "azurerm_virtual_network_peering" "fw_to_hub" {
  name                      = "peer-fw-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.fw.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_fw" {
  name                      = "peer-hub-to-fw"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.fw.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network" "spoke2" {
  name                = "vnet-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.50.0.0/24"]
}

resource "azurerm_subnet" "spoke2_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke2.name
  address_prefixes     = ["10.50.0.0/26"]
}

resource "azurerm_virtual_network_peering" "spoke2_to_fw" {
  name                      = "peer-spoke2-to-fw"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke2.name
  remote_virtual_network_id = azurerm_virtual_network.fw.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "fw_to_spoke2" {
  name                      = "peer-fw-to-spoke2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.fw.name
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "gateway" {
  name                = "rt-gateway"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.50.0.0_24"
    address_prefix         = "10.50.0.0/24"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.0.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_gateway" {
  subnet_id      = azurerm_subnet.hub_gateway.id
  route_table_id = azurerm_route_table.gateway.id
}

resource "azurerm_route_table" "spoke2" {
  name                = "rt-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-0.0.0.0_0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.0.4"
  }
}

resource "azurerm_subnet_route_table_association" "spoke2_app" {
  subnet_id      = azurerm_subnet.spoke2_app.id
  route_table_id = azurerm_route_table.spoke2.id
}
