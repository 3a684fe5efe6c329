resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16", "fd00:db8::/48"]
}

resource "azurerm_subnet" "routeserver" {
  name                 = "RouteServerSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_subnet" "workload" {
  name                 = "snet-workload"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24", "fd00:db8:0:2::/64"]
}

resource "azurerm_public_ip" "routeserver" {
  name                = "pip-routeserver"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub" {
  name                 = "rs-hub"
  resource_group_name  = "rg-network"
  location             = "westeurope"
  sku                  = "Standard"
  subnet_id            = azurerm_subnet.routeserver.id
  public_ip_address_id = azurerm_public_ip.routeserver.id
}
