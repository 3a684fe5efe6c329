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

resource "azurerm_virtual_hub" "three" {
  name                = "vhub-three"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.102.0.0/23"
}

resource "azurerm_vpn_gateway" "two" {
  name                = "vpngw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.two.id
}

resource "azurerm_vpn_site" "office" {
  name                = "site-office"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.0.0/16"]

  link {
    name       = "link"
    ip_address = "198.51.100.1"

    bgp {
      asn             = 65020
      peering_address = "192.168.0.254"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "office" {
  name               = "con-office"
  vpn_gateway_id     = azurerm_vpn_gateway.two.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "ams" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65001
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_gateway" "three" {
  name                = "ergw-three"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.three.id
  scale_units         = 1
}

resource "azurerm_express_route_connection" "ams" {
  name                             = "conn-ams"
  express_route_gateway_id         = azurerm_express_route_gateway.three.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.ams.id
}

resource "azurerm_vpn_gateway" "three" {
  name                = "vpngw-three"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.three.id
}

resource "azurerm_vpn_site" "second" {
  name                = "site-second"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.0.0/16"]

  link {
    name       = "link"
    ip_address = "198.51.100.2"

    bgp {
      asn             = 65021
      peering_address = "192.168.0.254"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "second" {
  name               = "con-second"
  vpn_gateway_id     = azurerm_vpn_gateway.three.id
  remote_vpn_site_id = azurerm_vpn_site.second.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.second.link[0].id
    bgp_enabled      = true
  }
}
