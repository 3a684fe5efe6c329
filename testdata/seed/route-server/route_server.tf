resource "azurerm_public_ip" "route_server" {
  name                = "pip-rs-hub-${var.region_code}"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
  tags                = var.tags
}

# Tells each gateway what the other one knows.
resource "azurerm_route_server" "hub" {
  name                             = "rs-hub-${var.region_code}"
  location                         = azurerm_resource_group.hub.location
  resource_group_name              = azurerm_resource_group.hub.name
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.route_server.id
  public_ip_address_id             = azurerm_public_ip.route_server.id
  branch_to_branch_traffic_enabled = true
  tags                             = var.tags

  depends_on = [
    azurerm_virtual_network_gateway.vpn,
    azurerm_virtual_network_gateway.expressroute,
  ]
}
