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
      address_prefixes = ["192.168.8.0/24"]
    }
  }
}

resource "azurerm_vpn_gateway" "west" {
  name                = "vpngw-west"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.west.id
}

resource "azurerm_vpn_site" "branch" {
  name                = "site-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.8.0/22"]

  link {
    name       = "link"
    ip_address = "203.0.113.10"
  }
}

resource "azurerm_vpn_gateway_connection" "branch" {
  name               = "conn-branch"
  vpn_gateway_id     = azurerm_vpn_gateway.west.id
  remote_vpn_site_id = azurerm_vpn_site.branch.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch.link[0].id
  }
}
