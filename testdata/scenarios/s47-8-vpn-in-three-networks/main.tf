resource "azurerm_virtual_network" "gateway" {
  name                = "vnet-gateway"
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

resource "azurerm_virtual_network" "data" {
  name                = "vnet-data"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "gateway_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.gateway.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "transit_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.transit.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_subnet" "data_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.data.name
  address_prefixes     = ["10.2.3.0/24"]
}

resource "azurerm_virtual_network_peering" "gateway_to_transit" {
  name                      = "peer-gateway-to-transit"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.gateway.name
  remote_virtual_network_id = azurerm_virtual_network.transit.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "transit_to_gateway" {
  name                      = "peer-transit-to-gateway"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.transit.name
  remote_virtual_network_id = azurerm_virtual_network.gateway.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "transit_to_data" {
  name                      = "peer-transit-to-data"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.transit.name
  remote_virtual_network_id = azurerm_virtual_network.data.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "data_to_transit" {
  name                      = "peer-data-to-transit"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.data.name
  remote_virtual_network_id = azurerm_virtual_network.transit.id
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
  subnet_id           = azurerm_subnet.data_endpoints.id

  private_service_connection {
    name                           = "store"
    private_connection_resource_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stnexthop"
    subresource_names              = ["blob"]
    is_manual_connection           = false
  }

  ip_configuration {
    name               = "blob"
    private_ip_address = "10.2.3.4"
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
    address_prefix         = "10.2.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.1.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "gateway_gateway" {
  subnet_id      = azurerm_subnet.gateway_gateway.id
  route_table_id = azurerm_route_table.client.id
}

resource "azurerm_public_ip" "vpngw" {
  name                = "pip-vpngw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw" {
  name                = "vpngw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  custom_route {
    address_prefixes = ["10.2.0.0/16"]
  }

  ip_configuration {
    name                 = "instance0"
    subnet_id            = azurerm_subnet.gateway_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }

  bgp_settings {
    asn = 65515
  }

  vpn_client_configuration {
    address_space        = ["172.16.0.0/24"]
    vpn_client_protocols = ["OpenVPN"]
  }
}

resource "azurerm_local_network_gateway" "branch" {
  name                = "lgw-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.1"
  address_space       = ["192.168.1.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "branch" {
  name                       = "con-branch"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch.id
  shared_key                 = "not-a-secret"
}
