resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_network" "dmz" {
  name                = "vnet-dmz"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/24"]
}

resource "azurerm_subnet" "dmz_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.dmz.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "dmz_ilb" {
  name                 = "ilb"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.dmz.name
  address_prefixes     = ["10.0.0.64/27"]
}

resource "azurerm_lb" "ilb" {
  name                = "lb-ilb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "frontend"
    subnet_id                     = azurerm_subnet.dmz_ilb.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.0.68"
  }
}

resource "azurerm_virtual_hub_connection" "dmz" {
  name                      = "conn-dmz"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.dmz.id

  routing {

    static_vnet_route {
      name                = "static-0"
      address_prefixes    = ["0.0.0.0/0"]
      next_hop_ip_address = "10.0.0.68"
    }
  }
}

resource "azurerm_virtual_network" "spoke1" {
  name                = "vnet-spoke1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/24"]
}

resource "azurerm_subnet" "spoke1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "spoke1" {
  name                      = "conn-spoke1"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
}

resource "azurerm_virtual_network" "spoke2" {
  name                = "vnet-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/24"]
}

resource "azurerm_subnet" "spoke2_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke2.name
  address_prefixes     = ["10.2.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "spoke2" {
  name                      = "conn-spoke2"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
}

resource "azurerm_virtual_hub_route_table_route" "to_internet" {
  name              = "to-internet"
  route_table_id    = azurerm_virtual_hub.hub.default_route_table_id
  destinations      = ["0.0.0.0/0"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.dmz.id
  next_hop_type     = "ResourceId"
}
