resource "azurerm_virtual_network" "this" {
  name                = "vnet-a"
  resource_group_name = "rg-a"
  address_space       = ["10.1.0.0/16"]
}

data "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-hub"
}

resource "azurerm_virtual_network_peering" "this" {
  name                      = "peer-a-to-hub"
  resource_group_name       = "rg-a"
  virtual_network_name      = azurerm_virtual_network.this.name
  remote_virtual_network_id = data.azurerm_virtual_network.hub.id
  use_remote_gateways       = true
}
