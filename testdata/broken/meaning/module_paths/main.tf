module "absent" {
  source = "./absent"
}

module "above" {
  source = "../../../../../../../../../../../../etc"
}

module "absolute" {
  source = "/"
}

module "computed" {
  source = "./${local.where}"
}

module "number" {
  source = 4
}

module "none" {}

module {
  source = "./absent"
}

module "too" "many" {
  source = "./absent"
}

locals {
  where = module.absent.where
}
