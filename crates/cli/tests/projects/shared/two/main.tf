module "network" {
  source = "../module"
  name   = "vnet-two"
}
