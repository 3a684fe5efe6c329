resource "azurerm_virtual_network" "hub" {
  name                = "hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.10.0.0/16"]
}

resource "azurerm_subnet" "hub_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.10.255.0/27"]
}

resource "azurerm_virtual_network" "branch" {
  name                = "branch"
  resource_group_name = "rg-network"
  location            = "northeurope"
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "branch_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_subnet" "branch_clerks" {
  name                 = "snet-clerks"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.branch.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_virtual_network" "spoke" {
  for_each = {
    shop  = "10.11.0.0/16"
    vault = "10.12.0.0/16"
  }

  name                = each.key
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = [each.value]
}

resource "azurerm_subnet" "spoke" {
  for_each = azurerm_virtual_network.spoke

  name                 = "snet-${each.key}"
  resource_group_name  = "rg-network"
  virtual_network_name = each.value.name
  address_prefixes     = [cidrsubnet(one(each.value.address_space), 8, 1)]
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  for_each = azurerm_virtual_network.spoke

  name                      = "hub-to-${each.key}"
  resource_group_name       = "rg-network"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = each.value.id
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  for_each = azurerm_virtual_network.spoke

  name                      = "${each.key}-to-hub"
  resource_group_name       = "rg-network"
  virtual_network_name      = each.value.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  use_remote_gateways       = each.key == "shop"
  depends_on                = [azurerm_virtual_network_gateway.hub]
}

resource "azurerm_public_ip" "gateway" {
  for_each = toset(["hub", "branch"])

  name                = "pip-vpngw-${each.key}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "vpngw-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.hub_gateway.id
    public_ip_address_id = azurerm_public_ip.gateway["hub"].id
  }
}

resource "azurerm_virtual_network_gateway" "branch" {
  name                = "vpngw-branch"
  resource_group_name = "rg-network"
  location            = "northeurope"
  type                = "Vpn"
  sku                 = "VpnGw1AZ"

  ip_configuration {
    name                 = "instance1"
    subnet_id            = azurerm_subnet.branch_gateway.id
    public_ip_address_id = azurerm_public_ip.gateway["branch"].id
  }
}

resource "azurerm_virtual_network_gateway_connection" "hub_to_branch" {
  name                            = "con-hub-to-branch"
  resource_group_name             = "rg-network"
  location                        = "westeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.hub.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.branch.id
  shared_key                      = "not-a-secret"
}

resource "azurerm_virtual_network_gateway_connection" "branch_to_hub" {
  name                            = "con-branch-to-hub"
  resource_group_name             = "rg-network"
  location                        = "northeurope"
  type                            = "Vnet2Vnet"
  virtual_network_gateway_id      = azurerm_virtual_network_gateway.branch.id
  peer_virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  shared_key                      = "not-a-secret"
}
