subscription_id = "11111111-1111-1111-1111-111111111111"
tenant_id       = "22222222-2222-2222-2222-222222222222"

hub = {
  address_space = ["10.0.0.0/16"]
  subnets = {
    gateway      = "10.0.0.0/26"
    firewall     = "10.0.1.0/26"
    route_server = "10.0.1.64/26"
    shared       = "10.0.2.0/24"
  }
}

spokes = {
  app = {
    address_space = ["10.1.0.0/16"]
    subnets = {
      web = "10.1.0.0/24"
      api = "10.1.1.0/24"
    }
  }
  data = {
    address_space = ["10.2.0.0/16"]
    subnets = {
      sql = "10.2.0.0/24"
    }
  }
  desktop = {
    address_space = ["10.3.0.0/16"]
    subnets = {
      sessionhosts = "10.3.0.0/22"
    }
  }
}

vpn_client_pool = "172.16.201.0/24"

express_route = {
  service_provider      = "Equinix"
  peering_location      = "Amsterdam"
  vlan_id               = 100
  peer_asn              = 65010
  primary_peer_prefix   = "172.31.255.0/30"
  secondary_peer_prefix = "172.31.255.4/30"
}
