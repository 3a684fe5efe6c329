# Two virtual networks, each with an ExpressRoute gateway and a circuit of its own, and a
# carrier whose routers join the circuits. The first has a VPN gateway to a branch, too.

variable "route_server" {
  description = "Whether there is a Route Server in the second network"
  type        = bool
  default     = false
}

variable "peered_by_carrier" {
  description = "Whether the carrier's provider makes the private peerings"
  type        = bool
  default     = false
}

locals {
  group    = "rg-circuits"
  location = "westeurope"
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.40.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.40.0.0/24"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.41.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.41.1.0/24"]
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  name                      = "peer-hub-spoke"
  resource_group_name       = local.group
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  name                      = "peer-spoke-hub"
  resource_group_name       = local.group
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  use_remote_gateways       = true
}

resource "azurerm_virtual_network" "far" {
  name                = "vnet-far"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.50.0.0/16"]
}

resource "azurerm_subnet" "far_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.far.name
  address_prefixes     = ["10.50.0.0/24"]
}

resource "azurerm_subnet" "far" {
  name                 = "snet-far"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.far.name
  address_prefixes     = ["10.50.1.0/24"]
}

resource "azurerm_virtual_network_gateway" "circuit" {
  for_each            = { hub = azurerm_subnet.gateway.id, far = azurerm_subnet.far_gateway.id }
  name                = "ergw-${each.key}"
  resource_group_name = local.group
  location            = local.location
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = each.value
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub"
  resource_group_name = local.group
  location            = local.location
  type                = "Vpn"
  sku                 = "VpnGw2AZ"
  active_active       = true
  enable_bgp          = true

  ip_configuration {
    name      = "first"
    subnet_id = azurerm_subnet.gateway.id
  }
  ip_configuration {
    name      = "second"
    subnet_id = azurerm_subnet.gateway.id
  }
}

locals {
  links = {
    hub = ["172.20.0.0/30", "172.20.0.4/30"]
    far = ["172.20.0.8/30", "172.20.0.12/30"]
  }
}

resource "azurerm_express_route_circuit" "circuit" {
  for_each            = local.links
  name                = "erc-${each.key}"
  resource_group_name = local.group
  location            = local.location

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "circuit" {
  for_each                      = { for name, links in local.links : name => links if !var.peered_by_carrier }
  express_route_circuit_name    = azurerm_express_route_circuit.circuit[each.key].name
  resource_group_name           = local.group
  peering_type                  = "AzurePrivatePeering"
  peer_asn                      = 64600
  vlan_id                       = 100
  primary_peer_address_prefix   = each.value[0]
  secondary_peer_address_prefix = each.value[1]
}

resource "azurerm_virtual_network_gateway_connection" "circuit" {
  for_each                   = local.links
  name                       = "con-${each.key}"
  resource_group_name        = local.group
  location                   = local.location
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.circuit[each.key].id
  express_route_circuit_id   = azurerm_express_route_circuit.circuit[each.key].id
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = local.group
  location            = local.location
  gateway_address     = "203.0.113.7"
  address_space       = ["192.168.77.1/32"]

  bgp_settings {
    asn                 = 65010
    bgp_peering_address = "192.168.77.1"
  }
}

resource "azurerm_virtual_network_gateway_connection" "branch" {
  name                       = "con-branch"
  resource_group_name        = local.group
  location                   = local.location
  type                       = "IPsec"
  enable_bgp                 = true
  shared_key                 = "not-a-secret"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
}

resource "megaport_azure_connection" "primary" {
  for_each = { for name, links in local.links : name => links if var.peered_by_carrier }
  vxc_name = "vxc-${each.key}-primary"

  csp_settings {
    service_key = azurerm_express_route_circuit.circuit[each.key].service_key

    private_peering {
      peer_asn         = "64600"
      requested_vlan   = 100
      primary_subnet   = each.value[0]
      secondary_subnet = each.value[1]
    }
  }
}

resource "megaport_azure_connection" "secondary" {
  for_each = { for name, links in local.links : name => links if var.peered_by_carrier }
  vxc_name = "vxc-${each.key}-secondary"

  csp_settings {
    service_key = azurerm_express_route_circuit.circuit[each.key].service_key

    private_peering {
      peer_asn         = "64600"
      requested_vlan   = 100
      primary_subnet   = each.value[0]
      secondary_subnet = each.value[1]
    }
  }
}

resource "azurerm_subnet" "route_server" {
  count                = var.route_server ? 1 : 0
  name                 = "RouteServerSubnet"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.far.name
  address_prefixes     = ["10.50.2.0/26"]
}

resource "azurerm_route_server" "far" {
  count                            = var.route_server ? 1 : 0
  name                             = "rs-far"
  resource_group_name              = local.group
  location                         = local.location
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.route_server[0].id
  public_ip_address_id             = "pip-rs-far"
  branch_to_branch_traffic_enabled = true
}
