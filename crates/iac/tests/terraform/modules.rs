//! Modules and their inputs.

use super::check;

#[test]
fn variables_take_defaults_and_optional_attributes() {
    check(
        r#"
variable "plain" {
  default = "p"
}
variable "typed" {
  type = object({
    name  = string
    size  = optional(number, 3)
    tags  = optional(map(string), { a = 1 })
    inner = optional(object({ on = optional(bool, true) }), {})
    left  = optional(string)
  })
  default = { name = "n", size = "7", extra = "dropped" }
}
variable "many" {
  type    = map(object({ prefix = string, flag = optional(bool, false) }))
  default = { z = { prefix = 1 }, a = { prefix = "b", flag = "true" } }
}
variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "never_null" {
  nullable = false
  default  = "fallback"
}
resource "terraform_data" "t" {
  input = {
    plain = var.plain
    typed = var.typed
    many  = var.many
    set   = [for s in var.set : s]
    nn    = var.never_null
  }
}
"#,
        r#"
        terraform_data.t.input.many.a.flag = true
        terraform_data.t.input.many.a.prefix = "b"
        terraform_data.t.input.many.z.flag = false
        terraform_data.t.input.many.z.prefix = "1"
        terraform_data.t.input.nn = "fallback"
        terraform_data.t.input.plain = "p"
        terraform_data.t.input.set[0] = "a"
        terraform_data.t.input.set[1] = "b"
        terraform_data.t.input.typed.inner.on = true
        terraform_data.t.input.typed.left = null
        terraform_data.t.input.typed.name = "n"
        terraform_data.t.input.typed.size = 7
        terraform_data.t.input.typed.tags.a = "1"
        "#,
    );
}

#[test]
fn variable_files_have_the_precedence_of_terraform() {
    check(
        r#"
variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "l" {
  type    = list(string)
  default = []
}
resource "terraform_data" "t" {
  input = [var.a, var.b, var.c, var.l]
}
--- terraform.tfvars
b = "terraform.tfvars"
c = "terraform.tfvars"
undeclared = 1
--- z.auto.tfvars
c = "auto"
l = ["x", 1]
"#,
        r#"
        terraform_data.t.input[0] = "default"
        terraform_data.t.input[1] = "terraform.tfvars"
        terraform_data.t.input[2] = "auto"
        terraform_data.t.input[3][0] = "x"
        terraform_data.t.input[3][1] = "1"
        "#,
    );
}

#[test]
fn modules_nest_with_count_and_for_each() {
    check(
        r#"
locals {
  sites = { west = 1, "east 1" = 2 }
}
module "site" {
  source   = "./site"
  for_each = local.sites
  name     = each.key
  number   = each.value
}
module "pair" {
  source = "./site"
  count  = 2
  name   = "pair${count.index}"
}
module "none" {
  source = "./site"
  count  = 0
  name   = "none"
}
resource "terraform_data" "t" {
  input = {
    one      = module.site["west"].label
    splat    = module.pair[*].label
    none     = module.none
    values   = values(module.site)[*].label
    nested   = module.site["east 1"].leaf_paths
  }
}
--- site/main.tf
variable "name" {}
variable "number" {
  type    = number
  default = 9
}
module "leaf" {
  source = "../leaf"
  count  = var.number == 2 ? 2 : 0
  text   = "${var.name}-${count.index}"
}
resource "terraform_data" "s" {
  input = var.name
}
output "label" {
  value = upper("${var.name}/${var.number}")
}
output "leaf_paths" {
  value = concat(module.leaf[*].path, [path.module, path.root])
}
--- leaf/main.tf
variable "text" {}
resource "terraform_data" "leaf" {
  for_each = toset([var.text])
  input    = each.value
}
output "path" {
  value = "${path.module}:${var.text}"
}
"#,
        r#"
        module.pair[0].terraform_data.s.input = "pair0"
        module.pair[1].terraform_data.s.input = "pair1"
        module.site["east 1"].module.leaf[0].terraform_data.leaf["east 1-0"].input = "east 1-0"
        module.site["east 1"].module.leaf[1].terraform_data.leaf["east 1-1"].input = "east 1-1"
        module.site["east 1"].terraform_data.s.input = "east 1"
        module.site["west"].terraform_data.s.input = "west"
        terraform_data.t.input.nested[0] = "leaf:east 1-0"
        terraform_data.t.input.nested[1] = "leaf:east 1-1"
        terraform_data.t.input.nested[2] = "site"
        terraform_data.t.input.nested[3] = "."
        terraform_data.t.input.none = []
        terraform_data.t.input.one = "WEST/1"
        terraform_data.t.input.splat[0] = "PAIR0/9"
        terraform_data.t.input.splat[1] = "PAIR1/9"
        terraform_data.t.input.values[0] = "EAST 1/2"
        terraform_data.t.input.values[1] = "WEST/1"
        "#,
    );
}

#[test]
fn two_modules_may_feed_each_other() {
    check(
        r#"
module "hub" {
  source = "./echo"
  given  = module.spoke.fixed
}
module "spoke" {
  source = "./echo"
  given  = module.hub.fixed
}
resource "terraform_data" "t" {
  input = [module.hub.returned, module.spoke.returned]
}
--- echo/main.tf
variable "given" {}
output "fixed" {
  value = "fixed in ${basename(path.module)}"
}
output "returned" {
  value = var.given
}
"#,
        r#"
        terraform_data.t.input[0] = "fixed in echo"
        terraform_data.t.input[1] = "fixed in echo"
        "#,
    );
}
