subscription_id = "11111111-1111-1111-1111-111111111111"
tenant_id       = "22222222-2222-2222-2222-222222222222"

hub = {
  address_space = ["10.0.0.0/16"]
  subnets = {
    gateway  = "10.0.0.0/26"
    firewall = "10.0.1.0/26"
    shared   = "10.0.2.0/24"
  }
}

spoke_prefixes = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]

vpn_client_pool = "172.16.201.0/24"

express_route_circuit_id = "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-carrier/providers/Microsoft.Network/expressRouteCircuits/erc-ams-weu"
