//! Nested blocks.

use super::check;

#[test]
fn dynamic_blocks_become_lists_of_objects() {
    check(
        r#"
locals {
  rules = { b = { port = 2, tags = ["x"] }, a = { port = 1, tags = [] } }
}
resource "azurerm_firewall_policy_rule_collection_group" "g" {
  name = "g"
  network_rule_collection {
    name = "fixed"
  }
  dynamic "network_rule_collection" {
    for_each = local.rules
    content {
      name = "${network_rule_collection.key}-${network_rule_collection.value.port}"
      dynamic "rule" {
        for_each = network_rule_collection.value.tags
        iterator = tag
        content {
          name   = tag.value
          number = tag.key
          outer  = network_rule_collection.key
        }
      }
    }
  }
  dynamic "absent" {
    for_each = []
    content {}
  }
  dynamic "single" {
    for_each = local.rules.a.port == 1 ? [1] : []
    content {
      on = true
    }
  }
}
"#,
        r#"
        azurerm_firewall_policy_rule_collection_group.g.absent = []
        azurerm_firewall_policy_rule_collection_group.g.name = "g"
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[0].name = "fixed"
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[1].name = "a-1"
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[1].rule = []
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[2].name = "b-2"
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[2].rule[0].name = "x"
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[2].rule[0].number = 0
        azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[2].rule[0].outer = "b"
        azurerm_firewall_policy_rule_collection_group.g.single[0].on = true
        "#,
    );
}

#[test]
fn meta_arguments_are_not_values() {
    check(
        r#"
resource "azurerm_subnet" "s" {
  count      = 1
  provider   = azurerm.hub
  depends_on = [azurerm_subnet.other]
  name       = "s${count.index}"
  lifecycle {
    ignore_changes = [tags]
    precondition {
      condition     = self.name != ""
      error_message = "no"
    }
  }
  timeouts {
    create = "60m"
  }
  provisioner "local-exec" {
    command = "echo ${self.id}"
  }
  connection {
    host = self.name
  }
}
resource "azurerm_subnet" "other" {
  for_each = toset([])
  name     = each.key
}
"#,
        r#"
        azurerm_subnet.s[0].name = "s0"
        "#,
    );
}

#[test]
fn a_dynamic_block_that_cannot_be_counted_is_unknown() {
    check(
        r#"
variable "rules" {}
resource "azurerm_route_table" "t" {
  dynamic "route" {
    for_each = var.rules
    content {
      name = route.value
    }
  }
}
resource "azurerm_route_table" "mixed" {
  route {
    name = "fixed"
  }
  dynamic "route" {
    for_each = var.rules
    content {
      name = route.value
    }
  }
}
"#,
        r#"
        azurerm_route_table.mixed.route[0].name = "fixed"
        azurerm_route_table.mixed.route[1] = ~ var.rules has no value
        azurerm_route_table.t.route = ~ var.rules has no value
        "#,
    );
}

/// [OpenTofu 1.11](https://opentofu.org/docs/language/meta-arguments/enabled/): what is not
/// enabled is null.
#[test]
fn opentofu_enables_resources_and_modules() {
    check(
        r#"
variable "on" {}
variable "off" {
  default = false
}
resource "azurerm_subnet" "on" {
  name = "on"
  lifecycle {
    enabled = !var.off
  }
}
resource "azurerm_subnet" "off" {
  name = "off"
  lifecycle {
    enabled = var.off
  }
}
resource "azurerm_subnet" "perhaps" {
  name = "perhaps"
  lifecycle {
    enabled = var.on
  }
}
module "off" {
  source = "./m"
  lifecycle {
    enabled = var.off
  }
}
resource "terraform_data" "t" {
  input = {
    on      = azurerm_subnet.on.name
    off     = azurerm_subnet.off == null
    tried   = try(azurerm_subnet.off.name, "none")
    perhaps = azurerm_subnet.perhaps.name
    module  = try(module.off.name, "none")
  }
}
--- m/main.tf
resource "azurerm_subnet" "m" {
  name = "m"
}
output "name" {
  value = azurerm_subnet.m.name
}
"#,
        r#"
        azurerm_subnet.on.name = "on"
        azurerm_subnet.perhaps ~ var.on has no value
        azurerm_subnet.perhaps.name = "perhaps"
        terraform_data.t.input.module = "none"
        terraform_data.t.input.off = true
        terraform_data.t.input.on = "on"
        terraform_data.t.input.perhaps = "perhaps"
        terraform_data.t.input.tried = "none"
        "#,
    );
}
