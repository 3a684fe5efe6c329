<<<<<<< HEAD
resource "azurerm_virtual_network" "hub" {
=======
resource "azurerm_virtual_network" "other" {
>>>>>>> branch
  name = "vnet"
}
