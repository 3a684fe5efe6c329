module "tens" {
  source = "./tens"
  count  = 1000
}
