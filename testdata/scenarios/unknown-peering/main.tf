variable "remote_id" {
  type = string
}

resource "azurerm_virtual_network" "left" {
  name                = "vnet-left"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "left_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.left.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network" "right" {
  name                = "vnet-right"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "right_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.right.name
  address_prefixes     = ["10.2.0.0/24"]
}

resource "azurerm_virtual_network_peering" "out" {
  name                      = "peer-out"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.left.name
  remote_virtual_network_id = var.remote_id
}

resource "azurerm_virtual_network_peering" "back" {
  name                      = "peer-back"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.right.name
  remote_virtual_network_id = azurerm_virtual_network.left.id
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.right_app.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.2.0.4"
  }
}

resource "azurerm_route_table" "left" {
  name                = "rt-left"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.9.0.0_16"
    address_prefix         = "10.9.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.2.0.4"
  }
}

resource "azurerm_subnet_route_table_association" "left_app" {
  subnet_id      = azurerm_subnet.left_app.id
  route_table_id = azurerm_route_table.left.id
}
