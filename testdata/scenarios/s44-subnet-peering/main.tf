resource "azurerm_virtual_network" "left" {
  name                = "vnet-left"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "left_subnet0" {
  name                 = "subnet0"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.0.0.0/24"]
}

resource "azurerm_subnet" "left_subnet1" {
  name                 = "subnet1"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "left_subnet2" {
  name                 = "subnet2"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_virtual_network" "right" {
  name                = "vnet-right"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "right_subnet0" {
  name                 = "subnet0"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_subnet" "right_subnet1" {
  name                 = "subnet1"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet" "right_subnet2" {
  name                 = "subnet2"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_virtual_network_peering" "left_to_right" {
  name                                   = "peer-left-to-right"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.left.name
  remote_virtual_network_id              = azurerm_virtual_network.right.id
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["subnet1"]
  remote_subnet_names                    = ["subnet0", "subnet2"]
}

resource "azurerm_virtual_network_peering" "right_to_left" {
  name                                   = "peer-right-to-left"
  resource_group_name                    = "rg-network"
  virtual_network_name                   = azurerm_virtual_network.right.name
  remote_virtual_network_id              = azurerm_virtual_network.left.id
  peer_complete_virtual_networks_enabled = false
  local_subnet_names                     = ["subnet0", "subnet2"]
  remote_subnet_names                    = ["subnet1"]
}
