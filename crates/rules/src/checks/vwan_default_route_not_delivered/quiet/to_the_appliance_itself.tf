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

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
  internet_security_enabled = true
}

resource "azurerm_virtual_network" "dmz" {
  name                = "vnet-dmz"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.9.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "dmz" {
  name                      = "conn-dmz"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.dmz.id

  routing {
    static_vnet_route {
      name                = "internet"
      address_prefixes    = ["0.0.0.0/0"]
      next_hop_ip_address = "10.9.0.68"
    }
  }
}

resource "azurerm_virtual_hub_route_table_route" "internet" {
  route_table_id    = azurerm_virtual_hub.west.default_route_table_id
  name              = "internet"
  destinations_type = "CIDR"
  destinations      = ["0.0.0.0/0"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_virtual_hub_connection.dmz.id
}
