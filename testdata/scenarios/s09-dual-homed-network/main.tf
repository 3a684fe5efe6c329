resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.5.0.0/16"]
}

resource "azurerm_subnet" "spoke_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.5.1.0/26"]
}

resource "azurerm_subnet" "spoke_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.5.0.0/24"]
}

resource "azurerm_virtual_network" "hub_one" {
  name                = "vnet-hub_one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "hub_one_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_one.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "hub_one_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_one.name
  address_prefixes     = ["10.1.1.0/26"]
}

resource "azurerm_subnet" "hub_one_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_one.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_network_interface" "nva_one" {
  name                  = "nic-nva_one"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_one_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.2.4"
  }
}

resource "azurerm_express_route_circuit" "one" {
  name                  = "erc-one"
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

resource "azurerm_express_route_circuit_peering" "one" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.one.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway" "ergw_hub_one" {
  name                = "ergw-hub_one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_one_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub_one_one" {
  name                       = "con-hub_one-one"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub_one.id
  express_route_circuit_id   = azurerm_express_route_circuit.one.id
}

resource "azurerm_public_ip" "rs_hub_one" {
  name                = "pip-rs-hub-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub_one" {
  name                             = "rs-hub_one"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub_one_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_hub_one.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_route_server_bgp_connection" "nva_one_to_hub" {
  name            = "bgp-nva-one-to-hub"
  route_server_id = azurerm_route_server.hub_one.id
  peer_asn        = 65001
  peer_ip         = "10.1.2.4"
}

resource "azurerm_virtual_network_peering" "spoke_to_hub_one" {
  name                      = "peer-spoke-to-hub_one"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub_one.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_one_to_spoke" {
  name                      = "peer-hub_one-to-spoke"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_one.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "gateway_one" {
  name                = "rt-gateway_one"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.5.0.0_16"
    address_prefix         = "10.5.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_one_gateway" {
  subnet_id      = azurerm_subnet.hub_one_gateway.id
  route_table_id = azurerm_route_table.gateway_one.id
}

resource "azurerm_virtual_network" "hub_two" {
  name                = "vnet-hub_two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "hub_two_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_two.name
  address_prefixes     = ["10.2.0.0/26"]
}

resource "azurerm_subnet" "hub_two_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_two.name
  address_prefixes     = ["10.2.1.0/26"]
}

resource "azurerm_subnet" "hub_two_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub_two.name
  address_prefixes     = ["10.2.2.0/24"]
}

resource "azurerm_network_interface" "nva_two" {
  name                  = "nic-nva_two"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.hub_two_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.2.2.4"
  }
}

resource "azurerm_express_route_circuit" "two" {
  name                  = "erc-two"
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

resource "azurerm_express_route_circuit_peering" "two" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.two.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway" "ergw_hub_two" {
  name                = "ergw-hub_two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_two_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub_two_two" {
  name                       = "con-hub_two-two"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub_two.id
  express_route_circuit_id   = azurerm_express_route_circuit.two.id
}

resource "azurerm_public_ip" "rs_hub_two" {
  name                = "pip-rs-hub-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub_two" {
  name                             = "rs-hub_two"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub_two_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_hub_two.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_route_server_bgp_connection" "nva_two_to_hub" {
  name            = "bgp-nva-two-to-hub"
  route_server_id = azurerm_route_server.hub_two.id
  peer_asn        = 65002
  peer_ip         = "10.2.2.4"
}

resource "azurerm_virtual_network_peering" "spoke_to_hub_two" {
  name                      = "peer-spoke-to-hub_two"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub_two.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_two_to_spoke" {
  name                      = "peer-hub_two-to-spoke"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub_two.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "gateway_two" {
  name                = "rt-gateway_two"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.5.0.0_16"
    address_prefix         = "10.5.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.2.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_two_gateway" {
  subnet_id      = azurerm_subnet.hub_two_gateway.id
  route_table_id = azurerm_route_table.gateway_two.id
}

resource "azurerm_public_ip" "rs_spoke" {
  name                = "pip-rs-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "spoke" {
  name                 = "rs-spoke"
  resource_group_name  = "rg-network"
  location             = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.spoke_route_server.id
  public_ip_address_id = azurerm_public_ip.rs_spoke.id
}

resource "azurerm_route_server_bgp_connection" "nva_one_to_spoke" {
  name            = "bgp-nva-one-to-spoke"
  route_server_id = azurerm_route_server.spoke.id
  peer_asn        = 65001
  peer_ip         = "10.1.2.4"
}

resource "azurerm_route_server_bgp_connection" "nva_two_to_spoke" {
  name            = "bgp-nva-two-to-spoke"
  route_server_id = azurerm_route_server.spoke.id
  peer_asn        = 65002
  peer_ip         = "10.2.2.4"
}
