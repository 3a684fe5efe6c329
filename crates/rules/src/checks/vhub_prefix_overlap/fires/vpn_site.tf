resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "west" {
  name                = "vhub-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_vpn_site" "branch" {
  name                = "site-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.100.1.0/24"]

  link {
    name       = "link"
    ip_address = "203.0.113.1"
  }
}

resource "azurerm_vpn_gateway" "vpn" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.west.id
}

resource "azurerm_vpn_gateway_connection" "branch" {
  name               = "con-branch"
  vpn_gateway_id     = azurerm_vpn_gateway.vpn.id
  remote_vpn_site_id = azurerm_vpn_site.branch.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch.link[0].id
  }
}
