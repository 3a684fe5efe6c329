resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_subnet" "shared" {
  name                 = "shared"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name      = "ip"
    subnet_id = azurerm_subnet.firewall.id
  }
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_route_table" "spoke" {
  name                = "rt-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "spoke" {
  subnet_id      = azurerm_subnet.app.id
  route_table_id = azurerm_route_table.spoke.id
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  name                                   = "spoke-to-hub"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.spoke.name
  remote_virtual_network_id              = azurerm_virtual_network.hub.id
  allow_forwarded_traffic                = true
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["app"]
  remote_subnet_names                    = ["shared"]
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  name                                   = "hub-to-spoke"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.hub.name
  remote_virtual_network_id              = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic                = true
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["shared"]
  remote_subnet_names                    = ["app"]
}
