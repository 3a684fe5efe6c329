resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_vpn_gateway" "hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.hub.id
}

resource "azurerm_route_map" "in" {
  name           = "map-in"
  virtual_hub_id = azurerm_virtual_hub.hub.id

  rule {
    name                 = "tag"
    next_step_if_matched = "Continue"

    action {
      type = "Add"

      parameter {
        community = ["3356:70"]
      }
    }
  }

  rule {
    name                 = "summary"
    next_step_if_matched = "Continue"

    action {
      type = "Replace"

      parameter {
        route_prefix = ["10.2.0.0/23"]
      }
    }
  }
}

resource "azurerm_route_map" "out" {
  name           = "map-out"
  virtual_hub_id = azurerm_virtual_hub.hub.id

  rule {
    name                 = "drop"
    next_step_if_matched = "Continue"

    action {
      type = "Drop"
    }

    match_criterion {
      match_condition = "Contains"
      community       = ["3356:70"]
    }
  }
}

resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.1.0/24"]
}

resource "azurerm_subnet" "one_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_virtual_hub_connection" "one" {
  name                      = "conn-one"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.one.id

  routing {
    associated_route_table_id = azurerm_virtual_hub.hub.default_route_table_id
    inbound_route_map_id      = azurerm_route_map.in.id
  }
}

resource "azurerm_virtual_network" "two" {
  name                = "vnet-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.2.0/24"]
}

resource "azurerm_subnet" "two_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.2.0/24"]
}

resource "azurerm_virtual_hub_connection" "two" {
  name                      = "conn-two"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.two.id
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

resource "azurerm_vpn_gateway_connection" "office" {
  name               = "con-office"
  vpn_gateway_id     = azurerm_vpn_gateway.hub.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }

  routing {
    associated_route_table    = azurerm_virtual_hub.hub.default_route_table_id
    outbound_route_map_id     = azurerm_route_map.out.id
  }
}
