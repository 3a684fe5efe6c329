# A VPN gateway with clients, BGP and two sites.

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

variable "shared_key" {
  type    = string
  default = "not-a-secret"
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_public_ip" "vpn" {
  count = 3

  name                = "pip-vpn-${count.index + 1}"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "vpngw-hub"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  type                = "Vpn"
  vpn_type            = "RouteBased"
  generation          = "Generation2"
  sku                 = "VpnGw2AZ"
  active_active       = true
  bgp_enabled         = true

  bgp_settings {
    asn = 65515
  }

  dynamic "ip_configuration" {
    for_each = zipmap(["first", "second", "third"], azurerm_public_ip.vpn[*].id)

    content {
      name                          = ip_configuration.key
      private_ip_address_allocation = "Dynamic"
      public_ip_address_id          = ip_configuration.value
      subnet_id                     = azurerm_subnet.gateway.id
    }
  }

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
    aad_issuer           = "https://sts.windows.net/11111111-1111-1111-1111-111111111111/"
  }

  custom_route {
    address_prefixes = ["10.99.0.0/16"]
  }
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  gateway_address     = "198.51.100.10"
  address_space       = ["10.50.0.0/16"]
}

resource "azurerm_local_network_gateway" "office" {
  name                = "lgw-office"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  gateway_address     = "198.51.100.20"
  address_space       = ["10.60.0.1/32"]

  bgp_settings {
    asn                 = 65010
    bgp_peering_address = "10.60.0.1"
  }
}

resource "azurerm_virtual_network_gateway_connection" "branch" {
  name                       = "cn-branch"
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
  shared_key                 = var.shared_key
}

resource "azurerm_virtual_network_gateway_connection" "office" {
  name                       = "cn-office"
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.office.id
  bgp_enabled                = true
  shared_key                 = var.shared_key
}
