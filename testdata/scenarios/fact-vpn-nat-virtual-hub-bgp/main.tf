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
  address_space       = ["10.200.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.200.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_vpn_gateway" "one" {
  name                                  = "vpngw-one"
  resource_group_name                   = "rg-network"
  location                              = "westeurope"
  virtual_hub_id                        = azurerm_virtual_hub.one.id
  bgp_route_translation_for_nat_enabled = true
}

resource "azurerm_vpn_gateway_nat_rule" "in" {
  name           = "ingressRule01"
  vpn_gateway_id = azurerm_vpn_gateway.one.id
  mode           = "IngressSnat"
  type           = "Static"

  internal_mapping {
    address_space = "10.30.0.0/24"
  }

  external_mapping {
    address_space = "172.30.0.0/24"
  }
}

resource "azurerm_vpn_site" "one" {
  name                = "site-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.30.0.0/24"]

  link {
    name       = "link"
    ip_address = "198.51.100.1"

    bgp {
      asn             = 65010
      peering_address = "172.30.0.132"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "one" {
  name               = "conn-one"
  vpn_gateway_id     = azurerm_vpn_gateway.one.id
  remote_vpn_site_id = azurerm_vpn_site.one.id

  vpn_link {
    name                 = "link"
    vpn_site_link_id     = azurerm_vpn_site.one.link[0].id
    bgp_enabled          = true
    ingress_nat_rule_ids = [azurerm_vpn_gateway_nat_rule.in.id]
  }
}
