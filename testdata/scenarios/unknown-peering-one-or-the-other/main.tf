resource "azurerm_virtual_network" "a" {
  name                = "vnet-a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "a_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.a.name
  address_prefixes     = ["10.10.1.0/24"]
}

resource "azurerm_virtual_network" "b" {
  name                = "vnet-b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "b_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.b.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_virtual_network_peering" "a_b" {
  count                     = var.x ? 1 : 0
  name                      = "a-to-b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.a.name
  remote_virtual_network_id = azurerm_virtual_network.b.id
}

resource "azurerm_virtual_network_peering" "a_b_else" {
  count                     = var.x ? 0 : 1
  name                      = "a-to-b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.a.name
  remote_virtual_network_id = azurerm_virtual_network.b.id
}

resource "azurerm_virtual_network_peering" "b_a" {
  name                      = "b-to-a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.b.name
  remote_virtual_network_id = azurerm_virtual_network.a.id
}

variable "x" {
  type = bool
}
