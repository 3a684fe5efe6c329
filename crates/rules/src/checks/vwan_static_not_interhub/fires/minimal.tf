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

resource "azurerm_virtual_network" "nva" {
  name                = "vnet-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/24"]
}

resource "azurerm_subnet" "nva_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.nva.name
  address_prefixes     = ["10.2.0.0/27"]
}

resource "azurerm_virtual_hub_connection" "nva" {
  name                      = "conn-nva"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.nva.id

  routing {
    static_vnet_propagate_static_routes_enabled = false

    static_vnet_route {
      name                = "static-0"
      address_prefixes    = ["10.2.1.0/24"]
      next_hop_ip_address = "10.2.0.4"
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
}

resource "azurerm_virtual_hub_route_table_route" "west" {
  name              = "west"
  route_table_id    = azurerm_virtual_hub.west.default_route_table_id
  destinations      = ["10.2.0.0/16"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.nva.id
  next_hop_type     = "ResourceId"
}
