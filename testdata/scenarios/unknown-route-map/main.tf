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

resource "azurerm_virtual_hub" "east" {
  name                = "vhub-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.101.0.0/23"
}

resource "azurerm_virtual_hub_route_table" "vnet_west" {
  name           = "rt-vnet_west"
  virtual_hub_id = azurerm_virtual_hub.west.id
  labels         = ["isolated"]
}

resource "azurerm_virtual_hub_route_table" "vnet_east" {
  name           = "rt-vnet_east"
  virtual_hub_id = azurerm_virtual_hub.east.id
  labels         = ["isolated"]
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.app.id

  routing {
    associated_route_table_id = azurerm_virtual_hub_route_table.vnet_west.id
    inbound_route_map_id      = one(azurerm_route_map.west[*].id)

    propagated_route_table {
      labels = ["default", "isolated"]
    }
  }
}

resource "azurerm_virtual_network" "data" {
  name                = "vnet-data"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "data_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.data.name
  address_prefixes     = ["10.2.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "data" {
  name                      = "conn-data"
  virtual_hub_id            = azurerm_virtual_hub.west.id
  remote_virtual_network_id = azurerm_virtual_network.data.id

  routing {
    associated_route_table_id = azurerm_virtual_hub_route_table.vnet_west.id

    propagated_route_table {
      labels = ["default", "isolated"]
    }
  }
}

resource "azurerm_virtual_network" "web" {
  name                = "vnet-web"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.3.0.0/16"]
}

resource "azurerm_subnet" "web_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.web.name
  address_prefixes     = ["10.3.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "web" {
  name                      = "conn-web"
  virtual_hub_id            = azurerm_virtual_hub.east.id
  remote_virtual_network_id = azurerm_virtual_network.web.id

  routing {
    associated_route_table_id = azurerm_virtual_hub_route_table.vnet_east.id

    propagated_route_table {
      labels = ["default", "isolated"]
    }
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
      labels          = ["default", "isolated"]
      route_table_ids = [azurerm_virtual_hub.west.default_route_table_id]
    }
  }
}

resource "azurerm_vpn_gateway" "east" {
  name                = "vpngw-east"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.east.id
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
  vpn_gateway_id     = azurerm_vpn_gateway.east.id
  remote_vpn_site_id = azurerm_vpn_site.office.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.office.link[0].id
    bgp_enabled      = true
  }

  routing {
    associated_route_table = azurerm_virtual_hub.east.default_route_table_id

    propagated_route_table {
      labels          = ["default", "isolated"]
      route_table_ids = [azurerm_virtual_hub.east.default_route_table_id]
    }
  }
}

variable "filtered" {
  type = bool
}

resource "azurerm_route_map" "west" {
  count          = var.filtered ? 1 : 0
  name           = "map"
  virtual_hub_id = azurerm_virtual_hub.west.id

  rule {
    name                 = "drop"
    next_step_if_matched = "Continue"

    action {
      type = "Drop"
    }

    match_criterion {
      match_condition = "Contains"
      route_prefix    = ["10.1.0.0/16"]
    }
  }
}
