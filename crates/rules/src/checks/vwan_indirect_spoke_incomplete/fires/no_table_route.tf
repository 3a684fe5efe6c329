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
