resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "hub_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network" "two" {
  name                = "vnet-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "two_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.two.name
  address_prefixes     = ["10.2.0.0/24"]
}

resource "azurerm_virtual_network_peering" "hub_to_one" {
  name                      = "hub-to-one"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.one.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "one_to_hub" {
  name                      = "one-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.one.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "hub_to_two" {
  name                      = "hub-to-two"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.two.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "two_to_hub" {
  name                      = "two-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.two.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.hub_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.2.4"
  }
}

resource "azapi_resource" "one" {
  type      = "Microsoft.Network/routeTables@2025-07-01"
  name      = "rt-one"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network"
  location  = "westeurope"

  body = {
    properties = {
      disablePeeringRoute = "All"
      routes              = [{ name = "route", properties = { addressPrefix = "10.0.0.0/8", nextHopType = "VirtualAppliance", nextHopIpAddress = "10.0.2.4" } }]
    }
  }
}

resource "azurerm_subnet_route_table_association" "one_app" {
  subnet_id      = azurerm_subnet.one_app.id
  route_table_id = azapi_resource.one.id
}
