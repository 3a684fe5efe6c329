module "ping" {
  source = "../ping/../ping"
}
