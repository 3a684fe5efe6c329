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

resource "azurerm_virtual_hub" "east" {
  name                = "vhub-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.101.0.0/23"
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

resource "azurerm_firewall" "east" {
  name                = "afw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.east.id
  }
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
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.app.id

  routing {

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.east.default_route_table_id]
    }
  }
}

resource "azurerm_virtual_network" "web" {
  name                = "vnet-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.3.0.0/16"]
}

resource "azurerm_subnet" "web_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.web.name
  address_prefixes     = ["10.3.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "web" {
  name                      = "conn-web"
  virtual_hub_id            = azurerm_virtual_hub.east.id
  remote_virtual_network_id = azurerm_virtual_network.web.id

  routing {

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.west.default_route_table_id]
    }
  }
}

resource "azurerm_virtual_hub_route_table_route" "west" {
  name              = "west"
  route_table_id    = azurerm_virtual_hub.west.default_route_table_id
  destinations_type = "CIDR"
  destinations      = ["10.0.0.0/8"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_firewall.west.id
}

resource "azurerm_virtual_hub_route_table_route" "east" {
  name              = "east"
  route_table_id    = azurerm_virtual_hub.east.default_route_table_id
  destinations_type = "CIDR"
  destinations      = ["10.0.0.0/8"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_firewall.east.id
}
