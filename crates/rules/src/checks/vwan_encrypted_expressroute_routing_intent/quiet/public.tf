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

resource "azurerm_firewall" "west" {
  name                = "afw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.west.id

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.west.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "west" {
  name           = "intent-west"
  virtual_hub_id = azurerm_virtual_hub.west.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.west.id
  }
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
    ip_address = "203.0.113.9"

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
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
  resource_group_name = "rg-network"
  location            = "westeurope"
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

resource "azurerm_express_route_gateway" "west" {
  name                = "ergw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.west.id
  scale_units         = 1
}

resource "azurerm_express_route_connection" "ams" {
  name                             = "conn-ams"
  express_route_gateway_id         = azurerm_express_route_gateway.west.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.ams.id
}

resource "azurerm_firewall_policy" "west" {
  name                = "afwp-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_firewall_policy_rule_collection_group" "west" {
  name               = "vpn"
  firewall_policy_id = azurerm_firewall_policy.west.id
  priority           = 100

  network_rule_collection {
    name     = "rules"
    priority = 100
    action   = "Allow"

    rule {
      name                  = "rule"
      protocols             = ["UDP"]
      source_addresses      = ["10.1.0.0/16"]
      destination_addresses = ["*"]
      destination_ports     = ["500", "4500"]
    }
  }
}
