resource "azurerm_virtual_network" "hub" {
  name                = "vnet-suppressed"
  location            = "westeurope"
  resource_group_name = "rg-suppressed"
  address_space       = ["10.0.0.0/22"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-suppressed"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "express_route" {
  name                = "ergw-suppressed"
  location            = "westeurope"
  resource_group_name = "rg-suppressed"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-suppressed"
  location            = "westeurope"
  resource_group_name = "rg-suppressed"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = "/subscriptions/0/resourceGroups/rg-suppressed/providers/Microsoft.Network/publicIPAddresses/pip"
  }

  bgp_settings {
    # nexthop: ignore[coexist-vpn-asn-not-65515] migration until June
    asn = 65010
  }
}

# nexthop: ignore[coexist-vpn-asn-not-65515] nothing is wrong here
