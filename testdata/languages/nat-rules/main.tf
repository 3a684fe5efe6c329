# A VPN gateway that translates the addresses of a branch whose range is in use here too.

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
  name                = "pip-vpn-1"
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
  active_active       = false
  bgp_enabled         = false

  ip_configuration {
    name                          = "default"
    private_ip_address_allocation = "Dynamic"
    public_ip_address_id          = azurerm_public_ip.vpn.id
    subnet_id                     = azurerm_subnet.gateway.id
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "ingress" {
  name                       = "nat-branch"
  resource_group_name        = azurerm_resource_group.this.name
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  mode                       = "IngressSnat"
  type                       = "Static"

  internal_mapping {
    address_space = "10.0.1.0/24"
  }

  external_mapping {
    address_space = "100.64.1.0/24"
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "egress" {
  name                       = "nat-hub"
  resource_group_name        = azurerm_resource_group.this.name
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  mode                       = "EgressSnat"
  type                       = "Static"

  internal_mapping {
    address_space = "10.0.1.0/24"
  }

  external_mapping {
    address_space = "100.64.2.0/24"
  }
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  gateway_address     = "198.51.100.10"
  address_space       = ["10.0.1.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "branch" {
  name                       = "cn-branch"
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
  ingress_nat_rule_ids       = [azurerm_virtual_network_gateway_nat_rule.ingress.id]
  egress_nat_rule_ids        = [azurerm_virtual_network_gateway_nat_rule.egress.id]
}
