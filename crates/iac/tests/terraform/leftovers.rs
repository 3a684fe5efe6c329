//! What a root has besides resources and values: moves, checks, aliases of
//! providers, what earlier versions wrote.

use nexthop_iac::{Memory, Request, load};

use super::rendering;

/// Terraform 1.11 plans the values below for it once the types of its variables are
/// without quotes, which it no longer takes.
const ROOT: &str = r#"
terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = []
    }
  }
}
provider "terraform" {
  alias = "other"
}
variable "secret" {
  type      = string
  default   = "s"
  ephemeral = true
}
variable "old_list" {
  type    = "list"
  default = ["x"]
}
variable "old_map" {
  type    = "map"
  default = { a = "b" }
}
variable "old_text" {
  type    = "string"
  default = 5
}
resource "terraform_data" "one" {
  provider = terraform.other
  count    = "${length(var.old_list)}"
  input    = "${var.old_map["a"]}-${element(var.old_list, 0)}${var.old_text}"
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [input]
    
    precondition {
      condition     = length(var.old_list) > 0
      error_message = "x"
    }
  }
  
}
resource "terraform_data" "two" {
  input = "${terraform_data.one.*.input}"
  depends_on = []
}
moved {
  from = terraform_data.gone
  to   = terraform_data.two
}
removed {
  from = terraform_data.removed
  lifecycle {
    destroy = false
  }
}
check "health" {
  assert {
    condition     = terraform_data.two.input != null
    error_message = "x"
  }
}
module "m" {
  source    = "./m"
  providers = { terraform.inner = terraform.other }
  line      = local.line
}
output "o" {
  value     = module.m.line
  ephemeral = false
}
"#;

const CALLED: &str = r#"
terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = [terraform.inner]
    }
  }
}
variable "line" {}
resource "terraform_data" "in" {
  provider = terraform.inner
  input    = var.line
}
output "line" {
  value = terraform_data.in.input
}
"#;

const WITH_MARK: &str = "\u{FEFF}# a comment\r\nlocals {\r\n  line = <<EOT\r\na\r\nEOT\r\n}\r\n";

/// What later versions of Terraform have.
const LATER: &str = r#"
ephemeral "azurerm_key_vault_secret" "shared_key" {
  name = "key"
}
action "azurerm_virtual_machine_power" "off" {
  config {
    virtual_machine_id = "x"
  }
}
import {
  to = terraform_data.two
  id = "x"
}
check "scoped" {
  data "http" "site" {
    url = "https://example.com"
  }
  assert {
    condition     = data.http.site.status_code == 200
    error_message = "x"
  }
}
resource "terraform_data" "late" {
  input = {
    key       = ephemeral.azurerm_key_vault_secret.shared_key.value
    workspace = terraform.workspace
    applying  = terraform.applying
    list      = list("a", 1)
    map       = map("a", "b")
  }
}
"#;

#[test]
fn blocks_that_no_resource_comes_from_change_nothing() {
    let mut files = Memory::default();
    files.add("root/main.tf", ROOT);
    files.add("root/m/main.tf", CALLED);
    files.add("root/crlf.tf", WITH_MARK);
    files.add("root/later.tf", LATER);
    let request = Request { paths: vec!["root".into()], ..Request::default() };
    let workspace = load(&files, &request);
    let [project] = workspace.projects.as_slice() else { panic!("there is one root") };
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    let resources = rendering::resources(&project.resources);
    let expected = r#"
        module.m.terraform_data.in.input = "a\r\n"
        terraform_data.late.input.applying = ~ terraform.applying is outside of this code
        terraform_data.late.input.key = ~ ephemeral.azurerm_key_vault_secret.shared_key is outside of this code
        terraform_data.late.input.list[0] = "a"
        terraform_data.late.input.list[1] = "1"
        terraform_data.late.input.map.a = "b"
        terraform_data.late.input.workspace = "default"
        terraform_data.one[0].input = "b-x5"
        terraform_data.two.input[0] = "b-x5"
    "#;
    let expected: Vec<_> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(resources.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn modules_that_call_each_other_are_told_of() {
    let call = |source: &str| {
        format!(
            "module \"other\" {{\n  source = \"{source}\"\n}}\nresource \"azurerm_x\" \"x\" {{\n}}\n"
        )
    };
    let mut files = Memory::default();
    files.add("code/b/main.tf", call("../c"));
    files.add("code/c/main.tf", call("../b"));
    files.add("code/a/main.tf", "resource \"azurerm_x\" \"x\" {\n}\n");
    files.add("code/d/main.tf", call("../a"));
    let request = Request { paths: vec!["code".into()], ..Request::default() };
    let workspace = load(&files, &request);
    let roots: Vec<_> = workspace.projects.iter().map(|one| one.input.path.as_str()).collect();
    assert_eq!(roots, ["code/b", "code/d"]);
    let circle = &workspace.projects[0];
    let addresses: Vec<_> = circle.resources.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(addresses, ["azurerm_x.x", "module.other.azurerm_x.x"]);
    let messages: Vec<_> = circle.diagnostics.iter().map(|one| &*one.message).collect();
    assert_eq!(messages, ["This module calls itself, or modules are nested too deeply"]);
}
