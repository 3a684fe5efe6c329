resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "west" {
  name                = "vnet-west"
  resource_group_name = "rg-network"
  location            = "West Europe"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_west" {
  name                      = "hub-to-west"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.west.id
}

resource "azurerm_virtual_network_peering" "west_hub" {
  name                      = "west-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.west.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
}
