resource "azurerm_virtual_network" "left" {
  name                = "vnet-left"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "left_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network" "right" {
  name                = "vnet-right"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "right_data" {
  name                 = "snet-data"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.2.0.0/24"]
}

resource "azurerm_virtual_network_peering" "left_to_right" {
  name                         = "peer-left-to-right"
  resource_group_name          = "rg-network"
  virtual_network_name         = azurerm_virtual_network.left.name
  remote_virtual_network_id    = azurerm_virtual_network.right.id
  allow_virtual_network_access = false
}

resource "azurerm_virtual_network_peering" "right_to_left" {
  name                      = "peer-right-to-left"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.right.name
  remote_virtual_network_id = azurerm_virtual_network.left.id
}
