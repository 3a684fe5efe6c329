resource "azurerm_virtual_network" "hub" {
  name          = "vnet-${upper("hub"
  address_space = ["${"${"${"10.0.0.0/16"]
}
