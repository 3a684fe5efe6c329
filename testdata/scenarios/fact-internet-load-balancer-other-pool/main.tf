resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one_web" {
  name                 = "web"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet" "one_db" {
  name                 = "db"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_network_security_group" "all" {
  name                = "nsg-all"
  resource_group_name = "rg-network"
  location            = "westeurope"

  security_rule {
    name                       = "r100"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "one_web" {
  subnet_id                 = azurerm_subnet.one_web.id
  network_security_group_id = azurerm_network_security_group.all.id
}

resource "azurerm_subnet_network_security_group_association" "one_db" {
  subnet_id                 = azurerm_subnet.one_db.id
  network_security_group_id = azurerm_network_security_group.all.id
}

resource "azurerm_network_interface" "w1" {
  name                = "nic-w1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.one_web.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.4"
  }
}

resource "azurerm_network_interface" "d1" {
  name                = "nic-d1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.one_db.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.2.4"
  }
}

resource "azurerm_public_ip" "web" {
  name                = "pip-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_lb" "web" {
  name                = "lb-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                 = "fe"
    public_ip_address_id = azurerm_public_ip.web.id
  }
}

resource "azurerm_lb_backend_address_pool" "web" {
  name            = "pool"
  loadbalancer_id = azurerm_lb.web.id
}

resource "azurerm_lb_rule" "web_0" {
  name                           = "rule0"
  loadbalancer_id                = azurerm_lb.web.id
  protocol                       = "Tcp"
  frontend_port                  = 443
  backend_port                   = 8443
  frontend_ip_configuration_name = "fe"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.web.id]
}

resource "azurerm_network_interface_backend_address_pool_association" "web_w1" {
  network_interface_id    = azurerm_network_interface.w1.id
  ip_configuration_name   = "ipconfig"
  backend_address_pool_id = azurerm_lb_backend_address_pool.web.id
}

resource "azurerm_lb_backend_address_pool" "outbound" {
  name            = "outbound"
  loadbalancer_id = azurerm_lb.web.id
}

resource "azurerm_network_interface_backend_address_pool_association" "outbound_d1" {
  network_interface_id    = azurerm_network_interface.d1.id
  ip_configuration_name   = "ipconfig"
  backend_address_pool_id = azurerm_lb_backend_address_pool.outbound.id
}
