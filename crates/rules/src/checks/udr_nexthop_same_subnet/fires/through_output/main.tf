# The argument is to blame, not the output of the module that it reads.
resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "nva" {
  name                 = "nva"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.3.0/24"]
}

module "appliance" {
  source    = "./appliance"
  subnet_id = azurerm_subnet.nva.id
}

resource "azurerm_route_table" "nva" {
  name                = "rt-nva"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = module.appliance.private_ip_address
  }
}

resource "azurerm_subnet_route_table_association" "nva" {
  subnet_id      = azurerm_subnet.nva.id
  route_table_id = azurerm_route_table.nva.id
}
