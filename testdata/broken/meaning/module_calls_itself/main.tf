module "self" {
  source = "./"
  name   = "${var.name}-again"
}

module "ping" {
  source = "./ping"
}

variable "name" {
  default = "first"
}

resource "azurerm_virtual_network" "hub" {
  name          = var.name
  address_space = ["10.0.0.0/16"]
}
