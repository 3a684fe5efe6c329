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

resource "azurerm_virtual_network" "s2" {
  name                = "vnet-s2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
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
  allow_forwarded_traffic   = false
}

resource "azurerm_subnet" "s2_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s2.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_network_security_group" "app" {
  name                = "nsg-app"
  resource_group_name = "rg-network"
  location            = "westeurope"

  security_rule {
    name                       = "r100"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    source_address_prefix      = "10.0.0.64/26"
    destination_address_prefix = "*"
    destination_port_range     = "3389"
  }

  security_rule {
    name                       = "r4000"
    priority                   = 4000
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "s1_app" {
  subnet_id                 = azurerm_subnet.s1_app.id
  network_security_group_id = azurerm_network_security_group.app.id
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
      destination_address = "10.0.0.68"
      destination_ports   = ["4000"]
      protocols           = ["TCP"]
      translated_address  = "10.1.1.4"
      translated_port     = "3389"
    }

    rule {
      name                = "d1"
      source_addresses    = ["192.168.0.0/16"]
      destination_address = "10.0.0.68"
      destination_ports   = ["4001"]
      protocols           = ["TCP"]
      translated_address  = "10.1.1.5"
      translated_port     = "22"
    }
  }
}
