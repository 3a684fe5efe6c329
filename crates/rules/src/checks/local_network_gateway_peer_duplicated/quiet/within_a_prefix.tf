resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "203.0.113.1"
  address_space       = ["192.168.0.0/16"]

  bgp_settings {
    asn                 = 65010
    bgp_peering_address = "192.168.0.254"
  }
}
