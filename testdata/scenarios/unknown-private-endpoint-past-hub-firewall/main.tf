resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_network" "data" {
  name                = "vnet-data"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_virtual_hub_connection" "data" {
  name                      = "conn-data"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.data.id
}

resource "azurerm_subnet" "app_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet" "data_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.data.name
  address_prefixes     = ["10.2.3.0/24"]
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

resource "azurerm_vpn_gateway" "hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.hub.id
}

resource "azurerm_vpn_site" "branch" {
  name                = "site-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["192.168.1.0/24"]

  link {
    name       = "link"
    ip_address = "198.51.100.1"
  }
}

resource "azurerm_vpn_gateway_connection" "branch" {
  name               = "con-branch"
  vpn_gateway_id     = azurerm_vpn_gateway.hub.id
  remote_vpn_site_id = azurerm_vpn_site.branch.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch.link[0].id
  }
}

resource "azurerm_firewall_policy" "hub" {
  name                = "afwp-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
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

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.hub.id

  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.hub.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "hub" {
  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.hub.id

  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.hub.id
  }
}
