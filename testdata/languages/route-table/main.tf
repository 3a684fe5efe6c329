# Route tables, their routes written inside and apart, and what they are attached to.

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

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "this" {
  for_each = {
    snet-app   = "10.1.1.0/24"
    snet-data  = "10.1.2.0/24"
    snet-plain = "10.1.3.0/24"
  }

  name                 = each.key
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = [each.value]
}

resource "azurerm_route_table" "via_appliance" {
  name                          = "rt-app"
  location                      = azurerm_resource_group.this.location
  resource_group_name           = azurerm_resource_group.this.name
  bgp_route_propagation_enabled = false

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.3.4"
  }

  route {
    name           = "azure"
    address_prefix = "AzureMonitor"
    next_hop_type  = "Internet"
  }
}

resource "azurerm_route_table" "nowhere" {
  name                = "rt-data"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_route" "drop" {
  name                = "drop"
  resource_group_name = azurerm_resource_group.this.name
  route_table_name    = azurerm_route_table.nowhere.name
  address_prefix      = "10.1.1.0/24"
  next_hop_type       = "None"
}

resource "azurerm_route" "out" {
  name                = "out"
  resource_group_name = azurerm_resource_group.this.name
  route_table_name    = azurerm_route_table.nowhere.name
  address_prefix      = "0.0.0.0/0"
  next_hop_type       = "VirtualNetworkGateway"
}

resource "azurerm_route_table" "unused" {
  name                = "rt-unused"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_subnet_route_table_association" "app" {
  subnet_id      = azurerm_subnet.this["snet-app"].id
  route_table_id = azurerm_route_table.via_appliance.id
}

resource "azurerm_subnet_route_table_association" "data" {
  subnet_id      = azurerm_subnet.this["snet-data"].id
  route_table_id = azurerm_route_table.nowhere.id
}
