resource "azurerm_virtual_network" "this" {
  name                = "vnet-hub"
  resource_group_name = "rg-hub"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-hub"
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_virtual_network_gateway" "this" {
  name                = "vpngw-hub"
  resource_group_name = "rg-hub"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
}

locals {
  spoke_ids = {
    a = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-a/providers/Microsoft.Network/virtualNetworks/vnet-a"
    b = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-b/providers/Microsoft.Network/virtualNetworks/vnet-b"
  }
}

resource "azurerm_virtual_network_peering" "this" {
  for_each = local.spoke_ids

  name                      = "peer-hub-to-${each.key}"
  resource_group_name       = "rg-hub"
  virtual_network_name      = azurerm_virtual_network.this.name
  remote_virtual_network_id = each.value
  allow_gateway_transit     = each.key == "a"
}
