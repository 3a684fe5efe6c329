locals {
  hub_id   = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/RG-hub-weu/providers/Microsoft.Network/virtualNetworks/vnet-HUB-weu"
  hub_name = split("/", local.hub_id)[8]
}

resource "azurerm_resource_group" "this" {
  for_each = var.spokes

  name     = "rg-${each.key}-${var.region_code}"
  location = var.location
  tags     = var.tags
}

module "spoke" {
  source   = "../../seed/modules/spoke"
  for_each = var.spokes

  name                   = each.key
  location               = var.location
  region_code            = var.region_code
  resource_group_name    = azurerm_resource_group.this[each.key].name
  address_space          = each.value.address_space
  subnets                = each.value.subnets
  firewall_private_ip    = "10.0.1.4"
  remote_desktop_sources = [var.vpn_client_pool]
  tags                   = var.tags

  hub = {
    name                = local.hub_name
    id                  = local.hub_id
    resource_group_name = split("/", local.hub_id)[4]
  }
}
