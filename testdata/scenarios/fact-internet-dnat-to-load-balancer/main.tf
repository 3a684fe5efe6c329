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

resource "azurerm_subnet" "hub_firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.64/26"]
}

resource "azurerm_subnet" "s1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_route_table" "s1" {
  name                = "rt-s1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "r0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.68"
  }
}

resource "azurerm_subnet_route_table_association" "s1_app" {
  subnet_id      = azurerm_subnet.s1_app.id
  route_table_id = azurerm_route_table.s1.id
}

resource "azurerm_network_interface" "w1" {
  name                = "nic-w1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.s1_app.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.4"
  }
}

resource "azurerm_network_interface" "w2" {
  name                = "nic-w2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.s1_app.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.5"
  }
}

resource "azurerm_subnet" "s1_lb" {
  name                 = "lb"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s1.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_lb" "web" {
  name                = "lb-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "fe"
    subnet_id                     = azurerm_subnet.s1_lb.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.2.10"
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

resource "azurerm_network_interface_backend_address_pool_association" "web_w2" {
  network_interface_id    = azurerm_network_interface.w2.id
  ip_configuration_name   = "ipconfig"
  backend_address_pool_id = azurerm_lb_backend_address_pool.web.id
}

resource "azurerm_public_ip" "fw" {
  name                = "pip-fw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hub" {
  name                = "fw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id

  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.hub_firewall.id
    public_ip_address_id = azurerm_public_ip.fw.id
  }
}

resource "azurerm_firewall_policy" "p" {
  name                = "afwp-p"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_firewall_policy_rule_collection_group" "d" {
  name               = "rcg-d"
  firewall_policy_id = azurerm_firewall_policy.p.id
  priority           = 100

  nat_rule_collection {
    name     = "nat"
    priority = 100
    action   = "Dnat"

    rule {
      name                = "d0"
      source_addresses    = ["*"]
      destination_address = azurerm_public_ip.fw.ip_address
      destination_ports   = ["443"]
      protocols           = ["TCP"]
      translated_address  = "10.1.2.10"
      translated_port     = "443"
    }
  }
}
