# What arrives at the gateways for a spoke passes the firewall, as the answers do.
# One route per spoke: a shorter one would lose to the routes of the peerings,
# and the Route Server's subnet must not be covered.
resource "azurerm_route_table" "gateway" {
  name                          = "rt-gatewaysubnet-${var.region_code}"
  location                      = azurerm_resource_group.hub.location
  resource_group_name           = azurerm_resource_group.hub.name
  bgp_route_propagation_enabled = true
  tags                          = var.tags

  dynamic "route" {
    for_each = toset(local.spoke_prefixes)

    content {
      name                   = "to-${replace(route.value, "/", "_")}"
      address_prefix         = route.value
      next_hop_type          = "VirtualAppliance"
      next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
    }
  }
}

resource "azurerm_subnet_route_table_association" "gateway" {
  subnet_id      = azurerm_subnet.gateway.id
  route_table_id = azurerm_route_table.gateway.id
}
