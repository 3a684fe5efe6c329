resource {
}

resource "azurerm_virtual_network" {
  address_space = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "a" "b" {
  address_space = ["10.0.0.0/16"]
}

resource "" "" {
}

resource "azurerm_virtual_network" "${local.name}" {
}

data "azurerm_virtual_network" {
}

variable {
}

terraform "x" {
}

locals "x" {
  a = 1
}

unheard "of" {
}

import {
}

moved {
  from = azurerm_virtual_network.a
  to   = azurerm_virtual_network.a
}
