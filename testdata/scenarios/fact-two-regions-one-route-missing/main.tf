resource "azurerm_virtual_network" "huba" {
  name                = "vnet-huba"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_virtual_network" "spa" {
  name                = "vnet-spa"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.11.0.0/16"]
}

resource "azurerm_virtual_network_peering" "huba_spa" {
  name                      = "huba-to-spa"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.huba.name
  remote_virtual_network_id = azurerm_virtual_network.spa.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spa_huba" {
  name                      = "spa-to-huba"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spa.name
  remote_virtual_network_id = azurerm_virtual_network.huba.id
  allow_forwarded_traffic   = true
}

resource "azurerm_subnet" "huba_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.huba.name
  address_prefixes     = ["10.10.0.64/26"]
}

resource "azurerm_subnet_route_table_association" "huba_azurefirewallsubnet" {
  subnet_id      = azurerm_subnet.huba_azurefirewallsubnet.id
  route_table_id = azurerm_route_table.fa.id
}

resource "azurerm_public_ip" "fw_huba" {
  name                = "pip-fw_huba"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "huba" {
  name                = "fw-huba"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id
  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.huba_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_huba.id
  }
}

resource "azurerm_route_table" "fa" {
  name                = "rt-fa"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "10.21.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.20.0.68"
  }
  route {
    name           = "r1"
    address_prefix = "0.0.0.0/0"
    next_hop_type  = "Internet"
  }
}

resource "azurerm_subnet" "spa_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spa.name
  address_prefixes     = ["10.11.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "spa_app" {
  subnet_id      = azurerm_subnet.spa_app.id
  route_table_id = azurerm_route_table.ta.id
}

resource "azurerm_route_table" "ta" {
  name                          = "rt-ta"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false
  route {
    name                   = "r0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.10.0.68"
  }
}

resource "azurerm_virtual_network" "hubb" {
  name                = "vnet-hubb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_virtual_network" "spb" {
  name                = "vnet-spb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.21.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hubb_spb" {
  name                      = "hubb-to-spb"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hubb.name
  remote_virtual_network_id = azurerm_virtual_network.spb.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spb_hubb" {
  name                      = "spb-to-hubb"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spb.name
  remote_virtual_network_id = azurerm_virtual_network.hubb.id
  allow_forwarded_traffic   = true
}

resource "azurerm_subnet" "hubb_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hubb.name
  address_prefixes     = ["10.20.0.64/26"]
}

resource "azurerm_subnet_route_table_association" "hubb_azurefirewallsubnet" {
  subnet_id      = azurerm_subnet.hubb_azurefirewallsubnet.id
  route_table_id = azurerm_route_table.fb.id
}

resource "azurerm_public_ip" "fw_hubb" {
  name                = "pip-fw_hubb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hubb" {
  name                = "fw-hubb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id
  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.hubb_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_hubb.id
  }
}

resource "azurerm_route_table" "fb" {
  name                = "rt-fb"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "10.99.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.10.0.68"
  }
  route {
    name           = "r1"
    address_prefix = "0.0.0.0/0"
    next_hop_type  = "Internet"
  }
}

resource "azurerm_subnet" "spb_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spb.name
  address_prefixes     = ["10.21.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "spb_app" {
  subnet_id      = azurerm_subnet.spb_app.id
  route_table_id = azurerm_route_table.tb.id
}

resource "azurerm_route_table" "tb" {
  name                          = "rt-tb"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false
  route {
    name                   = "r0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.20.0.68"
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

resource "azurerm_virtual_network_peering" "huba_hubb" {
  name                      = "huba-to-hubb"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.huba.name
  remote_virtual_network_id = azurerm_virtual_network.hubb.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hubb_huba" {
  name                      = "hubb-to-huba"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hubb.name
  remote_virtual_network_id = azurerm_virtual_network.huba.id
  allow_forwarded_traffic   = true
}
