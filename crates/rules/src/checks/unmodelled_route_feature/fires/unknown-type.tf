resource "azapi_resource" "app" {
  type      = "Microsoft.Network/routeTables@2025-07-01"
  name      = "rt-app"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network"
  location  = "westeurope"

  body = {
    properties = {
      routes = [{
        name = "default"
        properties = {
          addressPrefix = "0.0.0.0/0"
          nextHopType   = "HyperNetGateway"
        }
      }]
    }
  }
}
