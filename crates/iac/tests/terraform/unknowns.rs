//! What cannot be told, and why.

use super::check;

#[test]
fn a_variable_without_value_is_unknown_and_says_so() {
    check(
        r#"
variable "prefix" {
  type = string
}
variable "settings" {
  type = object({ name = string })
}
locals {
  name = "${var.prefix}-vnet"
}
resource "azurerm_virtual_network" "v" {
  name     = local.name
  twice    = "a-${local.name}"
  field    = var.settings.name
  list     = [for x in [var.prefix, "b"] : "${x}!"]
  filtered = [for x in [var.prefix, "b"] : x if x != "b"]
  chosen   = var.prefix == "x" ? "yes" : "no"
  same     = var.prefix == "x" ? "k" : "k"
  mixed    = { known = 1, unknown = var.prefix }
  key      = { (var.prefix) = 1 }
  null     = local.name != null
  either   = var.prefix == "x" || true
}
"#,
        r#"
        azurerm_virtual_network.v.chosen = ~ var.prefix has no value
        azurerm_virtual_network.v.either = true
        azurerm_virtual_network.v.field = ~ var.settings has no value
        azurerm_virtual_network.v.filtered = ~ var.prefix has no value
        azurerm_virtual_network.v.key = ~ var.prefix has no value
        azurerm_virtual_network.v.list[0] = ~"{?}!" var.prefix has no value
        azurerm_virtual_network.v.list[1] = "b!"
        azurerm_virtual_network.v.mixed.known = 1
        azurerm_virtual_network.v.mixed.unknown = ~ var.prefix has no value
        azurerm_virtual_network.v.name = ~"{?}-vnet" var.prefix has no value
        azurerm_virtual_network.v.null = true
        azurerm_virtual_network.v.same = "k"
        azurerm_virtual_network.v.twice = ~"a-{?}-vnet" var.prefix has no value
        "#,
    );
}

#[test]
fn an_unknown_count_gives_one_instance_that_may_be_there() {
    check(
        r#"
variable "enabled" {}
variable "subnets" {}
resource "azurerm_firewall" "fw" {
  count = var.enabled ? 1 : 0
  name  = "fw"
}
resource "azurerm_subnet" "s" {
  for_each = var.subnets
  name     = each.key
  prefix   = each.value.prefix
}
resource "azurerm_route" "r" {
  firewall = azurerm_firewall.fw[0].id
  name     = azurerm_firewall.fw[0].name
  subnet   = azurerm_subnet.s["gw"].id
  tried    = try(azurerm_firewall.fw[0].id, null)
  all      = azurerm_firewall.fw[*].id
  length   = length(azurerm_firewall.fw)
}
module "m" {
  source = "./m"
  count  = var.enabled ? 1 : 0
}
resource "azurerm_thing" "t" {
  out = module.m[0].out
}
--- m/main.tf
resource "azurerm_subnet" "inner" {
  count = 2
  name  = "inner"
}
output "out" {
  value = azurerm_subnet.inner[1].id
}
"#,
        r#"
        azurerm_firewall.fw ~ var.enabled has no value
        azurerm_firewall.fw.name = "fw"
        azurerm_route.r.all = ~ var.enabled has no value
        azurerm_route.r.firewall = ~azurerm_firewall.fw.id
        azurerm_route.r.length = ~ var.enabled has no value
        azurerm_route.r.name = "fw"
        azurerm_route.r.subnet = ~azurerm_subnet.s.id
        azurerm_route.r.tried = ~azurerm_firewall.fw.id
        azurerm_subnet.s ~ var.subnets has no value
        azurerm_subnet.s.name = ~ var.subnets has no value
        azurerm_subnet.s.prefix = ~ var.subnets has no value
        azurerm_thing.t.out = ~module.m.azurerm_subnet.inner[1].id
        module.m.azurerm_subnet.inner[0] ~ var.enabled has no value
        module.m.azurerm_subnet.inner[0].name = "inner"
        module.m.azurerm_subnet.inner[1] ~ var.enabled has no value
        module.m.azurerm_subnet.inner[1].name = "inner"
        "#,
    );
}

#[test]
fn keys_may_be_known_where_values_are_not() {
    check(
        r#"
variable "x" {}
resource "azurerm_subnet" "s" {
  for_each = { a = var.x, b = azurerm_virtual_network.v.id }
  name     = each.key
  value    = each.value
}
resource "azurerm_virtual_network" "v" {
}
"#,
        r#"
        azurerm_subnet.s["a"].name = "a"
        azurerm_subnet.s["a"].value = ~ var.x has no value
        azurerm_subnet.s["b"].name = "b"
        azurerm_subnet.s["b"].value = ~azurerm_virtual_network.v.id
        azurerm_virtual_network.v = {}
        "#,
    );
}

#[test]
fn what_depends_on_itself_is_unknown() {
    check(
        r#"
locals {
  a = local.b
  b = "${local.a}!"
}
resource "azurerm_subnet" "s" {
  name  = local.a
  other = azurerm_subnet.t.name
}
resource "azurerm_subnet" "t" {
  name = azurerm_subnet.s.other
}
"#,
        r#"
        azurerm_subnet.s.name = ~"{?}!" local.a depends on itself
        azurerm_subnet.s.other = ~ azurerm_subnet.s depends on itself
        azurerm_subnet.t.name = ~ azurerm_subnet.s depends on itself
        "#,
    );
}

#[test]
fn an_expression_that_terraform_rejects_is_unknown() {
    check(
        r#"
locals {
  object = { a = 1 }
}
resource "azurerm_subnet" "s" {
  missing    = local.object.b
  undeclared = local.nothing
  resource   = azurerm_subnet.other.id
  division   = 1 / 0
  list       = [1, 2][5]
  function   = no_such_function(1)
  types      = 1 + "a"
}
"#,
        r#"
        azurerm_subnet.s.division = ~ Division by zero
        azurerm_subnet.s.function = ~ there is no function `no_such_function`
        azurerm_subnet.s.list = ~ The given key does not identify an element in this collection value: the given index is greater than or equal to the length of the collection.
        azurerm_subnet.s.missing = ~ This object does not have an attribute named "b".
        azurerm_subnet.s.resource = ~ `azurerm_subnet.other` is not declared
        azurerm_subnet.s.types = ~ a number is required
        azurerm_subnet.s.undeclared = ~ `local.nothing` is not declared
        "#,
    );
}

#[test]
fn a_module_that_is_not_here_returns_unknown_values() {
    check(
        r#"
module "naming" {
  source   = "Azure/naming/azurerm"
  for_each = { a = 1 }
  suffix   = [each.key]
}
resource "azurerm_subnet" "s" {
  name = module.naming["a"].subnet.name
}
"#,
        r#"
        azurerm_subnet.s.name = ~ module.naming["a"] (source "Azure/naming/azurerm", not read) is outside of this code
        "#,
    );
}
