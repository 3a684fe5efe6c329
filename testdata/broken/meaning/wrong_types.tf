resource "azurerm_virtual_network" "hub" {
  name                = ["vnet", "hub"]
  resource_group_name = { name = "rg" }
  location            = null
  address_space       = "10.0.0.0/16"
  subnet              = 4
}

resource "azurerm_virtual_network" "nested" {
  name          = null
  address_space = [["10.0.0.0/16"], { prefix = "10.1.0.0/16" }, null, true, 10]
}

resource "azurerm_subnet" "text" {
  name                 = 12
  virtual_network_name = azurerm_virtual_network.hub
  address_prefixes     = { a = "10.0.0.0/24" }
}

resource "azurerm_route_table" "text" {
  name                          = true
  bgp_route_propagation_enabled = "perhaps"
  route                         = "0.0.0.0/0"
}

resource "azurerm_virtual_network_peering" "text" {
  name                      = "peer"
  virtual_network_name      = [azurerm_virtual_network.hub.name]
  remote_virtual_network_id = azurerm_virtual_network.hub
  allow_forwarded_traffic   = "yes"
  use_remote_gateways       = 1
}

resource "azurerm_virtual_network_gateway" "text" {
  name             = "vpngw"
  type             = 7
  sku              = []
  ip_configuration = "default"
  active_active    = {}
  custom_route     = ["0.0.0.0/0"]

  vpn_client_configuration {
    address_space        = null
    vpn_client_protocols = "OpenVPN"
  }

  vpn_client_configuration {
    address_space = [null, "172.16.0.0/24"]
  }
}

resource "azurerm_firewall" "text" {
  name               = "afw"
  firewall_policy_id = azurerm_firewall.text.id
  sku_name           = null
  private_ip_ranges  = "IANAPrivateRanges"

  ip_configuration {}
  ip_configuration {}
}

resource "azurerm_route_server" "text" {
  subnet_id                        = "RouteServerSubnet"
  branch_to_branch_traffic_enabled = "1"
}

resource "azurerm_network_security_group" "text" {
  security_rule = [{ priority = "first" }, "second", null]
}

resource "azapi_resource" "text" {
  type = "Microsoft.Network/virtualNetworks"
  body = "{ not json"
}

resource "azapi_resource" "number" {
  type      = 12
  parent_id = []
  body      = { properties = "none" }
}

resource "azapi_resource" "list" {
  type = "@2025-01-01"
  body = { properties = { addressSpace = [], subnets = { a = 1 }, routes = null } }
}
