resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "203.0.113.1"
  address_space       = ["0.0.0.0/0"]
}
