locals {
  ten     = range(10)
  product = setproduct(local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten)
  nested = [for a in local.product : [for b in local.product : [for c in local.product : "${a}${b}${c}"]]]
  flat   = flatten([local.nested, local.nested])
}

resource "azurerm_virtual_network" "hub" {
  for_each = { for name in local.flat : name => name }

  name          = each.key
  address_space = ["10.0.0.0/16"]
}
