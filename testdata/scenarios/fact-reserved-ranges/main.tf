resource "azurerm_virtual_network" "equal" {
  name                = "vnet-equal"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/8"]
}

resource "azurerm_subnet" "equal_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.equal.name
  address_prefixes     = ["10.0.0.0/24"]
}

resource "azurerm_virtual_network" "wider" {
  name                = "vnet-wider"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["172.0.0.0/8"]
}

resource "azurerm_subnet" "wider_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.wider.name
  address_prefixes     = ["172.16.0.0/24"]
}

resource "azurerm_virtual_network" "inside" {
  name                = "vnet-inside"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["192.168.0.0/17"]
}

resource "azurerm_subnet" "inside_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.inside.name
  address_prefixes     = ["192.168.0.0/24"]
}
