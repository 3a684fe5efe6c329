resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.5.0/24"]
}

resource "azurerm_subnet" "app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.4.0/24"]
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = false

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.5.4"
  }
}

resource "azurerm_lb" "nva" {
  name                = "lb-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "frontend"
    subnet_id                     = azurerm_subnet.nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.5.10"
  }
}

resource "azurerm_lb_backend_address_pool" "nva" {
  name            = "appliances"
  loadbalancer_id = azurerm_lb.nva.id
}

resource "azurerm_lb_rule" "nva" {
  name                           = "ha-ports"
  loadbalancer_id                = azurerm_lb.nva.id
  protocol                       = "All"
  frontend_port                  = 0
  backend_port                   = 0
  frontend_ip_configuration_name = "frontend"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.nva.id]
}

resource "azurerm_network_interface_backend_address_pool_association" "nva" {
  network_interface_id    = azurerm_network_interface.nva.id
  ip_configuration_name   = "ipconfig"
  backend_address_pool_id = azurerm_lb_backend_address_pool.nva.id
}

resource "azurerm_route_table" "app" {
  name                = "rt-app"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_lb.nva.private_ip_address
  }
}

resource "azurerm_subnet_route_table_association" "app" {
  subnet_id      = azurerm_subnet.app.id
  route_table_id = azurerm_route_table.app.id
}
