# Two firewalls and two appliances that send everything to each other, networks peered to
# themselves, gateways without a place.

resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.0.0/26"]
}

resource "azurerm_subnet" "one_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_network_interface" "one" {
  name                  = "nic-one"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.one_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.4"
  }
}

resource "azurerm_firewall" "one" {
  name                = "afw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.one.id
  }
}

resource "azurerm_route_table" "one" {
  name                = "rt-one"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "ring"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.two.ip_configuration[0].private_ip_address
  }

  route {
    name                   = "ring-of-appliances"
    address_prefix         = "172.16.0.0/12"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.2.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "one" {
  subnet_id      = azurerm_subnet.one.id
  route_table_id = azurerm_route_table.one.id
}

resource "azurerm_subnet_route_table_association" "one_nva" {
  subnet_id      = azurerm_subnet.one_nva.id
  route_table_id = azurerm_route_table.one.id
}

resource "azurerm_virtual_network_peering" "one_to_two" {
  name                      = "peer-one-to-two"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.one.name
  remote_virtual_network_id = azurerm_virtual_network.two.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "one_to_itself" {
  name                      = "peer-one-to-itself"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.one.name
  remote_virtual_network_id = azurerm_virtual_network.one.id
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_gateway" "one" {
  name                = "vpngw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  ip_configuration {
    subnet_id = azurerm_subnet.one.id
  }

  vpn_client_configuration {
    address_space = ["10.0.0.0/8", "10.1.0.0/16"]
  }
}

resource "azurerm_virtual_network_gateway_connection" "one" {
  name                            = "con-one"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  bgp_enabled                     = true
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.one.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.two.id
}

resource "azurerm_virtual_network" "two" {
  name                = "vnet-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "two" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.0.0/26"]
}

resource "azurerm_subnet" "two_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_network_interface" "two" {
  name                  = "nic-two"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.two_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.2.1.4"
  }
}

resource "azurerm_firewall" "two" {
  name                = "afw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.two.id
  }
}

resource "azurerm_route_table" "two" {
  name                = "rt-two"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "ring"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.one.ip_configuration[0].private_ip_address
  }

  route {
    name                   = "ring-of-appliances"
    address_prefix         = "172.16.0.0/12"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "two" {
  subnet_id      = azurerm_subnet.two.id
  route_table_id = azurerm_route_table.two.id
}

resource "azurerm_subnet_route_table_association" "two_nva" {
  subnet_id      = azurerm_subnet.two_nva.id
  route_table_id = azurerm_route_table.two.id
}

resource "azurerm_virtual_network_peering" "two_to_one" {
  name                      = "peer-two-to-one"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.two.name
  remote_virtual_network_id = azurerm_virtual_network.one.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "two_to_itself" {
  name                      = "peer-two-to-itself"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.two.name
  remote_virtual_network_id = azurerm_virtual_network.two.id
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_gateway" "two" {
  name                = "vpngw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"
  bgp_enabled         = true

  ip_configuration {
    subnet_id = azurerm_subnet.two.id
  }

  vpn_client_configuration {
    address_space = ["10.0.0.0/8", "10.2.0.0/16"]
  }
}

resource "azurerm_virtual_network_gateway_connection" "two" {
  name                            = "con-two"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  bgp_enabled                     = true
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.two.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.one.id
}
