resource "azurerm_virtual_network" "hub" {
  name                = "vnet-configured"
  location            = "westeurope"
  resource_group_name = "rg-configured"
  address_space       = ["10.0.0.0/22"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-configured"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "express_route" {
  name                = "ergw-configured"
  location            = "westeurope"
  resource_group_name = "rg-configured"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-configured"
  location            = "westeurope"
  resource_group_name = "rg-configured"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = "/subscriptions/0/resourceGroups/rg-configured/providers/Microsoft.Network/publicIPAddresses/pip"
  }

  bgp_settings {
    asn = 65010
  }
}
