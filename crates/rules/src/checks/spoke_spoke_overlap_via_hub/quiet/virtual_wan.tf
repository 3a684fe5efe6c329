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

resource "azurerm_virtual_hub" "north" {
  name                = "vhub-north"
  resource_group_name = "rg-network"
  location            = "northeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.101.0.0/23"
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/17"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_network" "legacy" {
  name                = "vnet-legacy"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.128.0/17"]
}

resource "azurerm_virtual_hub_connection" "legacy" {
  name                      = "conn-legacy"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.legacy.id
}

resource "azurerm_virtual_network" "web" {
  name                = "vnet-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "web" {
  name                      = "conn-web"
  virtual_hub_id            = azurerm_virtual_hub.north.id
  remote_virtual_network_id = azurerm_virtual_network.web.id
}

# Another Virtual WAN.
resource "azurerm_virtual_wan" "lab" {
  name                = "vwan-lab"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "lab" {
  name                = "vhub-lab"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.lab.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_network" "lab" {
  name                = "vnet-lab"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "lab" {
  name                      = "conn-lab"
  virtual_hub_id            = azurerm_virtual_hub.lab.id
  remote_virtual_network_id = azurerm_virtual_network.lab.id
}
