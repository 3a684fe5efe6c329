resource "azurerm_public_ip" "vpn" {
  name                = "pip-vpngw-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
  tags                = var.tags
}

# Remote users connect here.
resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw2AZ"
  generation          = "Generation2"
  tags                = var.tags

  ip_configuration {
    name                 = "default"
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpn.id
  }

  vpn_client_configuration {
    address_space        = [var.vpn_client_pool]
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/${var.tenant_id}/"
    aad_issuer           = "https://sts.windows.net/${var.tenant_id}/"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
  }
}

# The datacentre connects here.
resource "azurerm_virtual_network_gateway" "expressroute" {
  name                = "ergw-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"
  tags                = var.tags

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.gateway.id
  }

  # Two gateways in one subnet are created one after the other.
  depends_on = [azurerm_virtual_network_gateway.vpn]
}

resource "azurerm_virtual_network_gateway_connection" "datacentre" {
  name                       = "con-datacentre-${var.region_code}"
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = var.express_route_circuit_id
  authorization_key          = var.express_route_authorization_key
  tags                       = var.tags
}
