resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_express_route_gateway" "hub" {
  name                = "ergw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.hub.id
  scale_units         = 1
}

resource "azurerm_virtual_hub_route_table" "app" {
  name           = "rt-app"
  virtual_hub_id = azurerm_virtual_hub.hub.id
  labels         = ["app"]
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "to-app"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.app.id

  routing {
    associated_route_table_id = azurerm_virtual_hub_route_table.app.id

    propagated_route_table {
      labels          = ["default"]
      route_table_ids = [azurerm_virtual_hub_route_table.app.id]
    }
  }
}
