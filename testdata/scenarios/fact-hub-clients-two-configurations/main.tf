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

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.west.id
  }
}

resource "azurerm_virtual_hub_route_table" "iso" {
  name           = "rt-iso"
  virtual_hub_id = azurerm_virtual_hub.west.id
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
    associated_route_table_id = azurerm_virtual_hub_route_table.iso.id

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.west.default_route_table_id]
    }
  }
}

resource "azurerm_virtual_hub_route_table_route" "internet" {
  name              = "internet"
  route_table_id    = azurerm_virtual_hub.west.default_route_table_id
  destinations_type = "CIDR"
  destinations      = ["0.0.0.0/0"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_firewall.west.id
}

resource "azurerm_vpn_server_configuration" "users" {
  name                     = "vpn-config-users"
  resource_group_name      = "rg-network"
  location                 = "westeurope"
  vpn_authentication_types = ["AAD"]
  vpn_protocols            = ["OpenVPN"]

  azure_active_directory_authentication {
    audience = "audience"
    issuer   = "issuer"
    tenant   = "tenant"
  }
}

resource "azurerm_point_to_site_vpn_gateway" "users" {
  name                        = "p2sgw-users"
  resource_group_name         = "rg-network"
  location                    = "westeurope"
  virtual_hub_id              = azurerm_virtual_hub.west.id
  vpn_server_configuration_id = azurerm_vpn_server_configuration.users.id
  scale_unit                  = 1

  connection_configuration {
    name                      = "staff"
    internet_security_enabled = true

    vpn_client_address_pool {
      address_prefixes = ["172.20.0.0/24"]
    }

    route {
      associated_route_table_id = azurerm_virtual_hub.west.default_route_table_id

      propagated_route_table {
        ids = [azurerm_virtual_hub.west.default_route_table_id, azurerm_virtual_hub_route_table.iso.id]
      }
    }
  }

  connection_configuration {
    name = "contractors"

    vpn_client_address_pool {
      address_prefixes = ["172.20.1.0/24"]
    }

    route {
      associated_route_table_id = azurerm_virtual_hub.west.default_route_table_id

      propagated_route_table {
        ids = [azurerm_virtual_hub.west.default_route_table_id]
      }
    }
  }
}
