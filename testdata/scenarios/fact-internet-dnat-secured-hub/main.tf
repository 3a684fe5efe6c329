resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "one" {
  name                = "vhub-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.1.0/24"]
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
    source_address_prefix      = "10.100.0.0/23"
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

resource "azurerm_subnet_network_security_group_association" "app_app" {
  subnet_id                 = azurerm_subnet.app_app.id
  network_security_group_id = azurerm_network_security_group.app.id
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
  internet_security_enabled = true
}

resource "azurerm_firewall" "one" {
  name                = "afw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id

  virtual_hub {
    virtual_hub_id  = azurerm_virtual_hub.one.id
    public_ip_count = 1
  }
}

resource "azurerm_virtual_hub_routing_intent" "one" {
  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.one.id

  routing_policy {
    name         = "Internet"
    destinations = ["Internet"]
    next_hop     = azurerm_firewall.one.id
  }

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.one.id
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
      destination_address = "203.0.113.10"
      destination_ports   = ["4000"]
      protocols           = ["TCP"]
      translated_address  = "10.1.1.4"
      translated_port     = "3389"
    }
  }
}
