# What arrives at the gateways for a spoke passes the firewall, as the answers do.
resource "azurerm_route_table" "gateway" {
  name                = "rt-gatewaysubnet-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  tags                = var.tags

  # The gateways stop working without the routes they learn.
  bgp_route_propagation_enabled = true
}

resource "azurerm_route" "gateway_to_spoke" {
  for_each = toset(var.spoke_prefixes)

  name                   = "to-${replace(each.key, "/", "-")}"
  resource_group_name    = azurerm_resource_group.this.name
  route_table_name       = azurerm_route_table.gateway.name
  address_prefix         = each.value
  next_hop_type          = "VirtualAppliance"
  next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
}

resource "azurerm_subnet_route_table_association" "gateway" {
  subnet_id      = azurerm_subnet.gateway.id
  route_table_id = azurerm_route_table.gateway.id
}
