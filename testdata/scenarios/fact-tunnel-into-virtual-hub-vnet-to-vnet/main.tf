resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.100.0.0/23"
}

resource "azurerm_vpn_gateway" "hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_hub_id      = azurerm_virtual_hub.hub.id
}

resource "azurerm_virtual_network" "app" {
  name                = "vnet-app"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app_app" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.app.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_virtual_hub_connection" "app" {
  name                      = "conn-app"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.app.id
}

resource "azurerm_virtual_network" "branch" {
  name                = "vnet-branch"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.50.0.0/16"]
}

resource "azurerm_subnet" "branch_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.50.0.0/26"]
}

resource "azurerm_subnet" "branch_vm" {
  name                 = "snet-vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.50.1.0/24"]
}

resource "azurerm_public_ip" "vpngw0" {
  name                = "pip-vpngw0"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_public_ip" "vpngw1" {
  name                = "pip-vpngw1"
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
  bgp_enabled         = true
  active_active       = true

  ip_configuration {
    name                 = "instance0"
    subnet_id            = azurerm_subnet.branch_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw0.id
  }

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.branch_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw1.id
  }

  bgp_settings {
    asn = 65010
  }

  vpn_client_configuration {
    address_space        = ["172.16.0.0/24"]
    vpn_client_protocols = ["OpenVPN"]
  }
}

resource "azurerm_vpn_site" "branch0" {
  name                = "site-branch0"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id

  link {
    name       = "link"
    ip_address = azurerm_public_ip.vpngw0.ip_address

    bgp {
      asn             = 65010
      peering_address = azurerm_virtual_network_gateway.vpngw.bgp_settings[0].peering_addresses[0].default_addresses[0]
    }
  }
}

resource "azurerm_vpn_gateway_connection" "branch0" {
  name               = "con-branch0"
  vpn_gateway_id     = azurerm_vpn_gateway.hub.id
  remote_vpn_site_id = azurerm_vpn_site.branch0.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch0.link[0].id
    bgp_enabled      = true
  }
}

resource "azurerm_local_network_gateway" "hub0" {
  name                = "lgw-hub0"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = tolist(azurerm_vpn_gateway.hub.bgp_settings[0].instance_0_bgp_peering_address[0].tunnel_ips)[0]

  bgp_settings {
    asn                 = 65515
    bgp_peering_address = tolist(azurerm_vpn_gateway.hub.bgp_settings[0].instance_0_bgp_peering_address[0].default_ips)[0]
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub0" {
  name                       = "con-hub0"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.hub0.id
  shared_key                 = "not-a-secret"
  bgp_enabled                = true
}

resource "azurerm_vpn_site" "branch1" {
  name                = "site-branch1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id

  link {
    name       = "link"
    ip_address = azurerm_public_ip.vpngw1.ip_address

    bgp {
      asn             = 65010
      peering_address = azurerm_virtual_network_gateway.vpngw.bgp_settings[0].peering_addresses[1].default_addresses[0]
    }
  }
}

resource "azurerm_vpn_gateway_connection" "branch1" {
  name               = "con-branch1"
  vpn_gateway_id     = azurerm_vpn_gateway.hub.id
  remote_vpn_site_id = azurerm_vpn_site.branch1.id

  vpn_link {
    name             = "link"
    vpn_site_link_id = azurerm_vpn_site.branch1.link[0].id
    bgp_enabled      = true
  }
}

resource "azurerm_local_network_gateway" "hub1" {
  name                = "lgw-hub1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = tolist(azurerm_vpn_gateway.hub.bgp_settings[0].instance_1_bgp_peering_address[0].tunnel_ips)[0]

  bgp_settings {
    asn                 = 65515
    bgp_peering_address = tolist(azurerm_vpn_gateway.hub.bgp_settings[0].instance_1_bgp_peering_address[0].default_ips)[0]
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub1" {
  name                       = "con-hub1"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.hub1.id
  shared_key                 = "not-a-secret"
  bgp_enabled                = true
}


resource "azurerm_virtual_network" "far" {
  name                = "vnet-far"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.60.0.0/16"]
}

resource "azurerm_subnet" "far_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.far.name
  address_prefixes     = ["10.60.0.0/26"]
}

resource "azurerm_subnet" "far_vm" {
  name                 = "snet-vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.far.name
  address_prefixes     = ["10.60.1.0/24"]
}

resource "azurerm_public_ip" "far" {
  name                = "pip-far"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "far" {
  name                = "vpngw-far"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"
  bgp_enabled         = true

  ip_configuration {
    subnet_id            = azurerm_subnet.far_gateway.id
    public_ip_address_id = azurerm_public_ip.far.id
  }

  bgp_settings {
    asn = 65030
  }

  vpn_client_configuration {
    address_space        = ["172.17.0.0/24"]
    vpn_client_protocols = ["OpenVPN"]
  }
}

resource "azurerm_virtual_network_gateway_connection" "branch_to_far" {
  name                            = "con-branch-to-far"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.vpngw.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.far.id
  shared_key                      = "not-a-secret"
  bgp_enabled                     = true
}

resource "azurerm_virtual_network_gateway_connection" "far_to_branch" {
  name                            = "con-far-to-branch"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.far.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  shared_key                      = "not-a-secret"
  bgp_enabled                     = true
}
