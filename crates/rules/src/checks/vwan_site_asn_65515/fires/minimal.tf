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
  address_cidrs       = ["192.168.0.0/16"]

  link {
    name       = "link"
    ip_address = "203.0.113.1"

    bgp {
      asn             = 65515
      peering_address = "192.168.0.254"
    }
  }
}
