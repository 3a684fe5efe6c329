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
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_subnet" "hub_shared" {
  name                 = "snet-shared"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_public_ip" "vpngw_hub" {
  name                = "pip-vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_hub.id
  }

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["OpenVPN"]
    vpn_auth_types       = ["AAD"]
    aad_tenant           = "https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222/"
    aad_issuer           = "https://sts.windows.net/22222222-2222-2222-2222-222222222222/"
    aad_audience         = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"
  }
}

resource "azurerm_virtual_network_gateway" "ergw_hub" {
  name                = "ergw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

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

resource "azurerm_virtual_network_gateway_connection" "con_datacentre" {
  name                       = "con-datacentre"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw_hub.id
  express_route_circuit_id   = azurerm_express_route_circuit.datacentre.id
}

resource "azurerm_public_ip" "afw_hub" {
  name                = "pip-afw-hub"
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
    public_ip_address_id = azurerm_public_ip.afw_hub.id
  }
}

resource "azurerm_firewall_policy" "hub" {
  name                = "afwp-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_firewall_policy_rule_collection_group" "hub" {
  name               = "rcg-hub"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 200

  network_rule_collection {
    name     = "allow-all"
    priority = 100
    action   = "Allow"

    rule {
      name                  = "any"
      protocols             = ["Any"]
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }
}

resource "azurerm_virtual_network_peering" "to_spoke" {
  name                      = "peer-hub-to-spoke"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-elsewhere/providers/Microsoft.Network/virtualNetworks/vnet-spoke"
  allow_gateway_transit     = true
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "gateway" {
  name                = "rt-gateway"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.1.0.0_16"
    address_prefix         = "10.1.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
}

resource "azurerm_subnet_route_table_association" "hub_gateway" {
  subnet_id      = azurerm_subnet.hub_gateway.id
  route_table_id = azurerm_route_table.gateway.id
}
