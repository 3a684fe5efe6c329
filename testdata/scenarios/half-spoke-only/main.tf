data "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-elsewhere"
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "spoke_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network_peering" "to_hub" {
  name                      = "peer-spoke-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = data.azurerm_virtual_network.hub.id
  use_remote_gateways       = true
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "spoke" {
  name                          = "rt-spoke"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false

  route {
    name                   = "to-0.0.0.0_0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "spoke_app" {
  subnet_id      = azurerm_subnet.spoke_app.id
  route_table_id = azurerm_route_table.spoke.id
}
