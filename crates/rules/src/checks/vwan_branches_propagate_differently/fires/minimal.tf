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

resource "azurerm_virtual_hub_route_table" "shared" {
  name           = "rt-shared"
  virtual_hub_id = azurerm_virtual_hub.west.id
  labels         = ["shared"]
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

    bgp {
      asn             = 65010
      peering_address = "192.168.1.1"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "store" {
  name               = "conn-store"
  vpn_gateway_id     = azurerm_vpn_gateway.west.id
  remote_vpn_site_id = azurerm_vpn_site.store.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.store.link[0].id
    bgp_enabled      = true
  }

  routing {
    associated_route_table = azurerm_virtual_hub.west.default_route_table_id

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.west.default_route_table_id]
    }
  }
}

resource "azurerm_vpn_site" "office" {
  name                = "site-office"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.2.0/24"]

  link {
    name       = "link"
    ip_address = "203.0.113.21"

    bgp {
      asn             = 65020
      peering_address = "192.168.2.1"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "office" {
  name               = "conn-office"
  vpn_gateway_id     = azurerm_vpn_gateway.west.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }

  routing {
    associated_route_table = azurerm_virtual_hub.west.default_route_table_id

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.west.default_route_table_id, azurerm_virtual_hub_route_table.shared.id]
    }
  }
}
