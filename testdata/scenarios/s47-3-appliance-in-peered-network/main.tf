resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "transit" {
  name                = "vnet-transit"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "one_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "transit_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.transit.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_subnet" "one_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.0.3.0/24"]
}

resource "azurerm_virtual_network_peering" "one_to_transit" {
  name                      = "peer-one-to-transit"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.one.name
  remote_virtual_network_id = azurerm_virtual_network.transit.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "transit_to_one" {
  name                      = "peer-transit-to-one"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.transit.name
  remote_virtual_network_id = azurerm_virtual_network.one.id
  allow_forwarded_traffic   = true
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.transit_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.2.4"
  }
}

resource "azurerm_private_endpoint" "store" {
  name                = "pe-store"
  resource_group_name = "rg-network"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.one_endpoints.id

  private_service_connection {
    name                           = "store"
    private_connection_resource_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stnexthop"
    subresource_names              = ["blob"]
    is_manual_connection           = false
  }

  ip_configuration {
    name               = "blob"
    private_ip_address = "10.0.3.4"
    subresource_name   = "blob"
    member_name        = "blob"
  }
}

resource "azurerm_route_table" "client" {
  name                = "rt-client"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "endpoint"
    address_prefix         = "10.0.3.4/32"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "one_app" {
  subnet_id      = azurerm_subnet.one_app.id
  route_table_id = azurerm_route_table.client.id
}
