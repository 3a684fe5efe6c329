resource "azurerm_virtual_network" "left" {
  name                = "vnet-left"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16", "fd00:0::/48"]
}

resource "azurerm_subnet" "left_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.0.1.0/24", "fd00:0:0:1::/64"]
}

resource "azurerm_virtual_network" "right" {
  name                = "vnet-right"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16", "fd00:1::/48"]
}

resource "azurerm_subnet" "right_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.1.1.0/24", "fd00:1:0:1::/64"]
}

resource "azurerm_virtual_network_peering" "left_right" {
  name                                   = "left-to-right"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.left.name
  remote_virtual_network_id              = azurerm_virtual_network.right.id
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["app"]
  remote_subnet_names                    = ["app"]
  only_ipv6_peering_enabled              = true
}

resource "azurerm_virtual_network_peering" "right_left" {
  name                                   = "right-to-left"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.right.name
  remote_virtual_network_id              = azurerm_virtual_network.left.id
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["app"]
  remote_subnet_names                    = ["app"]
  only_ipv6_peering_enabled              = true
}
