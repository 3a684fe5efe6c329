resource "azurerm_virtual_network" "hub" {
  name = "vnet-hub" ) ] } = = ?? :: ... => <- @ # $
}
}}}}
