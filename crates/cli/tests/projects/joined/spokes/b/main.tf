resource "azurerm_virtual_network" "this" {
  name                = "vnet-b"
  resource_group_name = "rg-b"
  address_space       = ["10.2.0.0/16"]
}

data "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-hub"
}

resource "azurerm_virtual_network_peering" "this" {
  name                      = "peer-b-to-hub"
  resource_group_name       = "rg-b"
  virtual_network_name      = azurerm_virtual_network.this.name
  remote_virtual_network_id = data.azurerm_virtual_network.hub.id
  use_remote_gateways       = true
}
