resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "routeserver" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_route_server" "hub" {
  name                = "rs-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"
  subnet_id           = azurerm_subnet.routeserver.id
}
