# The network of the seed in a Virtual WAN: users on a point-to-site gateway and the datacentre on ExpressRoute, in a secured hub.

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

locals {
  spokes = {
    app     = { address_space = "10.1.0.0/16", subnets = { web = "10.1.0.0/24", api = "10.1.1.0/24" } }
    data    = { address_space = "10.2.0.0/16", subnets = { sql = "10.2.0.0/24" } }
    desktop = { address_space = "10.3.0.0/16", subnets = { sessionhosts = "10.3.0.0/22" } }
  }
}

resource "azurerm_virtual_wan" "this" {
  name                = "vwan-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_virtual_hub" "this" {
  name                = "vhub-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_wan_id      = azurerm_virtual_wan.this.id
  address_prefix      = "10.0.0.0/23"
}

resource "azurerm_firewall_policy" "this" {
  name                = "afwp-hub-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_firewall_policy_rule_collection_group" "network" {
  name               = "rcg-network"
  firewall_policy_id = azurerm_firewall_policy.this.id
  priority           = 200

  network_rule_collection {
    name     = "allow-private"
    priority = 100
    action   = "Allow"

    rule {
      name                  = "clients-to-anywhere"
      protocols             = ["TCP", "UDP", "ICMP"]
      source_addresses      = ["172.16.201.0/24"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }
}

resource "azurerm_firewall" "this" {
  name                = "afw-hub-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.this.id

  virtual_hub {
    virtual_hub_id  = azurerm_virtual_hub.this.id
    public_ip_count = 1
  }
}

resource "azurerm_virtual_hub_routing_intent" "this" {
  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.this.id

  dynamic "routing_policy" {
    for_each = ["PrivateTraffic", "Internet"]

    content {
      name         = routing_policy.value
      destinations = [routing_policy.value]
      next_hop     = azurerm_firewall.this.id
    }
  }
}

resource "azurerm_vpn_server_configuration" "this" {
  name                     = "vpnc-weu"
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

resource "azurerm_point_to_site_vpn_gateway" "this" {
  name                        = "p2sgw-weu"
  location                    = azurerm_resource_group.this.location
  resource_group_name         = azurerm_resource_group.this.name
  virtual_hub_id              = azurerm_virtual_hub.this.id
  vpn_server_configuration_id = azurerm_vpn_server_configuration.this.id
  scale_unit                  = 1

  connection_configuration {
    name = "default"

    vpn_client_address_pool {
      address_prefixes = ["172.16.201.0/24"]
    }
  }
}

resource "azurerm_express_route_gateway" "this" {
  name                = "ergw-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_hub_id      = azurerm_virtual_hub.this.id
  scale_units         = 1

  depends_on = [azurerm_point_to_site_vpn_gateway.this]
}

resource "azurerm_express_route_circuit" "ams" {
  name                  = "erc-ams-weu"
  location              = azurerm_resource_group.this.location
  resource_group_name   = azurerm_resource_group.this.name
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 1000

  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "ams" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.ams.name
  resource_group_name           = azurerm_resource_group.this.name
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
  vlan_id                       = 100
}

resource "azurerm_express_route_connection" "datacentre" {
  name                             = "con-datacentre"
  express_route_gateway_id         = azurerm_express_route_gateway.this.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.ams.id
}

resource "azurerm_virtual_network" "spoke" {
  for_each = local.spokes

  name                = "vnet-${each.key}-weu"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = [each.value.address_space]

  dynamic "subnet" {
    for_each = each.value.subnets

    content {
      name             = "snet-${subnet.key}"
      address_prefixes = [subnet.value]
    }
  }
}

resource "azurerm_virtual_hub_connection" "spoke" {
  for_each = local.spokes

  name                      = "cn-${each.key}"
  virtual_hub_id            = azurerm_virtual_hub.this.id
  remote_virtual_network_id = azurerm_virtual_network.spoke[each.key].id
  internet_security_enabled = true
}
