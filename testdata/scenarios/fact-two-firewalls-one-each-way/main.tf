resource "azurerm_virtual_network" "a" {
  name                = "vnet-a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.3.0.0/16"]
}

resource "azurerm_virtual_network" "b" {
  name                = "vnet-b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.4.0.0/16"]
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

resource "azurerm_virtual_network_peering" "a_s1" {
  name                      = "a-to-s1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.a.name
  remote_virtual_network_id = azurerm_virtual_network.s1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s1_a" {
  name                      = "s1-to-a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s1.name
  remote_virtual_network_id = azurerm_virtual_network.a.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "a_s2" {
  name                      = "a-to-s2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.a.name
  remote_virtual_network_id = azurerm_virtual_network.s2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s2_a" {
  name                      = "s2-to-a"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s2.name
  remote_virtual_network_id = azurerm_virtual_network.a.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "b_s1" {
  name                      = "b-to-s1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.b.name
  remote_virtual_network_id = azurerm_virtual_network.s1.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s1_b" {
  name                      = "s1-to-b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s1.name
  remote_virtual_network_id = azurerm_virtual_network.b.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "b_s2" {
  name                      = "b-to-s2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.b.name
  remote_virtual_network_id = azurerm_virtual_network.s2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "s2_b" {
  name                      = "s2-to-b"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s2.name
  remote_virtual_network_id = azurerm_virtual_network.b.id
  allow_forwarded_traffic   = true
}

resource "azurerm_subnet" "a_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.a.name
  address_prefixes     = ["10.3.0.0/26"]
}

resource "azurerm_public_ip" "fw_a" {
  name                = "pip-fw_a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "a" {
  name                = "fw-a"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id
  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.a_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_a.id
  }
}

resource "azurerm_subnet" "b_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.b.name
  address_prefixes     = ["10.4.0.0/26"]
}

resource "azurerm_public_ip" "fw_b" {
  name                = "pip-fw_b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "b" {
  name                = "fw-b"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id
  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.b_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_b.id
  }
}

resource "azurerm_firewall_policy" "p" {
  name                = "afwp-p"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_firewall_policy_rule_collection_group" "r" {
  name               = "rcg-r"
  firewall_policy_id = azurerm_firewall_policy.p.id
  priority           = 200
  network_rule_collection {
    name     = "net0"
    priority = 100
    action   = "Allow"
    rule {
      name                  = "n0"
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
      protocols             = ["Any"]
    }
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
  route_table_id = azurerm_route_table.ta.id
}

resource "azurerm_subnet" "s2_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s2.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "s2_app" {
  subnet_id      = azurerm_subnet.s2_app.id
  route_table_id = azurerm_route_table.tb.id
}

resource "azurerm_route_table" "ta" {
  name                = "rt-ta"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "10.0.0.0/8"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.3.0.4"
  }
}

resource "azurerm_route_table" "tb" {
  name                = "rt-tb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "10.0.0.0/8"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.4.0.4"
  }
}
