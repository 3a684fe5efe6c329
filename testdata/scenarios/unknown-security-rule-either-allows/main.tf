variable "lock" {
  type = bool
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_a" {
  name                 = "a"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet_network_security_group_association" "hub_a" {
  subnet_id                 = azurerm_subnet.hub_a.id
  network_security_group_id = azurerm_network_security_group.g.id
}

resource "azurerm_subnet" "hub_b" {
  name                 = "b"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_network_security_group" "g" {
  name                = "nsg-g"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_network_security_rule" "deny" {
  count                       = var.lock ? 1 : 0
  name                        = "deny"
  priority                    = 100
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  source_address_prefix       = "10.0.2.0/24"
  destination_address_prefix  = "*"
  destination_port_range      = "3389"
  resource_group_name         = "rg-network"
  network_security_group_name = azurerm_network_security_group.g.name
}

resource "azurerm_network_security_rule" "allow" {
  count                       = var.lock ? 0 : 1
  name                        = "allow"
  priority                    = 110
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  source_address_prefix       = "10.0.2.0/24"
  destination_address_prefix  = "*"
  destination_port_range      = "3389"
  resource_group_name         = "rg-network"
  network_security_group_name = azurerm_network_security_group.g.name
}

resource "azurerm_network_security_rule" "rest" {
  name                        = "rest"
  priority                    = 200
  direction                   = "Inbound"
  access                      = "Deny"
  protocol                    = "*"
  source_port_range           = "*"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "*"
  resource_group_name         = "rg-network"
  network_security_group_name = azurerm_network_security_group.g.name
}
