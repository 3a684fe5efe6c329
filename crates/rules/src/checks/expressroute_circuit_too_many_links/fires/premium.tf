resource "azurerm_virtual_network" "site" {
  count               = 21
  name                = "vnet-${count.index}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.${count.index}.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  count                = 21
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.site[count.index].name
  address_prefixes     = ["10.${count.index}.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "expressroute" {
  count               = 21
  name                = "ergw-${count.index}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway[count.index].id
  }
}

resource "azurerm_express_route_circuit" "frankfurt" {
  name                  = "er-frankfurt"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Frankfurt"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_virtual_network_gateway_connection" "site" {
  count                      = 21
  name                       = "con-${count.index}"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute[count.index].id
  express_route_circuit_id   = azurerm_express_route_circuit.frankfurt.id
}
