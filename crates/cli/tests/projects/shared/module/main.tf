variable "name" {
  type = string
}

# nexthop: ignore[coexist-vpn-asn-not-65515] only one caller needs it
resource "azurerm_virtual_network" "this" {
  name = var.name
  address_space =
}
