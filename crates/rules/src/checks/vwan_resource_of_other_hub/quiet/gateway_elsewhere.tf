resource "azurerm_express_route_connection" "dc" {
  name                             = "conn-dc"
  express_route_gateway_id         = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/expressRouteGateways/ergw"
  express_route_circuit_peering_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/expressRouteCircuits/erc/peerings/AzurePrivatePeering"

  routing {
    associated_route_table_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/virtualHubs/vhub/hubRouteTables/defaultRouteTable"
  }
}
