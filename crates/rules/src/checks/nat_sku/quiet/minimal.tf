resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "branch" {
  name                       = "nat-branch"
  resource_group_name        = "rg-network"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  mode                       = "EgressSnat"
  type                       = "Static"

  external_mapping {
    address_space = "10.30.0.0/24"
  }

  internal_mapping {
    address_space = "10.0.5.0/24"
  }
}
