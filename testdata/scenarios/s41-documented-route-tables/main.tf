resource "azurerm_virtual_network" "main" {
  name                = "Virtual-network-1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "main_s1" {
  name                 = "Subnet1"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.0.0/24"]
  service_endpoints    = ["Microsoft.Storage"]
}

resource "azurerm_subnet" "main_s2" {
  name                 = "Subnet2"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "main_nva" {
  name                 = "snet-nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.100.0/24"]
}

resource "azurerm_subnet" "main_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.255.0/27"]
}

resource "azurerm_network_interface" "nva" {
  name                  = "nic-nva"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "default"
    subnet_id                     = azurerm_subnet.main_nva.id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.100.4"
  }
}

resource "azurerm_virtual_network" "second" {
  name                = "Virtual-network-2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16", "10.2.0.0/16"]
}

resource "azurerm_subnet" "second_s3" {
  name                 = "Subnet3"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.second.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_virtual_network_peering" "main_to_second" {
  name                      = "peer-main-to-second"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.main.name
  remote_virtual_network_id = azurerm_virtual_network.second.id
}

resource "azurerm_virtual_network_peering" "second_to_main" {
  name                      = "peer-second-to-main"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.second.name
  remote_virtual_network_id = azurerm_virtual_network.main.id
}

resource "azurerm_public_ip" "vpngw_1" {
  name                = "pip-vpngw-1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw_1" {
  name                = "vpngw-1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.main_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw_1.id
  }
}

resource "azurerm_local_network_gateway" "onprem" {
  name                = "lgw-onprem"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.10"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_virtual_network_gateway_connection" "con_onprem" {
  name                       = "con-onprem"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw_1.id
  local_network_gateway_id   = azurerm_local_network_gateway.onprem.id
  shared_key                 = "not-a-secret"
}

resource "azurerm_route_table" "subnet1" {
  name                = "rt-subnet1"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "to-10.0.0.0_16"
    address_prefix         = "10.0.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.100.4"
  }

  route {
    name           = "to-10.0.0.0_24"
    address_prefix = "10.0.0.0/24"
    next_hop_type  = "VnetLocal"
  }

  route {
    name           = "to-10.1.0.0_16"
    address_prefix = "10.1.0.0/16"
    next_hop_type  = "None"
  }

  route {
    name           = "to-10.2.0.0_16"
    address_prefix = "10.2.0.0/16"
    next_hop_type  = "None"
  }

  route {
    name                   = "to-10.10.0.0_16"
    address_prefix         = "10.10.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.100.4"
  }

  route {
    name                   = "to-0.0.0.0_0"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.100.4"
  }
}

resource "azurerm_subnet_route_table_association" "main_s1" {
  subnet_id      = azurerm_subnet.main_s1.id
  route_table_id = azurerm_route_table.subnet1.id
}
