resource "azurerm_virtual_network" "hub" {
  name                = "vnet-second"
  location            = "westeurope"
  resource_group_name = "rg-second"
  address_space       = ["10.0.0.0/22"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-second"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "express_route" {
  name                = "ergw-second"
  location            = "westeurope"
  resource_group_name = "rg-second"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-second"
  location            = "westeurope"
  resource_group_name = "rg-second"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = "/subscriptions/0/resourceGroups/rg-second/providers/Microsoft.Network/publicIPAddresses/pip"
  }

  bgp_settings {
    asn = 65515
  }
}
