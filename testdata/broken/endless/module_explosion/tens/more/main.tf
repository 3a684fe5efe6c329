resource "azurerm_virtual_network" "many" {
  count = 1000

  name          = "vnet-${count.index}"
  address_space = ["10.0.0.0/16"]
}
