resource "azurerm_public_ip" "firewall" {
  name                = "pip-afw-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
  tags                = var.tags
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.hub.id
  zones               = ["1", "2", "3"]
  tags                = var.tags

  ip_configuration {
    name                 = "default"
    subnet_id            = azurerm_subnet.firewall.id
    public_ip_address_id = azurerm_public_ip.firewall.id
  }
}

resource "azurerm_firewall_policy" "hub" {
  name                = "afwp-hub-${var.region_code}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku                 = "Standard"
  tags                = var.tags
}

resource "azurerm_firewall_policy_rule_collection_group" "network" {
  name               = "rcg-network"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 200

  network_rule_collection {
    name     = "allow-private"
    priority = 100
    action   = "Allow"

    rule {
      name                  = "clients-to-anywhere"
      protocols             = ["TCP", "UDP", "ICMP"]
      source_addresses      = [var.vpn_client_pool]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }

    rule {
      name                  = "spokes-to-anywhere"
      protocols             = ["Any"]
      source_addresses      = var.spoke_prefixes
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }

    rule {
      name                  = "anywhere-to-spokes"
      protocols             = ["Any"]
      source_addresses      = ["*"]
      destination_addresses = var.spoke_prefixes
      destination_ports     = ["*"]
    }
  }
}
