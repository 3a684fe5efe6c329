resource "azurerm_virtual_network" "client" {
  name                = "vnet-client"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "client_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.client.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "one_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_subnet" "one_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.1.3.0/24"]
}

resource "azurerm_virtual_network_peering" "client_to_one" {
  name                      = "peer-client-to-one"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.client.name
  remote_virtual_network_id = azurerm_virtual_network.one.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "one_to_client" {
  name                      = "peer-one-to-client"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.one.name
  remote_virtual_network_id = azurerm_virtual_network.client.id
  allow_forwarded_traffic   = true
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.one_nva.id
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
    private_ip_address = "10.1.3.4"
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
    address_prefix         = "10.1.3.4/32"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "client_app" {
  subnet_id      = azurerm_subnet.client_app.id
  route_table_id = azurerm_route_table.client.id
}
