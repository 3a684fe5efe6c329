resource "azurerm_virtual_network" "one" {
  name                = "vnet-one"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.1.0/24", "10.0.255.0/24"]
}

resource "azurerm_subnet" "one_vm" {
  name                 = "vm"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "one_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.one.name
  address_prefixes     = ["10.0.255.0/27"]
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

  ip_configuration {
    name                 = "instance0"
    subnet_id            = azurerm_subnet.one_gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "vnet" {
  name                       = "vnet"
  resource_group_name        = "rg-network"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  mode                       = "EgressSnat"
  type                       = "Static"

  internal_mapping {
    address_space = "10.0.1.0/24"
  }

  external_mapping {
    address_space = "100.0.1.0/24"
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "branch1" {
  name                       = "branch1"
  resource_group_name        = "rg-network"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  mode                       = "IngressSnat"
  type                       = "Static"

  internal_mapping {
    address_space = "10.0.1.0/24"
  }

  external_mapping {
    address_space = "100.0.2.0/24"
  }
}

resource "azurerm_virtual_network_gateway_nat_rule" "branch2" {
  name                       = "branch2"
  resource_group_name        = "rg-network"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  mode                       = "IngressSnat"
  type                       = "Static"

  internal_mapping {
    address_space = "10.0.1.0/24"
  }

  external_mapping {
    address_space = "100.0.3.0/24"
  }
}

resource "azurerm_local_network_gateway" "branch1" {
  name                = "lgw-branch1"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.1"
  address_space       = ["10.0.1.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "branch1" {
  name                       = "con-branch1"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch1.id
  shared_key                 = "not-a-secret"
  ingress_nat_rule_ids       = [azurerm_virtual_network_gateway_nat_rule.branch1.id]
  egress_nat_rule_ids        = [azurerm_virtual_network_gateway_nat_rule.vnet.id]
}

resource "azurerm_local_network_gateway" "branch2" {
  name                = "lgw-branch2"
  resource_group_name = "rg-network"
  location            = "westeurope"
  gateway_address     = "198.51.100.2"
  address_space       = ["10.0.1.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "branch2" {
  name                       = "con-branch2"
  resource_group_name        = "rg-network"
  location                   = "westeurope"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.branch2.id
  shared_key                 = "not-a-secret"
  ingress_nat_rule_ids       = [azurerm_virtual_network_gateway_nat_rule.branch2.id]
  egress_nat_rule_ids        = [azurerm_virtual_network_gateway_nat_rule.vnet.id]
}
