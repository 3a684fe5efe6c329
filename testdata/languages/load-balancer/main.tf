# An internal load balancer in front of two appliances, a NAT gateway, and the routes through them.

terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.40"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "this" {
  name     = "rg-network"
  location = "westeurope"
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "appliances" {
  name                 = "snet-appliances"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_route_table" "app" {
  name                = "rt-app"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name

  route {
    name                   = "elsewhere"
    address_prefix         = "10.128.0.0/9"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.1.100"
  }
}

resource "azurerm_subnet_route_table_association" "app" {
  subnet_id      = azurerm_subnet.app.id
  route_table_id = azurerm_route_table.app.id
}

resource "azurerm_public_ip" "nat" {
  name                = "pip-nat"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_nat_gateway" "app" {
  name                = "ng-app"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku_name            = "Standard"
}

resource "azurerm_nat_gateway_public_ip_association" "app" {
  nat_gateway_id       = azurerm_nat_gateway.app.id
  public_ip_address_id = azurerm_public_ip.nat.id
}

resource "azurerm_subnet_nat_gateway_association" "app" {
  subnet_id      = azurerm_subnet.app.id
  nat_gateway_id = azurerm_nat_gateway.app.id
}

resource "azurerm_lb" "appliances" {
  name                = "lbi-appliances"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "frontend"
    subnet_id                     = azurerm_subnet.appliances.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.1.100"
  }
}

resource "azurerm_lb_backend_address_pool" "appliances" {
  name            = "appliances"
  loadbalancer_id = azurerm_lb.appliances.id
}

resource "azurerm_lb_probe" "ssh" {
  name            = "ssh"
  loadbalancer_id = azurerm_lb.appliances.id
  protocol        = "Tcp"
  port            = 22
}

resource "azurerm_lb_rule" "all" {
  name                           = "all"
  loadbalancer_id                = azurerm_lb.appliances.id
  protocol                       = "All"
  frontend_port                  = 0
  backend_port                   = 0
  frontend_ip_configuration_name = "frontend"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.appliances.id]
  probe_id                       = azurerm_lb_probe.ssh.id
}

resource "azurerm_network_interface" "appliance" {
  for_each = {
    first  = { address = "10.0.1.4", forwards = true }
    second = { address = "10.0.1.5", forwards = false }
  }

  name                  = "nic-${each.key}"
  location              = azurerm_resource_group.this.location
  resource_group_name   = azurerm_resource_group.this.name
  ip_forwarding_enabled = each.value.forwards

  ip_configuration {
    name                          = "primary"
    subnet_id                     = azurerm_subnet.appliances.id
    private_ip_address_allocation = "Static"
    private_ip_address            = each.value.address
  }
}

resource "azurerm_network_interface_backend_address_pool_association" "appliance" {
  for_each = azurerm_network_interface.appliance

  network_interface_id    = each.value.id
  ip_configuration_name   = "primary"
  backend_address_pool_id = azurerm_lb_backend_address_pool.appliances.id
}
