# An active-active gateway in zones takes a third address for its clients.
resource "azurerm_public_ip" "vpn" {
  count = 3

  name                = "pip-vpngw-hub-${var.region_code}-${count.index + 1}"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
  tags                = var.tags
}

# Remote users connect here.
resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub-${var.region_code}"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw2AZ"
  generation          = "Generation2"
  active_active       = true
  bgp_enabled         = true
  tags                = var.tags

  bgp_settings {
    asn = 65515
  }

  dynamic "ip_configuration" {
    for_each = azurerm_public_ip.vpn

    content {
      name                 = "instance-${ip_configuration.key + 1}"
      subnet_id            = azurerm_subnet.gateway.id
      public_ip_address_id = ip_configuration.value.id
    }
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
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
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

resource "azurerm_express_route_circuit" "datacentre" {
  name                  = "erc-ams-${var.region_code}"
  location              = azurerm_resource_group.hub.location
  resource_group_name   = azurerm_resource_group.hub.name
  service_provider_name = var.express_route.service_provider
  peering_location      = var.express_route.peering_location
  bandwidth_in_mbps     = var.express_route.bandwidth_in_mbps
  tags                  = var.tags

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.datacentre.name
  resource_group_name           = azurerm_resource_group.hub.name
  vlan_id                       = var.express_route.vlan_id
  peer_asn                      = var.express_route.peer_asn
  primary_peer_address_prefix   = var.express_route.primary_peer_prefix
  secondary_peer_address_prefix = var.express_route.secondary_peer_prefix
}

resource "azurerm_virtual_network_gateway_connection" "datacentre" {
  name                       = "con-datacentre-${var.region_code}"
  location                   = azurerm_resource_group.hub.location
  resource_group_name        = azurerm_resource_group.hub.name
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.expressroute.id
  express_route_circuit_id   = azurerm_express_route_circuit.datacentre.id
  tags                       = var.tags

  depends_on = [azurerm_express_route_circuit_peering.private]
}
