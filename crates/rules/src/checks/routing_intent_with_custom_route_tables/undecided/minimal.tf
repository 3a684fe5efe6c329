variable "tables" {
  type = number
}

resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "west" {
  name                = "vhub-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_firewall" "west" {
  name                = "afw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.west.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "west" {
  name           = "intent-west"
  virtual_hub_id = azurerm_virtual_hub.west.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.west.id
  }
}

resource "azurerm_virtual_hub_route_table" "shared" {
  count = var.tables

  name           = "rt-shared"
  virtual_hub_id = azurerm_virtual_hub.west.id
}
