variable "shared_key" {
  type      = string
  sensitive = true
  default   = "from-the-vault"
}

resource "azurerm_express_route_circuit" "mse" {
  name                  = "erc-mse"
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

resource "azurerm_express_route_circuit_peering" "mse" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.mse.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network" "hub1" {
  name                = "vnet-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "hub1_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub1.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "hub1_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub1.name
  address_prefixes     = ["10.1.1.0/26"]
}

resource "azurerm_virtual_network_gateway" "ergw_hub1" {
  name                = "ergw-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub1_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub1_mse" {
  name                       = "con-hub1-mse"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub1.id
  express_route_circuit_id   = azurerm_express_route_circuit.mse.id
}

resource "azurerm_public_ip" "rs_hub1" {
  name                = "pip-rs-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub1" {
  name                             = "rs-hub1"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub1_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_hub1.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_virtual_network" "hub2" {
  name                = "vnet-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "hub2_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub2.name
  address_prefixes     = ["10.2.0.0/26"]
}

resource "azurerm_subnet" "hub2_route_server" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub2.name
  address_prefixes     = ["10.2.1.0/26"]
}

resource "azurerm_virtual_network_gateway" "ergw_hub2" {
  name                = "ergw-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub2_gateway.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub2_mse" {
  name                       = "con-hub2-mse"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub2.id
  express_route_circuit_id   = azurerm_express_route_circuit.mse.id
}

resource "azurerm_public_ip" "rs_hub2" {
  name                = "pip-rs-hub2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub2" {
  name                             = "rs-hub2"
  resource_group_name              = "rg-network"
  location                         = "westeurope"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub2_route_server.id
  public_ip_address_id             = azurerm_public_ip.rs_hub2.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_virtual_network" "spoke2" {
  name                = "vnet-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.12.0.0/16"]
}

resource "azurerm_subnet" "spoke2_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke2.name
  address_prefixes     = ["10.12.0.0/24"]
}

resource "azurerm_virtual_network_peering" "spoke2_to_hub2" {
  name                      = "peer-spoke2-to-hub2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke2.name
  remote_virtual_network_id = azurerm_virtual_network.hub2.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub2_to_spoke2" {
  name                      = "peer-hub2-to-spoke2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub2.name
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_public_ip" "vpngw_hub1_1" {
  name                = "pip-vpngw-hub1-1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_public_ip" "vpngw_hub1_2" {
  name                = "pip-vpngw-hub1-2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub1" {
  name                = "vpngw-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  active_active       = true

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub1_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub1_1.id
  }

  ip_configuration {
    name                 = "instance2"
    subnet_id            = azurerm_subnet.hub1_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub1_2.id
  }

  bgp_settings {
    asn = 65515
  }
}

resource "azurerm_local_network_gateway" "onprem" {
  name                = "lgw-onprem"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.10"
  address_space       = ["192.168.7.0/24"]

  bgp_settings {
    asn                 = 65100
    bgp_peering_address = "192.168.7.1"
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub1_onprem" {
  name                       = "con-hub1-onprem"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_hub1.id
  local_network_gateway_id   = azurerm_local_network_gateway.onprem.id
  shared_key                 = var.shared_key
  bgp_enabled                = true
}
