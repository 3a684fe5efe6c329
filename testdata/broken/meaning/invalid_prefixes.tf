resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space = [
    "10.0.0.0/33", "10.0.0.0/-1", "300.0.0.0/8", "10.0.0.0", "10.0.0.5/16", "/", "", "::/0", "fe80::/129",
    "0.0.0.0/0", "255.255.255.255/32", "10.0.0.0/99999999999999999999", "10.0.0.0/16 ", "ten/8",
  ]
}

resource "azurerm_subnet" "backwards" {
  name                 = "snet-backwards"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes = [
    cidrsubnet("10.0.0.0/8", 99, 0), cidrsubnet("10.0.0.0/8", 8, 256), cidrsubnet("10.0.0.0/8", -1, 0),
    cidrhost("10.0.0.0/31", 4096), cidrsubnet("nothing", 1, 1), cidrsubnet("::/0", 128, pow(2, 100)),
  ]
}

resource "azurerm_route_table" "odd" {
  name                = "rt-odd"
  resource_group_name = "rg-network"
  location            = "westeurope"

  route {
    name                   = "nowhere"
    address_prefix         = "0.0.0.0/00"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.999"
  }

  route {
    name                   = "elsewhere"
    address_prefix         = "Storage.WestEurope"
    next_hop_type          = "Elsewhere"
    next_hop_in_ip_address = "::1"
  }
}
