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

resource "azurerm_express_route_gateway" "one" {
  name                = "ergw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.one.id
  scale_units         = 1
}

resource "azurerm_express_route_connection" "ams" {
  name                             = "conn-ams"
  express_route_gateway_id         = azurerm_express_route_gateway.one.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.ams.id

  routing {
    associated_route_table_id = azurerm_virtual_hub.one.default_route_table_id
    outbound_route_map_id     = azurerm_route_map.far1.id
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

resource "azurerm_express_route_circuit" "lon" {
  name                  = "erc-lon"
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

resource "azurerm_express_route_circuit_peering" "lon" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.lon.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65001
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_gateway" "two" {
  name                = "ergw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.two.id
  scale_units         = 1
}

resource "azurerm_express_route_connection" "lon" {
  name                             = "conn-lon"
  express_route_gateway_id         = azurerm_express_route_gateway.two.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.lon.id

  routing {
    associated_route_table_id = azurerm_virtual_hub.two.default_route_table_id
    outbound_route_map_id     = azurerm_route_map.far2.id
  }
}

resource "azurerm_route_map" "far1" {
  name           = "map-far1"
  virtual_hub_id = azurerm_virtual_hub.one.id

  rule {
    name                 = "longer"
    next_step_if_matched = "Terminate"

    action {
      type = "Add"

      parameter {
        as_path = ["64580", "64580"]
      }
    }

    match_criterion {
      match_condition = "Contains"
      route_prefix    = ["10.2.0.0/16"]
    }
  }
}

resource "azurerm_route_map" "far2" {
  name           = "map-far2"
  virtual_hub_id = azurerm_virtual_hub.two.id

  rule {
    name                 = "longer"
    next_step_if_matched = "Terminate"

    action {
      type = "Add"

      parameter {
        as_path = ["64580", "64580"]
      }
    }

    match_criterion {
      match_condition = "Contains"
      route_prefix    = ["10.1.0.0/16"]
    }
  }
}
