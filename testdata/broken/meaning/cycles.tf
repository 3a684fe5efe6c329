locals {
  one   = local.two
  two   = local.three
  three = local.one
  self  = local.self
  index = { for k, v in local.index : k => v }
  count = length(local.self) + local.count
}

variable "self" {
  default = var.self
}

output "self" {
  value = output.self
}

resource "azurerm_virtual_network" "a" {
  name                = azurerm_virtual_network.b.name
  resource_group_name = azurerm_virtual_network.a.resource_group_name
  location            = local.one
  address_space       = azurerm_virtual_network.b.address_space
}

resource "azurerm_virtual_network" "b" {
  for_each = azurerm_virtual_network.a

  name                = azurerm_virtual_network.a.name
  resource_group_name = local.self
  location            = local.index
  address_space       = azurerm_virtual_network.a.address_space
}

resource "azurerm_subnet" "c" {
  count = length(azurerm_subnet.c)

  name                 = azurerm_subnet.c[count.index].name
  virtual_network_name = azurerm_virtual_network.a.name
}
