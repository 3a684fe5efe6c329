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
  security_rule {
    name                       = "r100i"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_network_interface" "n" {
  name                = "nic-n"
  resource_group_name = "rg-network"
  location            = "westeurope"
  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_a.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.1.4"
  }
}

resource "azurerm_network_interface_security_group_association" "n" {
  count                     = var.lock ? 1 : 0
  network_interface_id      = azurerm_network_interface.n.id
  network_security_group_id = azurerm_network_security_group.g.id
}

variable "lock" {
  type = bool
}
