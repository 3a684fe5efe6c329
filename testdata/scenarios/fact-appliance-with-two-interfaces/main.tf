resource "azurerm_virtual_network" "nva" {
  name                = "vnet-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "public" {
  name                 = "public"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.nva.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "private" {
  name                 = "private"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.nva.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_network_interface" "public" {
  name                  = "nic-public"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.public.id
    private_ip_address_allocation = "Dynamic"
    primary                       = true
  }
}

resource "azurerm_network_interface" "private" {
  name                  = "nic-private"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.private.id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_virtual_machine" "nva" {
  name                         = "vm-nva"
  resource_group_name          = "rg-network"
  location                     = "westeurope"
  vm_size                      = "Standard_D4s_v5"
  primary_network_interface_id = azurerm_network_interface.public.id
  network_interface_ids        = [azurerm_network_interface.public.id, azurerm_network_interface.private.id]
}

resource "azurerm_route_table" "private" {
  name                = "rt-private"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_route" "default" {
  name                   = "default"
  resource_group_name    = "rg-network"
  route_table_name       = azurerm_route_table.private.name
  address_prefix         = "0.0.0.0/0"
  next_hop_type          = "VirtualAppliance"
  next_hop_in_ip_address = azurerm_network_interface.private.private_ip_address
}

resource "azurerm_subnet_route_table_association" "private" {
  subnet_id      = azurerm_subnet.private.id
  route_table_id = azurerm_route_table.private.id
}
