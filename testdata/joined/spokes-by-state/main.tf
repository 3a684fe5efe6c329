data "terraform_remote_state" "hub" {
  backend = "azurerm"

  config = {
    storage_account_name = "sttfstate"
    container_name       = "network"
    key                  = "hub.tfstate"
  }
}

locals {
  hub_id = data.terraform_remote_state.hub.outputs.hub_virtual_network_id
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
  firewall_private_ip    = data.terraform_remote_state.hub.outputs.firewall_private_ip
  remote_desktop_sources = [var.vpn_client_pool]
  tags                   = var.tags

  hub = {
    name                = split("/", local.hub_id)[8]
    id                  = local.hub_id
    resource_group_name = split("/", local.hub_id)[4]
  }
}
