# Two secured hubs of one Virtual WAN with routing intent.

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
}

locals {
  regions = {
    weu = { location = "westeurope", hub = "10.100.0.0/23", spoke = "10.1", policies = ["Internet", "PrivateTraffic"] }
    neu = { location = "northeurope", hub = "10.101.0.0/23", spoke = "10.2", policies = ["PrivateTraffic"] }
  }
}

resource "azurerm_virtual_hub" "this" {
  for_each = local.regions

  name                = "vhub-${each.key}"
  location            = each.value.location
  resource_group_name = azurerm_resource_group.this.name
  virtual_wan_id      = azurerm_virtual_wan.main.id
  address_prefix      = each.value.hub
}

resource "azurerm_virtual_network" "this" {
  for_each = local.regions

  name                = "vnet-${each.key}"
  location            = each.value.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["${each.value.spoke}.0.0/16"]

  subnet {
    name             = "snet-${each.key}"
    address_prefixes = ["${each.value.spoke}.1.0/24"]
  }
}

resource "azurerm_virtual_hub_connection" "this" {
  for_each = local.regions

  name                      = "cn-${each.key}"
  virtual_hub_id            = azurerm_virtual_hub.this[each.key].id
  remote_virtual_network_id = azurerm_virtual_network.this[each.key].id
  internet_security_enabled = true
}

resource "azurerm_firewall_policy" "main" {
  name                = "afwp-main"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_firewall" "this" {
  for_each = local.regions

  name                = "afw-${each.key}"
  location            = each.value.location
  resource_group_name = azurerm_resource_group.this.name
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.main.id

  virtual_hub {
    virtual_hub_id  = azurerm_virtual_hub.this[each.key].id
    public_ip_count = 1
  }
}

resource "azurerm_virtual_hub_routing_intent" "this" {
  for_each = local.regions

  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.this[each.key].id

  dynamic "routing_policy" {
    for_each = each.value.policies

    content {
      name         = routing_policy.value
      destinations = [routing_policy.value]
      next_hop     = azurerm_firewall.this[each.key].id
    }
  }
}
