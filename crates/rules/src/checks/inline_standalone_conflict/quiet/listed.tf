resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]

  subnet {
    name             = "app"
    address_prefixes = ["10.1.0.0/24"]
  }
}
