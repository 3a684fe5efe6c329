//! Expressions over known values.

use super::check;

#[test]
fn for_expressions_filter_group_and_sort() {
    check(
        r#"
locals {
  subnets = [
    { vnet = "hub", name = "a", size = 26 },
    { vnet = "spoke", name = "b", size = 24 },
    { vnet = "hub", name = "c", size = 27 },
  ]
}
resource "terraform_data" "t" {
  input = {
    grouped = { for s in local.subnets : s.vnet => s.name... }
    indexed = { for i, s in local.subnets : "${s.name}-${i}" => s.size if s.size > 24 }
    keys    = [for k, v in { z = 1, B = 2, a = 3 } : "${k}=${v}"]
    set     = [for k, v in toset(["y", "x"]) : "${k}${v}"]
    nested  = flatten([for i in range(2) : [for j in [10, 20] : i * j + 1]])
    numbers = { for i in [1, 2] : i => i }
  }
}
"#,
        r#"
        terraform_data.t.input.grouped.hub[0] = "a"
        terraform_data.t.input.grouped.hub[1] = "c"
        terraform_data.t.input.grouped.spoke[0] = "b"
        terraform_data.t.input.indexed.a-0 = 26
        terraform_data.t.input.indexed.c-2 = 27
        terraform_data.t.input.keys[0] = "B=2"
        terraform_data.t.input.keys[1] = "a=3"
        terraform_data.t.input.keys[2] = "z=1"
        terraform_data.t.input.nested[0] = 1
        terraform_data.t.input.nested[1] = 1
        terraform_data.t.input.nested[2] = 11
        terraform_data.t.input.nested[3] = 21
        terraform_data.t.input.numbers.1 = 1
        terraform_data.t.input.numbers.2 = 2
        terraform_data.t.input.set[0] = "xx"
        terraform_data.t.input.set[1] = "yy"
        "#,
    );
}

#[test]
fn splats_of_lists_nulls_and_single_values() {
    check(
        r#"
locals {
  rules  = [{ n = "a", p = [{ v = 1 }, { v = 2 }] }, { n = "b", p = [{ v = 3 }] }]
  absent = null
}
resource "terraform_data" "t" {
  input = {
    names     = local.rules[*].n
    attribute = local.rules.*.n
    index     = local.rules.*.n[1]
    full      = local.rules[*].p[0].v
    nested    = local.rules[*].p[*].v
    null      = local.absent[*]
    single    = "x"[*]
    object    = local.rules[0][*].n
    legacy    = local.rules.0.p.1.v
  }
}
"#,
        r#"
        terraform_data.t.input.attribute[0] = "a"
        terraform_data.t.input.attribute[1] = "b"
        terraform_data.t.input.full[0] = 1
        terraform_data.t.input.full[1] = 3
        terraform_data.t.input.index = "b"
        terraform_data.t.input.legacy = 2
        terraform_data.t.input.names[0] = "a"
        terraform_data.t.input.names[1] = "b"
        terraform_data.t.input.nested[0][0] = 1
        terraform_data.t.input.nested[0][1] = 2
        terraform_data.t.input.nested[1][0] = 3
        terraform_data.t.input.null = []
        terraform_data.t.input.object[0] = "a"
        terraform_data.t.input.single[0] = "x"
        "#,
    );
}

#[test]
fn conditionals_unify_and_do_not_evaluate_what_they_do_not_choose() {
    check(
        r#"
locals {
  maybe = null
  list  = []
}
resource "terraform_data" "t" {
  input = {
    unified = true ? 1 : "a"
    null    = local.maybe == null ? "none" : local.maybe.name
    first   = length(local.list) > 0 ? local.list[0] : "empty"
    bool    = "true" ? "yes" : "no"
    lists   = false ? ["a"] : [1, 2]
    chain   = 2 > 3 ? "a" : 3 > 2 && !false ? "b" : "c"
  }
}
"#,
        r#"
        terraform_data.t.input.bool = "yes"
        terraform_data.t.input.chain = "b"
        terraform_data.t.input.first = "empty"
        terraform_data.t.input.lists[0] = "1"
        terraform_data.t.input.lists[1] = "2"
        terraform_data.t.input.null = "none"
        terraform_data.t.input.unified = "1"
        "#,
    );
}

#[test]
fn try_and_can_take_the_first_that_succeeds() {
    check(
        r#"
variable "o" {
  default = { a = { b = "deep" }, n = null, list = [] }
}
resource "terraform_data" "t" {
  input = {
    deep     = try(var.o.a.b, "x")
    missing  = try(var.o.a.c, var.o.z, "fallback")
    null     = try(var.o.n, "not reached")
    null_at  = try(var.o.n.x, "reached")
    index    = try(var.o.list[0], null)
    number   = try(tonumber("abc"), -1)
    can      = [can(var.o.a.b), can(var.o.x), can(tonumber("z")), can(null)]
    length   = try(length([for x in [1] : x.missing]), "failed inside")
    unchosen = try(false ? var.o.zzz : "chosen", "x")
    nested   = try(try(var.o.x, var.o.y), "outer")
  }
}
"#,
        r#"
        terraform_data.t.input.can[0] = true
        terraform_data.t.input.can[1] = false
        terraform_data.t.input.can[2] = false
        terraform_data.t.input.can[3] = true
        terraform_data.t.input.deep = "deep"
        terraform_data.t.input.index = null
        terraform_data.t.input.length = "failed inside"
        terraform_data.t.input.missing = "fallback"
        terraform_data.t.input.nested = "outer"
        terraform_data.t.input.null = null
        terraform_data.t.input.null_at = "reached"
        terraform_data.t.input.number = -1
        terraform_data.t.input.unchosen = "chosen"
        "#,
    );
}

#[test]
fn templates_render_directives_and_strip() {
    check(
        r#"
locals {
  hosts = { b = "10.0.0.2", a = "10.0.0.1" }
}
resource "terraform_data" "t" {
  input = {
    text = "a${1 + 1}b${true}"
    dir  = "%{ for k, v in local.hosts ~}${k}=${v};%{ endfor ~}"
    iff  = "%{ if length(local.hosts) > 1 }many%{ else }one%{ endif }"
    here = <<-EOT
      first ${local.hosts.a}
        %{~ for v in local.hosts }
        - ${v}
        %{~ endfor }
      last
    EOT
    raw  = "$${x} %%{y}"
    list = "${[1, 2]}"
    file = templatefile("${path.module}/greeting.tftpl", { name = "you", items = ["x", "y"] })
  }
}
--- greeting.tftpl
Hello ${name}!
%{ for item in items ~}
* ${upper(item)}
%{ endfor ~}
"#,
        r#"
        terraform_data.t.input.dir = "a=10.0.0.1;b=10.0.0.2;"
        terraform_data.t.input.file = "Hello you!\n* X\n* Y\n"
        terraform_data.t.input.here = "      first 10.0.0.1\n\n        - 10.0.0.1\n\n        - 10.0.0.2\n\n      last\n"
        terraform_data.t.input.iff = "many"
        terraform_data.t.input.list[0] = 1
        terraform_data.t.input.list[1] = 2
        terraform_data.t.input.raw = "${x} %{y}"
        terraform_data.t.input.text = "a2btrue"
        "#,
    );
}

#[test]
fn objects_and_keys() {
    check(
        r#"
locals {
  key = "k"
  n   = 3
}
resource "terraform_data" "t" {
  input = {
    (local.key)    = 1
    "${local.key}2" = 2
    quoted         = { "a b" = 1, (local.n) = "number key" }
    index          = { a = 1 }["a"]
    tuple          = ["a", "b"]["1"]
    number_key     = { "1" = "x" }[1]
  }
}
"#,
        r#"
        terraform_data.t.input.index = 1
        terraform_data.t.input.k = 1
        terraform_data.t.input.k2 = 2
        terraform_data.t.input.number_key = "x"
        terraform_data.t.input.quoted.3 = "number key"
        terraform_data.t.input.quoted.a b = 1
        terraform_data.t.input.tuple = "b"
        "#,
    );
}

const DECIDED: &str = r#"
resource "terraform_data" "t" {
  input = {
    or    = true || null.name
    and   = false && "no truth"
    right = null.name || true
    valid = true || "false"
  }
}
"#;

#[test]
fn both_sides_of_a_connective_must_be_valid_before_terraform_1_12() {
    check(
        &format!("terraform {{\n  required_version = \"~> 1.11.0\"\n}}\n{DECIDED}"),
        r"
        terraform_data.t.input.and = ~ a bool is required
        terraform_data.t.input.or = ~ This value is null, so it does not have any attributes.
        terraform_data.t.input.right = ~ This value is null, so it does not have any attributes.
        terraform_data.t.input.valid = true
        ",
    );
}

#[test]
fn code_for_terraform_1_12_may_leave_the_right_side_invalid() {
    check(
        &format!("terraform {{\n  required_version = \"~> 1.12\"\n}}\n{DECIDED}"),
        r"
        terraform_data.t.input.and = false
        terraform_data.t.input.or = true
        terraform_data.t.input.right = ~ This value is null, so it does not have any attributes.
        terraform_data.t.input.valid = true
        ",
    );
}

/// Terraform 1.11 rejects the two that lean on it, 1.12 does not; of the others both
/// make the same.
#[test]
fn code_that_only_later_versions_take_means_what_they_make_of_it() {
    check(
        r#"
resource "terraform_data" "t" {
  input = {
    or      = true || null.name
    and     = length([]) > 0 && [][0] == "a"
    right   = null.name || true
    tried   = try(true || null.name, "failed")
    can     = can(false && null.name)
    through = try(local.decided, "failed")
  }
}
locals {
  decided = false && null.name
}
"#,
        r#"
        terraform_data.t.input.and = false
        terraform_data.t.input.can = false
        terraform_data.t.input.or = true
        terraform_data.t.input.right = ~ This value is null, so it does not have any attributes.
        terraform_data.t.input.through = false
        terraform_data.t.input.tried = "failed"
        "#,
    );
}

#[test]
fn functions_are_those_of_required_providers() {
    check(
        r#"
terraform {
  required_providers {
    az = { source = "Azure/azapi" }
    random = { source = "hashicorp/random" }
  }
}
resource "terraform_data" "t" {
  input = {
    id      = provider::az::build_resource_id("/subscriptions/s/resourceGroups/g", "Microsoft.Network/virtualNetworks", "v")
    other   = provider::random::shuffle("x")
    missing = provider::azurerm::parse_resource_id("/subscriptions/s")
  }
}
"#,
        r#"
        terraform_data.t.input.id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"
        terraform_data.t.input.missing = ~ the provider of `provider::azurerm::parse_resource_id` is not required here
        terraform_data.t.input.other = ~ provider::random::shuffle() cannot be computed offline
        "#,
    );
}

#[test]
fn a_template_sees_its_variables_and_calls_no_template() {
    check(
        r#"
resource "terraform_data" "t" {
  input = {
    plain   = templatefile("${path.module}/b.tpl", { x = 1 })
    map     = templatefile("${path.module}/b.tpl", tomap({ x = "m" }))
    missing = templatefile("${path.module}/b.tpl", {})
    list    = templatefile("${path.module}/b.tpl", [1])
    nested  = templatefile("${path.module}/a.tpl", { y = 2 })
  }
}
--- a.tpl
A${templatefile("b.tpl", { x = 1 })}${y}
--- b.tpl
B${x}
"#,
        r#"
        terraform_data.t.input.list = ~ the variables of a template must be an object
        terraform_data.t.input.map = "Bm\n"
        terraform_data.t.input.missing = ~ `x` cannot be used here
        terraform_data.t.input.nested = ~ a template cannot call `templatefile`
        terraform_data.t.input.plain = "B1\n"
        "#,
    );
}
