# A virtual hub whose routing intent sends all traffic to its firewall.

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
