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

resource "azurerm_subnet" "hub_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.64/26"]
}

resource "azurerm_public_ip" "fw_hub" {
  name                = "pip-fw_hub"
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
    subnet_id            = azurerm_subnet.hub_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_hub.id
  }
}

resource "azurerm_firewall_policy" "p" {
  name                = "afwp-p"
  resource_group_name = "rg-network"
  location            = "westeurope"
  private_ip_ranges   = ["0.0.0.0/0"]
}

resource "azurerm_firewall_policy_rule_collection_group" "r" {
  name               = "rcg-r"
  firewall_policy_id = azurerm_firewall_policy.p.id
  priority           = 200
  application_rule_collection {
    name     = "app0"
    priority = 100
    action   = "Allow"
    rule {
      name              = "a0"
      source_addresses  = ["*"]
      destination_fqdns = ["*"]
      protocols {
        type = "Https"
        port = 443
      }
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
    next_hop_in_ip_address = "10.0.0.68"
  }
}
