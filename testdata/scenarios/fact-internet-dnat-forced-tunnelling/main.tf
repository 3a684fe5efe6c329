resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "s1" {
  name                = "vnet-s1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub_s1" {
  name                      = "hub-to-s1"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s1.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "s1_hub" {
  name                      = "s1-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.s1.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_subnet" "s1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.s1.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet_route_table_association" "s1_app" {
  subnet_id      = azurerm_subnet.s1_app.id
  route_table_id = azurerm_route_table.t.id
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/27"]
}

resource "azurerm_subnet_route_table_association" "hub_gatewaysubnet" {
  subnet_id      = azurerm_subnet.hub_gatewaysubnet.id
  route_table_id = azurerm_route_table.gw.id
}

resource "azurerm_virtual_network_gateway" "ergw" {
  name                = "ergw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"
  ip_configuration {
    subnet_id = azurerm_subnet.hub_gatewaysubnet.id
  }
}

resource "azurerm_virtual_network_gateway_connection" "ergw" {
  name                       = "con-ergw"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.ergw.id
  express_route_circuit_id   = azurerm_express_route_circuit.erc.id
}

resource "azurerm_express_route_circuit" "erc" {
  name                  = "erc"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Amsterdam"
  bandwidth_in_mbps     = 50
  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_route_table" "t" {
  name                          = "rt-t"
  resource_group_name           = "rg-network"
  location                      = "westeurope"
  bgp_route_propagation_enabled = false
  route {
    name                   = "r0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.68"
  }
}

resource "azurerm_route_table" "gw" {
  name                = "rt-gw"
  resource_group_name = "rg-network"
  location            = "westeurope"
  route {
    name                   = "r0"
    address_prefix         = "10.1.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.68"
  }
}

resource "azurerm_subnet" "hub_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.64/26"]
}

resource "azurerm_public_ip" "fw_hub" {
  name                = "pip-fw_hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hub" {
  name                = "fw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.p.id
  ip_configuration {
    name                 = "ipconfig"
    subnet_id            = azurerm_subnet.hub_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.fw_hub.id
  }
}

resource "azurerm_firewall_policy" "p" {
  name                = "afwp-p"
  resource_group_name = "rg-network"
  location            = "westeurope"
  private_ip_ranges   = ["0.0.0.0/0"]
}

resource "azurerm_firewall_policy_rule_collection_group" "r" {
  name               = "rcg-r"
  firewall_policy_id = azurerm_firewall_policy.p.id
  priority           = 200
  network_rule_collection {
    name     = "net0"
    priority = 100
    action   = "Allow"
    rule {
      name                  = "n0"
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
      protocols             = ["Any"]
    }
  }
}

resource "azurerm_firewall_policy_rule_collection_group" "d" {
  name               = "rcg-d"
  firewall_policy_id = azurerm_firewall_policy.p.id
  priority           = 90

  nat_rule_collection {
    name     = "nat"
    priority = 100
    action   = "Dnat"

    rule {
      name                = "d0"
      source_addresses    = ["*"]
      destination_address = azurerm_public_ip.fw_hub.ip_address
      destination_ports   = ["4000"]
      protocols           = ["TCP"]
      translated_address  = "10.1.1.4"
      translated_port     = "3389"
    }
  }
}
