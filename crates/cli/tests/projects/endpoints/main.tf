# Private endpoints in a hub, seen from the hub and from a spoke with a route for the hub.

variable "policies" {
  default = "Disabled"
}

resource "azurerm_virtual_network" "hub" {
  name          = "vnet-hub"
  location      = "westeurope"
  address_space = ["10.40.0.0/16", "fd00:40::/56"]
}

resource "azurerm_subnet" "endpoints" {
  name                              = "snet-endpoints"
  virtual_network_name              = azurerm_virtual_network.hub.name
  address_prefixes                  = ["10.40.7.0/24"]
  private_endpoint_network_policies = var.policies
}

resource "azurerm_private_endpoint" "store" {
  name      = "pep-store"
  location  = "westeurope"
  subnet_id = azurerm_subnet.endpoints.id

  ip_configuration {
    name               = "fixed"
    private_ip_address = "10.40.7.9"
  }
}

resource "azurerm_virtual_network" "spoke" {
  name          = "vnet-spoke"
  location      = "westeurope"
  address_space = ["10.41.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.41.1.0/24"]
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  name                      = "peer-hub-spoke"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  name                      = "peer-spoke-hub"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
}

resource "azurerm_route_table" "app" {
  name     = "rt-app"
  location = "westeurope"

  route {
    name                   = "hub"
    address_prefix         = "10.40.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.40.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "app" {
  subnet_id      = azurerm_subnet.app.id
  route_table_id = azurerm_route_table.app.id
}
