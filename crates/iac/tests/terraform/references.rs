//! References between resources.

use super::check;

#[test]
fn resources_refer_to_each_other() {
    check(
        r#"
resource "terraform_data" "one" {
  input = "v"
}
resource "terraform_data" "many" {
  for_each = { a = 1, b = 2 }
  input    = each.value
}
resource "terraform_data" "list" {
  count = 3
  input = "${terraform_data.one.input}${count.index}"
}
resource "terraform_data" "t" {
  input = {
    one    = terraform_data.one.input
    form   = resource.terraform_data.one.input
    key    = terraform_data.many["b"].input
    all    = { for k, r in terraform_data.many : k => r.input }
    values = values(terraform_data.many)[*].input
    list   = terraform_data.list[*].input
    attr   = terraform_data.list.*.input
    last   = terraform_data.list[length(terraform_data.list) - 1].input
    legacy = terraform_data.list.1.input
    text   = join(",", terraform_data.list[*].input)
    notnull = terraform_data.one.id != null
    count  = length(terraform_data.many)
    miss   = try(terraform_data.many["c"].input, "missing")
  }
}
"#,
        r#"
        terraform_data.list[0].input = "v0"
        terraform_data.list[1].input = "v1"
        terraform_data.list[2].input = "v2"
        terraform_data.many["a"].input = 1
        terraform_data.many["b"].input = 2
        terraform_data.one.input = "v"
        terraform_data.t.input.all.a = 1
        terraform_data.t.input.all.b = 2
        terraform_data.t.input.attr[0] = "v0"
        terraform_data.t.input.attr[1] = "v1"
        terraform_data.t.input.attr[2] = "v2"
        terraform_data.t.input.count = 2
        terraform_data.t.input.form = "v"
        terraform_data.t.input.key = 2
        terraform_data.t.input.last = "v2"
        terraform_data.t.input.legacy = "v1"
        terraform_data.t.input.list[0] = "v0"
        terraform_data.t.input.list[1] = "v1"
        terraform_data.t.input.list[2] = "v2"
        terraform_data.t.input.miss = "missing"
        terraform_data.t.input.notnull = true
        terraform_data.t.input.one = "v"
        terraform_data.t.input.text = "v0,v1,v2"
        terraform_data.t.input.values[0] = 1
        terraform_data.t.input.values[1] = 2
        "#,
    );
}

#[test]
fn ids_and_attributes_that_are_not_configured_are_references() {
    check(
        r#"
resource "azurerm_virtual_network" "hub" {
  name          = "hub"
  address_space = ["10.0.0.0/16"]
  location      = null
}
resource "azurerm_firewall" "fw" {
  ip_configuration {
    name      = "c"
    subnet_id = azurerm_subnet.s["a"].id
  }
}
resource "azurerm_subnet" "s" {
  for_each             = toset(["a", "b.c"])
  name                 = each.key
  virtual_network_name = azurerm_virtual_network.hub.name
}
resource "azurerm_route" "r" {
  next_hop  = azurerm_firewall.fw.ip_configuration[0].private_ip_address
  legacy    = azurerm_firewall.fw.ip_configuration.0.private_ip_address
  name      = azurerm_firewall.fw.ip_configuration[0].name
  subnet    = azurerm_firewall.fw.ip_configuration[0].subnet_id
  space     = azurerm_virtual_network.hub.address_space[0]
  location  = azurerm_virtual_network.hub.location
  guid      = azurerm_virtual_network.hub.guid
  identity  = azurerm_virtual_network.hub.identity[0].principal_id
  by_key    = azurerm_subnet.s["b.c"].id
  ids       = values(azurerm_subnet.s)[*].id
  map       = { for key, subnet in azurerm_subnet.s : key => subnet.id }
  text      = "${azurerm_virtual_network.hub.id}/subnets/${azurerm_subnet.s["a"].name}"
  whole     = azurerm_virtual_network.hub.id == null
  present   = azurerm_virtual_network.hub.id != null
  unsure    = azurerm_virtual_network.hub.guid != null
  address   = azurerm_firewall.fw.ip_configuration[0].private_ip_address == null ? null : azurerm_firewall.fw.ip_configuration[0].private_ip_address
  fallback  = try(azurerm_subnet.s["zz"].id, azurerm_virtual_network.hub.id)
  lookup    = lookup(azurerm_subnet.s, "a", null).id
  merged    = merge(azurerm_virtual_network.hub, { name = "other" }).id
  flattened = flatten([for fw in [azurerm_firewall.fw] : fw.ip_configuration])[0].private_ip_address
}
"#,
        r#"
        azurerm_firewall.fw.ip_configuration[0].name = "c"
        azurerm_firewall.fw.ip_configuration[0].subnet_id = ~azurerm_subnet.s["a"].id
        azurerm_route.r.address = ~azurerm_firewall.fw.ip_configuration[0].private_ip_address
        azurerm_route.r.by_key = ~azurerm_subnet.s["b.c"].id
        azurerm_route.r.fallback = ~azurerm_virtual_network.hub.id
        azurerm_route.r.flattened = ~azurerm_firewall.fw.ip_configuration[0].private_ip_address
        azurerm_route.r.guid = ~azurerm_virtual_network.hub.guid
        azurerm_route.r.identity = ~azurerm_virtual_network.hub.identity[0].principal_id
        azurerm_route.r.ids[0] = ~azurerm_subnet.s["a"].id
        azurerm_route.r.ids[1] = ~azurerm_subnet.s["b.c"].id
        azurerm_route.r.legacy = ~azurerm_firewall.fw.ip_configuration[0].private_ip_address
        azurerm_route.r.location = ~azurerm_virtual_network.hub.location
        azurerm_route.r.lookup = ~azurerm_subnet.s["a"].id
        azurerm_route.r.map.a = ~azurerm_subnet.s["a"].id
        azurerm_route.r.map.b.c = ~azurerm_subnet.s["b.c"].id
        azurerm_route.r.merged = ~azurerm_virtual_network.hub.id
        azurerm_route.r.name = "c"
        azurerm_route.r.next_hop = ~azurerm_firewall.fw.ip_configuration[0].private_ip_address
        azurerm_route.r.present = true
        azurerm_route.r.space = "10.0.0.0/16"
        azurerm_route.r.subnet = ~azurerm_subnet.s["a"].id
        azurerm_route.r.text = ~"{azurerm_virtual_network.hub.id}/subnets/a" azurerm_virtual_network.hub.id is known only after deployment
        azurerm_route.r.unsure = ~ azurerm_virtual_network.hub.guid is known only after deployment
        azurerm_route.r.whole = false
        azurerm_subnet.s["a"].name = "a"
        azurerm_subnet.s["a"].virtual_network_name = "hub"
        azurerm_subnet.s["b.c"].name = "b.c"
        azurerm_subnet.s["b.c"].virtual_network_name = "hub"
        azurerm_virtual_network.hub.address_space[0] = "10.0.0.0/16"
        azurerm_virtual_network.hub.location = null
        azurerm_virtual_network.hub.name = "hub"
        "#,
    );
}

#[test]
fn resources_pass_through_variables_and_outputs() {
    check(
        r#"
module "net" {
  source = "./net"
}
module "user" {
  source  = "./user"
  subnets = module.net.subnets
  vnet    = module.net.vnet
}
--- net/main.tf
resource "azurerm_virtual_network" "v" {
  name = "v"
}
resource "azurerm_subnet" "s" {
  count = 2
  name  = "s${count.index}"
}
output "subnets" {
  value = { for s in azurerm_subnet.s : s.name => s }
}
output "vnet" {
  value = azurerm_virtual_network.v
}
--- user/main.tf
variable "subnets" {}
variable "vnet" {
  type = any
}
resource "azurerm_thing" "t" {
  for_each = var.subnets
  key      = each.key
  subnet   = each.value.id
  prefix   = each.value.address_prefixes[0]
  vnet     = var.vnet.id
  name     = var.vnet.name
}
"#,
        r#"
        module.net.azurerm_subnet.s[0].name = "s0"
        module.net.azurerm_subnet.s[1].name = "s1"
        module.net.azurerm_virtual_network.v.name = "v"
        module.user.azurerm_thing.t["s0"].key = "s0"
        module.user.azurerm_thing.t["s0"].name = "v"
        module.user.azurerm_thing.t["s0"].prefix = ~module.net.azurerm_subnet.s[0].address_prefixes[0]
        module.user.azurerm_thing.t["s0"].subnet = ~module.net.azurerm_subnet.s[0].id
        module.user.azurerm_thing.t["s0"].vnet = ~module.net.azurerm_virtual_network.v.id
        module.user.azurerm_thing.t["s1"].key = "s1"
        module.user.azurerm_thing.t["s1"].name = "v"
        module.user.azurerm_thing.t["s1"].prefix = ~module.net.azurerm_subnet.s[1].address_prefixes[0]
        module.user.azurerm_thing.t["s1"].subnet = ~module.net.azurerm_subnet.s[1].id
        module.user.azurerm_thing.t["s1"].vnet = ~module.net.azurerm_virtual_network.v.id
        "#,
    );
}

#[test]
fn a_resource_fits_the_type_of_a_variable_that_wants_more_than_is_configured() {
    check(
        r#"
module "user" {
  source = "./user"
  vnet   = azurerm_virtual_network.v
  subnets = {
    a = azurerm_subnet.a
  }
}
resource "azurerm_virtual_network" "v" {
  name = "v"
}
resource "azurerm_subnet" "a" {
  name = "a"
}
--- user/main.tf
variable "vnet" {
  type = object({
    id   = string
    name = string
    guid = string
    tags = optional(map(string), {})
  })
}
variable "subnets" {
  type = map(object({ id = string, address_prefixes = list(string) }))
}
resource "azurerm_thing" "t" {
  id       = var.vnet.id
  name     = var.vnet.name
  guid     = var.vnet.guid
  prefixes = var.subnets["a"].address_prefixes
}
"#,
        r#"
        azurerm_subnet.a.name = "a"
        azurerm_virtual_network.v.name = "v"
        module.user.azurerm_thing.t.guid = ~azurerm_virtual_network.v.guid
        module.user.azurerm_thing.t.id = ~azurerm_virtual_network.v.id
        module.user.azurerm_thing.t.name = "v"
        module.user.azurerm_thing.t.prefixes = ~azurerm_subnet.a.address_prefixes
        "#,
    );
}

#[test]
fn a_condition_may_choose_between_resources() {
    check(
        r#"
resource "azurerm_virtual_network" "a" {
  count = 1
  name  = "a"
}
resource "azurerm_virtual_network" "b" {
  count         = 0
  address_space = ["10.0.0.0/8"]
}
locals {
  vnet = length(azurerm_virtual_network.b) > 0 ? azurerm_virtual_network.b[0] : azurerm_virtual_network.a[0]
}
resource "azurerm_thing" "t" {
  id    = local.vnet.id
  name  = local.vnet.name
  space = local.vnet.address_space
  one   = one(azurerm_virtual_network.a[*].id)
  none  = one(azurerm_virtual_network.b[*].id)
  id0   = element(concat(azurerm_virtual_network.a.*.id, [""]), 0)
}
"#,
        r#"
        azurerm_thing.t.id = ~azurerm_virtual_network.a[0].id
        azurerm_thing.t.id0 = ~azurerm_virtual_network.a[0].id
        azurerm_thing.t.name = "a"
        azurerm_thing.t.none = null
        azurerm_thing.t.one = ~azurerm_virtual_network.a[0].id
        azurerm_thing.t.space = ~azurerm_virtual_network.a[0].address_space
        azurerm_virtual_network.a[0].name = "a"
        "#,
    );
}

#[test]
fn data_sources_are_known_as_far_as_they_are_configured() {
    check(
        r#"
data "azurerm_virtual_network" "hub" {
  name = "hub"
}
resource "azurerm_virtual_network_peering" "p" {
  name   = "to-${data.azurerm_virtual_network.hub.name}"
  remote = data.azurerm_virtual_network.hub.id
  region = "${data.azurerm_virtual_network.hub.location}!"
}
"#,
        r#"
        azurerm_virtual_network_peering.p.name = "to-hub"
        azurerm_virtual_network_peering.p.region = ~"{data.azurerm_virtual_network.hub.location}!" data.azurerm_virtual_network.hub.location is outside of this code
        azurerm_virtual_network_peering.p.remote = ~data.azurerm_virtual_network.hub.id
        data.azurerm_virtual_network.hub.name = "hub"
        "#,
    );
}
