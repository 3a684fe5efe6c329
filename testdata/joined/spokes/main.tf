data "azurerm_virtual_network" "hub" {
  name                = "vnet-hub-weu"
  resource_group_name = "rg-hub-weu"
}

data "azurerm_firewall" "hub" {
  name                = "AFW-HUB-WEU"
  resource_group_name = "RG-Hub-weu"
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
  firewall_private_ip    = data.azurerm_firewall.hub.ip_configuration[0].private_ip_address
  remote_desktop_sources = [var.vpn_client_pool]
  tags                   = var.tags

  hub = {
    name                = data.azurerm_virtual_network.hub.name
    id                  = data.azurerm_virtual_network.hub.id
    resource_group_name = data.azurerm_virtual_network.hub.resource_group_name
  }
}
