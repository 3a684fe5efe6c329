locals {
  made_up  = frobnicate("10.0.0.0/16")
  provider = provider::azurerm::normalise_resource_id("/subscriptions/x")
  missing  = cidrsubnet()
  many     = upper("a", "b", "c")
  spread   = merge(local.missing...)
  read     = file("/etc/passwd")
  rendered = templatefile("absent.tftpl", { name = "x" })
  parsed   = jsondecode("{")
  matched  = regexall("(((", "a")
  yaml     = yamldecode("- - -")
  zipped   = base64gunzip("")
}

resource "azurerm_virtual_network" "hub" {
  name          = local.made_up
  address_space = [local.provider, local.missing, local.many]

  dynamic "subnet" {
    for_each = local.made_up

    content {
      name             = subnet.key
      address_prefixes = [absent.value]
    }
  }

  dynamic "absent" {
  }
}
