resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one_vm" {
  name                 = "vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_network_security_group" "vm" {
  name                = "nsg-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"

  security_rule {
    name                       = "r100"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
    destination_port_range     = "3389"
  }
}

resource "azurerm_subnet_network_security_group_association" "one_vm" {
  subnet_id                 = azurerm_subnet.one_vm.id
  network_security_group_id = azurerm_network_security_group.vm.id
}

resource "azurerm_network_interface" "vm" {
  name                = "nic-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.one_vm.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.4"
  }
}

resource "azurerm_network_interface" "other" {
  name                = "nic-other"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.one_vm.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.5"
  }
}

resource "azurerm_public_ip" "vm" {
  name                = "pip-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_lb" "vm" {
  name                = "lb-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                 = "fe"
    public_ip_address_id = azurerm_public_ip.vm.id
  }
}

resource "azurerm_lb_backend_address_pool" "vm" {
  name            = "pool"
  loadbalancer_id = azurerm_lb.vm.id
}

resource "azurerm_lb_nat_rule" "rdp" {
  name                           = "rdp"
  resource_group_name            = "rg-network"
  loadbalancer_id                = azurerm_lb.vm.id
  protocol                       = "Tcp"
  frontend_port                  = 4000
  backend_port                   = 3389
  frontend_ip_configuration_name = "fe"
}

resource "azurerm_network_interface_nat_rule_association" "rdp" {
  network_interface_id  = azurerm_network_interface.vm.id
  ip_configuration_name = "ipconfig"
  nat_rule_id           = azurerm_lb_nat_rule.rdp.id
}
