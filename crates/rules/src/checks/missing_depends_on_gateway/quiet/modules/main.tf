module "hub" {
  source = "./hub"
}

module "spoke" {
  source     = "./spoke"
  hub_id     = module.hub.network_id
  hub_name   = module.hub.network_name
  depends_on = [module.hub]
}
