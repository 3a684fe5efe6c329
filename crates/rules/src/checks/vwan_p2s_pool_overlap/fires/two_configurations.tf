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
}

resource "azurerm_vpn_server_configuration" "users" {
  name                     = "vpn-config-users"
  resource_group_name = "rg-network"
  location            = "westeurope"
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
    name = "clients"

    vpn_client_address_pool {
      address_prefixes = ["172.20.0.0/23"]
    }
  }

  connection_configuration {
    name = "contractors"

    vpn_client_address_pool {
      address_prefixes = ["172.20.1.0/24"]
    }
  }
}
