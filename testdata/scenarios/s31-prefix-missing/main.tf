resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "one" {
  name                = "vhub-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_hub" "two" {
  name                = "vhub-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.101.0.0/23"
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_network" "public" {
  name                = "vnet-public"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["203.0.113.0/24"]
}

resource "azurerm_subnet" "public_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.public.name
  address_prefixes     = ["203.0.113.0/24"]
}

resource "azurerm_virtual_hub_connection" "public" {
  name                      = "conn-public"
  virtual_hub_id            = azurerm_virtual_hub.two.id
  remote_virtual_network_id = azurerm_virtual_network.public.id
}

resource "azurerm_firewall" "one" {
  name                = "afw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.one.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "one" {
  name           = "intent-one"
  virtual_hub_id = azurerm_virtual_hub.one.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.one.id
  }
}

resource "azurerm_firewall" "two" {
  name                = "afw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.two.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "two" {
  name           = "intent-two"
  virtual_hub_id = azurerm_virtual_hub.two.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.two.id
  }
}
