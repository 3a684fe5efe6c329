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

resource "azurerm_route_table" "app" {
  name                = "rt-app"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name           = "blocked"
    address_prefix = "203.0.113.0/24"
    next_hop_type  = "None"
  }
}
