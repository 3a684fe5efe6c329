resource "azurerm_network_security_group" "app" {
  name                = "nsg-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_network_security_rule" "app" {
  for_each = { https = 443, ssh = 22 }

  name                        = each.key
  resource_group_name         = "rg-network"
  network_security_group_name = azurerm_network_security_group.app.name
  priority                    = 200
  direction                   = "Outbound"
  access                      = "Deny"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = each.value
  source_address_prefix       = "*"
  destination_address_prefix  = "Internet"
}
