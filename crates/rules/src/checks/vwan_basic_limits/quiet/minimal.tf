resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Basic"
}

resource "azurerm_virtual_hub" "west" {
  name                = "vhub-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_vpn_gateway" "west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.west.id
}

resource "azurerm_vpn_site" "store" {
  name                = "site-store"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.1.0/24"]

  link {
    name       = "link"
    ip_address = "203.0.113.158"
  }
}

resource "azurerm_vpn_gateway_connection" "store" {
  name               = "conn-store"
  vpn_gateway_id     = azurerm_vpn_gateway.west.id
  remote_vpn_site_id = azurerm_vpn_site.store.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.store.link[0].id
  }
}
