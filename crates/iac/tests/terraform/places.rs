//! Where values were written, what they were read from, and who called.

use nexthop_iac::{Memory, Request, Value, Workspace, load};

use super::workspace;

fn value<'w>(workspace: &'w Workspace, address: &str, attribute: &str) -> &'w Value {
    let resources = &workspace.projects[0].resources;
    let resource = resources.iter().find(|one| one.address.as_str() == address);
    let values = &resource.expect("there is such a resource").values;
    values.get(attribute).expect("there is such an attribute")
}

/// The text at the place of an attribute of `azurerm_x.x`, and its file and line.
fn place(workspace: &Workspace, attribute: &str) -> String {
    let value = value(workspace, "azurerm_x.x", attribute);
    let location = workspace.sources.location(value.span);
    let text = workspace.sources.text(value.span);
    format!("{}:{} {text}", location.path, location.start.line)
}

#[test]
fn a_value_keeps_the_place_of_its_literal() {
    let workspace = workspace(
        r#"
module "outer" {
  source = "./outer"
  name   = local.name
}
locals {
  name = "written here"
}
variable "flag" {
  default = true
}
variable "from_file" {
  type = object({ list = list(string) })
}
resource "azurerm_x" "x" {
  through  = module.outer.name
  default  = module.outer.default
  chosen   = var.flag ? "then" : "otherwise"
  file     = var.from_file.list[1]
  element  = [for one in ["a", "b"] : one][1]
  template = "a${local.name}"
  tried    = try(local.missing, "fallback")
  block {
    on = true
  }
}
--- terraform.tfvars
from_file = {
  list = ["one", "two"]
}
--- outer/main.tf
variable "name" {
  type = string
}
variable "default" {
  default = "default"
}
module "inner" {
  source = "./inner"
  name   = var.name
}
output "name" {
  value = module.inner.name
}
output "default" {
  value = coalesce(var.default, "other")
}
--- outer/inner/main.tf
variable "name" {}
output "name" {
  value = var.name
}
"#,
    );
    assert_eq!(place(&workspace, "through"), r#"root/main.tf:6 "written here""#);
    assert_eq!(place(&workspace, "default"), r#"root/outer/main.tf:5 "default""#);
    assert_eq!(place(&workspace, "chosen"), r#"root/main.tf:17 "then""#);
    assert_eq!(place(&workspace, "file"), r#"root/terraform.tfvars:2 "two""#);
    assert_eq!(place(&workspace, "element"), r#"root/main.tf:19 "b""#);
    assert_eq!(place(&workspace, "template"), r#"root/main.tf:20 "a${local.name}""#);
    assert_eq!(place(&workspace, "tried"), r#"root/main.tf:21 "fallback""#);
    assert_eq!(place(&workspace, "block"), "root/main.tf:22 block");
}

#[test]
fn an_unknown_value_keeps_the_place_of_its_cause() {
    let workspace = workspace(
        r#"
variable "prefix" {
  type = string
}
resource "azurerm_x" "x" {
  name = "${var.prefix}-x"
}
"#,
    );
    let nexthop_iac::Kind::Unknown(unknown) = &value(&workspace, "azurerm_x.x", "name").kind else {
        panic!("it is unknown");
    };
    assert_eq!(workspace.sources.text(unknown.span), r#"variable "prefix""#);
    assert_eq!(place(&workspace, "name"), r#"root/main.tf:5 "${var.prefix}-x""#);
}

#[test]
fn a_known_attribute_remembers_the_resource_it_was_read_from() {
    let workspace = workspace(
        r#"
resource "azurerm_virtual_network" "v" {
  name          = "v"
  address_space = ["10.0.0.0/16"]
}
resource "azurerm_subnet" "s" {
  virtual_network_name = azurerm_virtual_network.v.name
}
resource "azurerm_x" "x" {
  direct  = azurerm_virtual_network.v.name
  further = azurerm_subnet.s.virtual_network_name
  space   = azurerm_virtual_network.v.address_space[0]
  typed   = tostring(azurerm_virtual_network.v.name)
}
"#,
    );
    let via = |attribute| {
        let via = value(&workspace, "azurerm_x.x", attribute).via.as_ref();
        via.map(|via| format!("{} {}", via.target, via.attribute))
    };
    assert_eq!(via("direct").as_deref(), Some("azurerm_virtual_network.v name"));
    assert_eq!(via("further").as_deref(), Some("azurerm_virtual_network.v name"));
    assert_eq!(via("space").as_deref(), Some("azurerm_virtual_network.v address_space[0]"));
    assert_eq!(via("typed").as_deref(), Some("azurerm_virtual_network.v name"));
}

#[test]
fn a_resource_knows_the_calls_that_lead_to_it() {
    let workspace = workspace(
        r#"
module "outer" {
  source   = "./outer"
  for_each = { "a\"b" = 1 }
}
--- outer/main.tf
module "inner" {
  source = "./inner"
  count  = 1
}
--- outer/inner/main.tf
resource "azurerm_x" "x" {
}
"#,
    );
    let resource = &workspace.projects[0].resources[0];
    let calls: Vec<_> = resource
        .origin
        .calls
        .iter()
        .map(|call| format!("{} {}", call.address, workspace.sources.text(call.span)))
        .collect();
    let address = r#"module.outer["a\"b"].module.inner[0]"#;
    assert_eq!(resource.address.as_str(), format!("{address}.azurerm_x.x"));
    let outer = r#"module.outer["a\"b"] module "outer""#.to_owned();
    assert_eq!(calls, [outer, format!("{address} module \"inner\"")]);
    assert_eq!(workspace.sources.text(resource.origin.declared), r#"resource "azurerm_x" "x""#);
}

#[test]
fn a_module_that_is_not_here_is_noted_with_its_arguments() {
    let workspace = workspace(
        r#"
module "hub" {
  source   = "Azure/hub/azurerm"
  version  = "1.0.0"
  for_each = { a = "10.0.0.0/16" }
  space    = each.value
}
"#,
    );
    let [unread] = workspace.projects[0].unread_modules.as_slice() else {
        panic!("there is one such module");
    };
    assert_eq!(unread.address.as_str(), r#"module.hub["a"]"#);
    assert_eq!(unread.source, "Azure/hub/azurerm");
    assert_eq!(workspace.sources.text(unread.span), r#"module "hub""#);
    let arguments = unread.arguments.as_object().expect("they are an object");
    let names: Vec<_> = arguments.keys().map(AsRef::as_ref).collect();
    assert_eq!(names, ["space"]);
    assert_eq!(arguments["space"].as_str(), Some("10.0.0.0/16"));
}

#[test]
fn variables_given_by_hand_come_last() {
    let mut files = Memory::default();
    let text = r#"
variable "text" {}
variable "list" {
  type = list(number)
}
variable "file" {}
resource "azurerm_x" "x" {
  text = var.text
  list = var.list
  file = var.file
}
"#;
    files.add("root/main.tf", text);
    files.add("root/terraform.tfvars", "text = \"file\"\nfile = \"terraform.tfvars\"\n");
    files.add("given.tfvars", "text = \"given\"\nfile = \"given\"\n");
    let given = [("text", "[1]"), ("list", "[1, \"2\"]"), ("text", "last"), ("nobody", "1")];
    let variables = given.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let request = Request {
        paths: vec!["root".into()],
        variables,
        var_files: vec!["given.tfvars".into()],
        ..Request::default()
    };
    let workspace = load(&files, &request);
    let text = value(&workspace, "azurerm_x.x", "text");
    assert_eq!(text.as_str(), Some("last"));
    assert_eq!(place(&workspace, "text"), "root/main.tf:2 variable \"text\"");
    assert_eq!(place(&workspace, "file"), "given.tfvars:2 \"given\"");
    let list = value(&workspace, "azurerm_x.x", "list").as_list().expect("it is a list");
    assert_eq!(list.len(), 2);
    assert_eq!(workspace.sources.text(list[1].span), "variable \"list\"");
}
