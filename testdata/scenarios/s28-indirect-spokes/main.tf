resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "one" {
  name                = "vhub-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.250.0.0/23"
}

resource "azurerm_virtual_hub" "two" {
  name                = "vhub-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.251.0.0/23"
}

resource "azurerm_virtual_network" "spoke1" {
  name                = "vnet-spoke1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/24"]
}

resource "azurerm_subnet" "spoke1_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke1.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "spoke1" {
  name                      = "conn-spoke1"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.spoke1.id
}

resource "azurerm_virtual_network" "spoke3" {
  name                = "vnet-spoke3"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.3.0.0/24"]
}

resource "azurerm_subnet" "spoke3_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke3.name
  address_prefixes     = ["10.3.0.0/24"]
}

resource "azurerm_virtual_hub_connection" "spoke3" {
  name                      = "conn-spoke3"
  virtual_hub_id            = azurerm_virtual_hub.two.id
  remote_virtual_network_id = azurerm_virtual_network.spoke3.id
}

resource "azurerm_virtual_network" "spoke2" {
  name                = "vnet-spoke2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.0.0/24"]
}

resource "azurerm_subnet" "spoke2_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke2.name
  address_prefixes     = ["10.2.0.0/27"]
}

resource "azurerm_network_interface" "nva2" {
  name                = "nic-nva2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.spoke2_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.2.0.4"
  }
}

resource "azurerm_virtual_hub_connection" "spoke2" {
  name                      = "conn-spoke2"
  virtual_hub_id            = azurerm_virtual_hub.one.id
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id

  routing {
    static_vnet_propagate_static_routes_enabled = false

    static_vnet_route {
      name                = "static-0"
      address_prefixes    = ["10.2.1.0/24", "10.2.2.0/24"]
      next_hop_ip_address = "10.2.0.4"
    }
  }
}

resource "azurerm_virtual_network" "indirect21" {
  name                = "vnet-indirect21"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.1.0/24"]
}

resource "azurerm_subnet" "indirect21_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.indirect21.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_virtual_network_peering" "indirect21_to_spoke2" {
  name                      = "indirect21-to-spoke2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.indirect21.name
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spoke2_to_indirect21" {
  name                      = "spoke2-to-indirect21"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke2.name
  remote_virtual_network_id = azurerm_virtual_network.indirect21.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network" "indirect22" {
  name                = "vnet-indirect22"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.2.2.0/24"]
}

resource "azurerm_subnet" "indirect22_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.indirect22.name
  address_prefixes     = ["10.2.2.0/24"]
}

resource "azurerm_virtual_network_peering" "indirect22_to_spoke2" {
  name                      = "indirect22-to-spoke2"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.indirect22.name
  remote_virtual_network_id = azurerm_virtual_network.spoke2.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spoke2_to_indirect22" {
  name                      = "spoke2-to-indirect22"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke2.name
  remote_virtual_network_id = azurerm_virtual_network.indirect22.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "indirect2" {
  name                = "rt-indirect2"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "route-0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.2.0.4"
  }
}

resource "azurerm_subnet_route_table_association" "indirect21_app" {
  subnet_id      = azurerm_subnet.indirect21_app.id
  route_table_id = azurerm_route_table.indirect2.id
}

resource "azurerm_subnet_route_table_association" "indirect22_app" {
  subnet_id      = azurerm_subnet.indirect22_app.id
  route_table_id = azurerm_route_table.indirect2.id
}

resource "azurerm_virtual_network" "spoke4" {
  name                = "vnet-spoke4"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.4.0.0/24"]
}

resource "azurerm_subnet" "spoke4_nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.spoke4.name
  address_prefixes     = ["10.4.0.0/27"]
}

resource "azurerm_network_interface" "nva4" {
  name                = "nic-nva4"
  resource_group_name = "rg-network"
  location            = "westeurope"

  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "ipconfig"
    subnet_id                     = azurerm_subnet.spoke4_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.4.0.4"
  }
}

resource "azurerm_virtual_hub_connection" "spoke4" {
  name                      = "conn-spoke4"
  virtual_hub_id            = azurerm_virtual_hub.two.id
  remote_virtual_network_id = azurerm_virtual_network.spoke4.id

  routing {
    static_vnet_propagate_static_routes_enabled = false

    static_vnet_route {
      name                = "static-0"
      address_prefixes    = ["10.4.1.0/24", "10.4.2.0/24"]
      next_hop_ip_address = "10.4.0.4"
    }
  }
}

resource "azurerm_virtual_network" "indirect41" {
  name                = "vnet-indirect41"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.4.1.0/24"]
}

resource "azurerm_subnet" "indirect41_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.indirect41.name
  address_prefixes     = ["10.4.1.0/24"]
}

resource "azurerm_virtual_network_peering" "indirect41_to_spoke4" {
  name                      = "indirect41-to-spoke4"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.indirect41.name
  remote_virtual_network_id = azurerm_virtual_network.spoke4.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spoke4_to_indirect41" {
  name                      = "spoke4-to-indirect41"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke4.name
  remote_virtual_network_id = azurerm_virtual_network.indirect41.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network" "indirect42" {
  name                = "vnet-indirect42"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.4.2.0/24"]
}

resource "azurerm_subnet" "indirect42_app" {
  name                 = "app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.indirect42.name
  address_prefixes     = ["10.4.2.0/24"]
}

resource "azurerm_virtual_network_peering" "indirect42_to_spoke4" {
  name                      = "indirect42-to-spoke4"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.indirect42.name
  remote_virtual_network_id = azurerm_virtual_network.spoke4.id
  allow_forwarded_traffic   = true
}

resource "azurerm_virtual_network_peering" "spoke4_to_indirect42" {
  name                      = "spoke4-to-indirect42"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.spoke4.name
  remote_virtual_network_id = azurerm_virtual_network.indirect42.id
  allow_forwarded_traffic   = true
}

resource "azurerm_route_table" "indirect4" {
  name                = "rt-indirect4"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "route-0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.4.0.4"
  }
}

resource "azurerm_subnet_route_table_association" "indirect41_app" {
  subnet_id      = azurerm_subnet.indirect41_app.id
  route_table_id = azurerm_route_table.indirect4.id
}

resource "azurerm_subnet_route_table_association" "indirect42_app" {
  subnet_id      = azurerm_subnet.indirect42_app.id
  route_table_id = azurerm_route_table.indirect4.id
}

resource "azurerm_virtual_hub_route_table_route" "one_to_spoke2" {
  name              = "one-to-spoke2"
  route_table_id    = azurerm_virtual_hub.one.default_route_table_id
  destinations      = ["10.2.0.0/16"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.spoke2.id
  next_hop_type     = "ResourceId"
}

resource "azurerm_virtual_hub_route_table_route" "one_to_spoke4" {
  name              = "one-to-spoke4"
  route_table_id    = azurerm_virtual_hub.one.default_route_table_id
  destinations      = ["10.4.0.0/16"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.spoke4.id
  next_hop_type     = "ResourceId"
}

resource "azurerm_virtual_hub_route_table_route" "two_to_spoke2" {
  name              = "two-to-spoke2"
  route_table_id    = azurerm_virtual_hub.two.default_route_table_id
  destinations      = ["10.2.0.0/16"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.spoke2.id
  next_hop_type     = "ResourceId"
}

resource "azurerm_virtual_hub_route_table_route" "two_to_spoke4" {
  name              = "two-to-spoke4"
  route_table_id    = azurerm_virtual_hub.two.default_route_table_id
  destinations      = ["10.4.0.0/16"]
  destinations_type = "CIDR"
  next_hop          = azurerm_virtual_hub_connection.spoke4.id
  next_hop_type     = "ResourceId"
}

resource "azurerm_vpn_gateway" "one" {
  name                = "vpngw-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.one.id
}

resource "azurerm_vpn_site" "branch1" {
  name                = "site-branch1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.100.0.0/16"]

  link {
    name       = "link"
    ip_address = "203.0.113.72"

    bgp {
      asn             = 65010
      peering_address = "10.100.0.1"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "branch1" {
  name               = "conn-branch1"
  vpn_gateway_id     = azurerm_vpn_gateway.one.id
  remote_vpn_site_id = azurerm_vpn_site.branch1.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch1.link[0].id
    bgp_enabled      = true
  }
}

resource "azurerm_vpn_gateway" "two" {
  name                = "vpngw-two"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.two.id
}

resource "azurerm_vpn_site" "branch2" {
  name                = "site-branch2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.200.0.0/16"]

  link {
    name       = "link"
    ip_address = "203.0.113.73"

    bgp {
      asn             = 65009
      peering_address = "10.200.0.1"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "branch2" {
  name               = "conn-branch2"
  vpn_gateway_id     = azurerm_vpn_gateway.two.id
  remote_vpn_site_id = azurerm_vpn_site.branch2.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch2.link[0].id
    bgp_enabled      = true
  }
}
