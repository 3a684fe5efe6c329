resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "hub_firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/26"]
}

resource "azurerm_subnet" "hub_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.3.0/24"]
}

resource "azurerm_private_endpoint" "store" {
  name                = "pe-store"
  resource_group_name = "rg-network"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.hub_endpoints.id

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

resource "azurerm_virtual_network_gateway" "ergw" {
  name                = "ergw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw3AZ"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_gateway.id
  }
}

resource "azurerm_express_route_circuit" "datacentre" {
  name                  = "erc-datacentre"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 1000

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "datacentre" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.datacentre.name
  resource_group_name           = "rg-network"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.31.255.0/30"
  secondary_peer_address_prefix = "172.31.255.4/30"
}

resource "azurerm_virtual_network_gateway_connection" "datacentre" {
  name                         = "con-datacentre"
  resource_group_name          = "rg-network"
  location                     = "westeurope"
  type                         = "ExpressRoute"
  virtual_network_gateway_id   = azurerm_virtual_network_gateway.ergw.id
  express_route_circuit_id     = azurerm_express_route_circuit.datacentre.id
  express_route_gateway_bypass = true
}

resource "azurerm_firewall_policy" "hub" {
  name                = "afwp-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  private_ip_ranges   = ["255.255.255.255/32"]
}

resource "azurerm_firewall_policy_rule_collection_group" "hub" {
  name               = "rules"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 200

  network_rule_collection {
    name     = "all"
    priority = 200
    action   = "Allow"

    rule {
      name                  = "all"
      protocols             = ["TCP"]
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }
}

resource "azurerm_public_ip" "afw" {
  name                = "pip-afw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.hub.id

  ip_configuration {
    name                 = "default"
    subnet_id            = azurerm_subnet.hub_firewall.id
    public_ip_address_id = azurerm_public_ip.afw.id
  }
}

resource "azurerm_route_table" "gateway" {
  name                = "rt-gateway"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "endpoint"
    address_prefix         = "10.0.3.4/32"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.2.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_gateway" {
  subnet_id      = azurerm_subnet.hub_gateway.id
  route_table_id = azurerm_route_table.gateway.id
}
