resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "s1" {
  name                = "vnet-s1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network" "s2" {
  name                = "vnet-s2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_s1" {
  name                      = "hub-to-s1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s1_hub" {
  name                      = "s1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_s2" {
  name                      = "hub-to-s2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s2_hub" {
  name                      = "s2-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s2.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_subnet" "hub_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.3.0/24"]
}

resource "azurerm_subnet_network_security_group_association" "hub_nva" {
  subnet_id                 = azurerm_subnet.hub_nva.id
  network_security_group_id = azurerm_network_security_group.g.id
}

resource "azurerm_network_security_group" "g" {
  name                = "nsg-g"
  resource_group_name = "rg-network"
  location            = "westeurope"
  security_rule {
    name                       = "r100i"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
  security_rule {
    name                       = "r100o"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "Internet"
    destination_port_range     = "*"
  }
}

resource "azurerm_network_interface" "n1" {
  name                  = "nic-n1"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true
  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.3.4"
  }
}

resource "azurerm_subnet" "hub_outside" {
  name                 = "outside"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.4.0/24"]
}

resource "azurerm_public_ip" "n2" {
  name                = "pip-n2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_network_interface" "n2" {
  name                  = "nic-n2"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true
  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_outside.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.4.4"
    public_ip_address_id          = azurerm_public_ip.n2.id
  }
}

resource "azurerm_linux_virtual_machine" "nva" {
  name                  = "vm-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  size                  = "Standard_D2s_v5"
  admin_username        = "a"
  network_interface_ids = [azurerm_network_interface.n1.id, azurerm_network_interface.n2.id]
  os_disk {
    caching              = "None"
    storage_account_type = "Standard_LRS"
  }
}

resource "azurerm_subnet" "s1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "s1_app" {
  subnet_id      = azurerm_subnet.s1_app.id
  route_table_id = azurerm_route_table.t.id
}

resource "azurerm_subnet" "s2_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s2.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "s2_app" {
  subnet_id      = azurerm_subnet.s2_app.id
  route_table_id = azurerm_route_table.t.id
}

resource "azurerm_route_table" "t" {
  name                = "rt-t"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.3.4"
  }
}
