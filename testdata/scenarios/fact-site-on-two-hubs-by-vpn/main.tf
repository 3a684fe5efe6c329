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

resource "azurerm_virtual_hub" "two" {
  name                = "vhub-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.101.0.0/23"
}

resource "azurerm_vpn_gateway" "one" {
  name                = "vpngw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.one.id
}

resource "azurerm_vpn_gateway" "two" {
  name                = "vpngw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.two.id
}

resource "azurerm_virtual_network" "spoke1" {
  name                = "vnet-spoke1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "spoke1_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "spoke1" {
  name                      = "conn-spoke1"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
}

resource "azurerm_virtual_network" "spoke2" {
  name                = "vnet-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "spoke2_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke2.name
  address_prefixes     = ["10.2.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "spoke2" {
  name                      = "conn-spoke2"
  virtual_hub_id            = azurerm_virtual_hub.two.id
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
}

resource "azurerm_firewall" "one" {
  name                = "afw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.one.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "one" {
  name           = "intent-one"
  virtual_hub_id = azurerm_virtual_hub.one.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.one.id
  }
}

resource "azurerm_firewall" "two" {
  name                = "afw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.two.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "two" {
  name           = "intent-two"
  virtual_hub_id = azurerm_virtual_hub.two.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.two.id
  }
}

resource "azurerm_vpn_site" "office" {
  name                = "site-office"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.1.0/24"]

  link {
    name       = "link"
    ip_address = "198.51.100.1"

    bgp {
      asn             = 65020
      peering_address = "192.168.1.254"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "office1" {
  name               = "con-office1"
  vpn_gateway_id     = azurerm_vpn_gateway.one.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }
}

resource "azurerm_vpn_gateway_connection" "office2" {
  name               = "con-office2"
  vpn_gateway_id     = azurerm_vpn_gateway.two.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }
}
