subscription_id = "44444444-4444-4444-4444-444444444444"

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
