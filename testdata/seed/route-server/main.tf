locals {
  spoke_prefixes = flatten([for spoke in var.spokes : spoke.address_space])
}

resource "azurerm_resource_group" "hub" {
  name     = "rg-hub-${var.region_code}"
  location = var.location
  tags     = var.tags
}

resource "azurerm_resource_group" "spoke" {
  for_each = var.spokes

  name     = "rg-${each.key}-${var.region_code}"
  location = var.location
  tags     = var.tags
}

module "spoke" {
  source   = "../modules/spoke"
  for_each = var.spokes

  name                   = each.key
  location               = var.location
  region_code            = var.region_code
  resource_group_name    = azurerm_resource_group.spoke[each.key].name
  address_space          = each.value.address_space
  subnets                = each.value.subnets
  firewall_private_ip    = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  remote_desktop_sources = [var.vpn_client_pool]
  tags                   = var.tags

  hub = {
    name                = azurerm_virtual_network.hub.name
    id                  = azurerm_virtual_network.hub.id
    resource_group_name = azurerm_resource_group.hub.name
  }

  # A spoke can use the hub's gateways only once they are there.
  depends_on = [
    azurerm_virtual_network_gateway.vpn,
    azurerm_virtual_network_gateway.expressroute,
    azurerm_route_server.hub,
  ]
}
