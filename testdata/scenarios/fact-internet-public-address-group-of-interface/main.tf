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
    destination_port_range     = "22"
  }
}

resource "azurerm_public_ip" "vm" {
  name                = "pip-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_network_interface" "vm" {
  name                = "nic-vm"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.one_vm.id
    private_ip_address_allocation = "Dynamic"
    public_ip_address_id          = azurerm_public_ip.vm.id
  }
}

resource "azurerm_network_interface_security_group_association" "vm" {
  network_interface_id      = azurerm_network_interface.vm.id
  network_security_group_id = azurerm_network_security_group.vm.id
}
