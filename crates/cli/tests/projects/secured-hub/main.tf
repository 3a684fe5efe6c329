# A virtual hub whose routing intent sends all traffic to its firewall.

variable "branch" {
  description = "Whether there is a branch, and a second hub"
  type        = bool
  default     = false
}

variable "branch_takes_default_route" {
  description = "Whether the branch is told the default route"
  type        = bool
  default     = false
}

resource "azurerm_virtual_wan" "wan" {
  name     = "wan"
  location = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name           = "vhub"
  location       = "westeurope"
  virtual_wan_id = azurerm_virtual_wan.wan.id
  address_prefix = "10.90.0.0/23"
}

resource "azurerm_firewall" "hub" {
  name     = "afw-hub"
  location = "westeurope"
  sku_name = "AZFW_Hub"
  sku_tier = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.hub.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "hub" {
  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.hub.id

  routing_policy {
    name         = "internet"
    destinations = ["Internet"]
    next_hop     = azurerm_firewall.hub.id
  }
  routing_policy {
    name         = "private"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.hub.id
  }
}

resource "azurerm_virtual_network" "app" {
  name          = "vnet-app"
  location      = "westeurope"
  address_space = ["10.91.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "con-app"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_hub" "far" {
  count          = var.branch ? 1 : 0
  name           = "vhub-far"
  location       = "northeurope"
  virtual_wan_id = azurerm_virtual_wan.wan.id
  address_prefix = "10.92.0.0/23"
}

resource "azurerm_vpn_gateway" "hub" {
  count          = var.branch ? 1 : 0
  name           = "vpngw-vhub"
  location       = "westeurope"
  virtual_hub_id = azurerm_virtual_hub.hub.id
}

resource "azurerm_vpn_site" "branch" {
  count          = var.branch ? 1 : 0
  name           = "site-branch"
  location       = "westeurope"
  virtual_wan_id = azurerm_virtual_wan.wan.id

  link {
    name       = "link"
    ip_address = "203.0.113.9"
    bgp {
      asn             = 65020
      peering_address = "192.168.79.1"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "branch" {
  count                     = var.branch ? 1 : 0
  name                      = "con-branch"
  vpn_gateway_id            = azurerm_vpn_gateway.hub[0].id
  remote_vpn_site_id        = azurerm_vpn_site.branch[0].id
  internet_security_enabled = var.branch_takes_default_route

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch[0].link[0].id
    bgp_enabled      = true
  }
}
