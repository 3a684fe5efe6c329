resource "azurerm_virtual_network" "hub" {
  name          = "vnet-hub"
  name          = "vnet-other"
  address_space = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "hub" {
  name          = "vnet-hub"
  address_space = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "HUB" {
  name          = "VNET-HUB"
  address_space = ["10.0.0.0/16", "10.0.0.0/16"]
}

variable "same" {
  default = 1
}

variable "same" {
  default = "one"
}

locals {
  same = { a = 1, a = 2, "a" = 3 }
}

locals {
  same = 1
}
