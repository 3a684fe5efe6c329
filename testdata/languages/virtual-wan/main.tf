# A Virtual WAN hub with all three kinds of gateways, sites, a route table of its own and two connections.

terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.40"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "this" {
  name     = "rg-network"
  location = "westeurope"
}

resource "azurerm_virtual_wan" "main" {
  name                = "vwan-main"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  type                = "Standard"
}

resource "azurerm_virtual_hub" "weu" {
  name                   = "vhub-weu"
  location               = azurerm_resource_group.this.location
  resource_group_name    = azurerm_resource_group.this.name
  virtual_wan_id         = azurerm_virtual_wan.main.id
  address_prefix         = "10.100.0.0/23"
  hub_routing_preference = "VpnGateway"
}

resource "azurerm_virtual_network" "this" {
  for_each = {
    app    = "10.1"
    shared = "10.2"
  }

  name                = "vnet-${each.key}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["${each.value}.0.0/16"]

  subnet {
    name             = "snet-${each.key}"
    address_prefixes = ["${each.value}.1.0/24"]
  }
}

resource "azurerm_virtual_hub_route_table" "isolated" {
  name           = "rt-isolated"
  virtual_hub_id = azurerm_virtual_hub.weu.id
  labels         = ["isolated"]

  route {
    name              = "shared"
    destinations_type = "CIDR"
    destinations      = ["10.2.0.0/16"]
    next_hop_type     = "ResourceId"
    next_hop          = azurerm_virtual_hub_connection.shared.id
  }
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "cn-app"
  virtual_hub_id            = azurerm_virtual_hub.weu.id
  remote_virtual_network_id = azurerm_virtual_network.this["app"].id

  routing {
    associated_route_table_id = azurerm_virtual_hub_route_table.isolated.id

    propagated_route_table {
      route_table_ids = [azurerm_virtual_hub.weu.default_route_table_id]
      labels          = ["isolated"]
    }
  }
}

resource "azurerm_virtual_hub_connection" "shared" {
  name                      = "cn-shared"
  virtual_hub_id            = azurerm_virtual_hub.weu.id
  remote_virtual_network_id = azurerm_virtual_network.this["shared"].id
  internet_security_enabled = true
}

resource "azurerm_vpn_site" "branch" {
  name                = "site-branch"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_wan_id      = azurerm_virtual_wan.main.id
  address_cidrs       = ["10.50.0.0/16"]

  link {
    name          = "link1"
    ip_address    = "198.51.100.10"
    speed_in_mbps = 100
  }
}

resource "azurerm_vpn_gateway" "weu" {
  name                = "vpngw-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_hub_id      = azurerm_virtual_hub.weu.id
  scale_unit          = 1
}

resource "azurerm_vpn_gateway_connection" "branch" {
  name               = "cn-branch"
  vpn_gateway_id     = azurerm_vpn_gateway.weu.id
  remote_vpn_site_id = azurerm_vpn_site.branch.id

  vpn_link {
    name             = "link1"
    vpn_site_link_id = azurerm_vpn_site.branch.link[0].id
  }
}

resource "azurerm_vpn_server_configuration" "main" {
  name                     = "vpnc-main"
  location                 = azurerm_resource_group.this.location
  resource_group_name      = azurerm_resource_group.this.name
  vpn_protocols            = ["OpenVPN"]
  vpn_authentication_types = ["AAD"]

  azure_active_directory_authentication {
    tenant   = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111"
    audience = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
    issuer   = "https://sts.windows.net/11111111-1111-1111-1111-111111111111/"
  }
}

resource "azurerm_point_to_site_vpn_gateway" "weu" {
  name                        = "p2sgw-weu"
  location                    = azurerm_resource_group.this.location
  resource_group_name         = azurerm_resource_group.this.name
  virtual_hub_id              = azurerm_virtual_hub.weu.id
  vpn_server_configuration_id = azurerm_vpn_server_configuration.main.id
  scale_unit                  = 1

  connection_configuration {
    name = "default"

    vpn_client_address_pool {
      address_prefixes = ["172.16.0.0/22"]
    }
  }

  depends_on = [azurerm_vpn_gateway.weu]
}

resource "azurerm_express_route_gateway" "weu" {
  name                = "ergw-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_hub_id      = azurerm_virtual_hub.weu.id
  scale_units         = 1

  depends_on = [azurerm_point_to_site_vpn_gateway.weu]
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams"
  location              = azurerm_resource_group.this.location
  resource_group_name   = azurerm_resource_group.this.name
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = azurerm_resource_group.this.name
  peer_asn                      = 65100
  primary_peer_address_prefix   = "192.168.255.0/30"
  secondary_peer_address_prefix = "192.168.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_connection" "er" {
  name                             = "cn-er"
  express_route_gateway_id         = azurerm_express_route_gateway.weu.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.private.id
  routing_weight                   = 5
}
