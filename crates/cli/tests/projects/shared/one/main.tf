module "network" {
  source = "../module"
  name   = "vnet-one"
}
