resource "azurerm_virtual_network_peering" "to_hub" {
  name                         = "peer-${azurerm_virtual_network.this.name}-to-${var.hub.name}"
  resource_group_name          = var.resource_group_name
  virtual_network_name         = azurerm_virtual_network.this.name
  remote_virtual_network_id    = var.hub.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  use_remote_gateways          = true
}

resource "azurerm_virtual_network_peering" "from_hub" {
  name                         = "peer-${var.hub.name}-to-${azurerm_virtual_network.this.name}"
  resource_group_name          = var.hub.resource_group_name
  virtual_network_name         = var.hub.name
  remote_virtual_network_id    = azurerm_virtual_network.this.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  allow_gateway_transit        = true
}
