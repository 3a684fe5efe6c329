resource "azurerm_express_route_circuit" "circuit" {
  name                  = "erc-circuit"
  resource_group_name   = "rg-network"
  location              = "westeurope"
  service_provider_name = "Equinix"
  peering_location      = "Frankfurt"
  bandwidth_in_mbps     = 50

  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.circuit.name
  resource_group_name           = "rg-network"
  peer_asn                      = 65001
  primary_peer_address_prefix   = "192.0.2.0/30"
  secondary_peer_address_prefix = "192.0.2.4/30"
  vlan_id                       = 100
}
