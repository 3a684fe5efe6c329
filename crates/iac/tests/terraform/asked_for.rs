//! Of what nobody asks for nothing is evaluated, and nothing is lost by it.

use camino::Utf8PathBuf;
use nexthop_iac::{Memory, Request, Workspace, load};

fn read(files: &[(&str, &str)], asked_for: Option<fn(&str) -> bool>) -> Workspace {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.add(Utf8PathBuf::from(*path), *text);
    }
    load(&memory, &Request { paths: vec!["root".into()], asked_for, ..Request::default() })
}

fn is_network(kind: &str) -> bool {
    kind.starts_with("Microsoft.Network/")
}

fn addresses(workspace: &Workspace) -> Vec<&str> {
    let resources = workspace.projects.iter().flat_map(|project| &project.resources);
    resources.map(|resource| resource.address.as_str()).collect()
}

#[test]
fn what_is_wrong_or_missing_in_modules_without_a_network_is_told_all_the_same() {
    let root = r#"
        module "policies" {
          for_each = toset(["a", "b"])
          source   = "./policies"
        }
        module "network" { source = "./network" }
    "#;
    let policies = r#"
        resource "azurerm_policy_definition" "this" { name = "x" }
        module "missing" { source = "example.org/missing" }
        module "broken" { source = "../broken" }
    "#;
    let network = r#"resource "azurerm_virtual_network" "this" { name = "x" }"#;
    let workspace = read(
        &[
            ("root/main.tf", root),
            ("root/policies/main.tf", policies),
            ("root/network/main.tf", network),
            ("root/broken/main.tf", "resource \"a\" \"b\" { name = }"),
        ],
        Some(is_network),
    );
    assert_eq!(addresses(&workspace), ["module.network.azurerm_virtual_network.this"]);
    let project = &workspace.projects[0];
    let unread: Vec<_> = project.unread_modules.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(
        unread,
        ["module.policies[\"a\"].module.missing", "module.policies[\"b\"].module.missing"]
    );
    assert_eq!(project.diagnostics.len(), 1, "{:?}", project.diagnostics);
}

#[test]
fn a_module_that_calls_itself_is_told_whatever_is_in_it() {
    let root = r#"module "loop" { source = "./loop" }"#;
    let inner = r#"module "again" { source = "../loop" }"#;
    let workspace = read(&[("root/main.tf", root), ("root/loop/main.tf", inner)], Some(is_network));
    let told: Vec<_> = workspace.projects[0].diagnostics.iter().map(|one| &*one.message).collect();
    assert_eq!(told, ["This module calls itself, or modules are nested too deeply"]);
}

/// The name of `azurerm_virtual_network.this` in a module with these locals.
fn name_of(locals: &str, name: &str) -> String {
    let text = format!(
        "locals {{\n{locals}\n}}\nresource \"azurerm_virtual_network\" \"this\" {{ name = {name} }}"
    );
    let workspace = read(&[("root/main.tf", &text)], None);
    let name = workspace.projects[0].resources[0].values.get("name").cloned();
    name.map(|name| {
        name.why().map_or_else(|| format!("{:?}", name.as_str()), |why| why.to_string())
    })
    .unwrap_or_default()
}

#[test]
fn a_part_of_an_object_is_what_it_is_in_the_whole() {
    let locals = r#"
        object = {
          name    = "first"
          "name"  = "last"
          inner   = { name = upper("deep"), "other" = 1 }
          wrong   = upper()
          (local.key) = "computed"
        }
        plain = { name = "x", inner = { name = "deep" }, wrong = upper() }
        again = (local.plain)
        key   = "key"
        one   = { a = local.other.b, c = "fine" }
        other = { b = local.one.a }
    "#;
    for (name, expected) in [
        ("local.object.name", "Some(\"last\")"),
        ("local.object.key", "Some(\"computed\")"),
        ("local.object.inner.name", "Some(\"DEEP\")"),
        ("local.plain.inner.name", "Some(\"deep\")"),
        ("local.plain[\"inner\"][\"name\"]", "Some(\"deep\")"),
        ("local.again.inner.name", "Some(\"deep\")"),
        ("try(local.plain.wrong, \"caught\")", "Some(\"caught\")"),
        ("try(local.plain.missing, \"caught\")", "Some(\"caught\")"),
        ("local.plain.missing", "This object does not have an attribute named \"missing\"."),
        ("local.one.a", "local.one depends on itself"),
        ("local.one.c", "Some(\"fine\")"),
    ] {
        assert_eq!(name_of(locals, name), expected, "{name}");
    }
}

#[test]
fn a_part_of_an_output_is_what_it_is_in_the_whole() {
    let root = r#"
        module "names" { source = "./names" }
        resource "azurerm_virtual_network" "this" {
          name = module.names.all.inner.name
          tags = module.names.all.missing
        }
    "#;
    let names = r#"
        output "all" { value = local.all }
        locals {
          all = { inner = { name = "x" }, other = file("nowhere") }
        }
    "#;
    let files = [("root/main.tf", root), ("root/names/main.tf", names)];
    let workspace = read(&files, Some(is_network));
    let values = &workspace.projects[0].resources[0].values;
    assert_eq!(values.get("name").and_then(|name| name.as_str()), Some("x"));
    let missing = values.get("tags").and_then(nexthop_iac::Value::why);
    let expected = "This object does not have an attribute named \"missing\".";
    assert_eq!(missing.map(|why| why.to_string()).as_deref(), Some(expected));
}

#[test]
fn a_default_is_of_the_type_of_its_attribute() {
    let text = r#"
        variable "network" {
          type = object({
            name  = optional(string, 7)
            space = optional(list(string), [1, true])
            any   = optional(any, { a = 1 })
          })
          default = { name = null }
        }
        locals { again = [var.network] }
        resource "azurerm_virtual_network" "this" {
          name          = var.network.name
          address_space = var.network.space
          tags          = var.network.any
        }
    "#;
    let workspace = read(&[("root/main.tf", text)], None);
    let values = &workspace.projects[0].resources[0].values;
    assert_eq!(values.get("name").and_then(|name| name.as_str()), Some("7"));
    let space = values.get("address_space").and_then(|space| space.as_list()).unwrap_or_default();
    let space: Vec<_> = space.iter().filter_map(|one| one.as_str()).collect();
    assert_eq!(space, ["1", "true"]);
    assert!(values.get("tags").and_then(|tags| tags.get("a")).is_some());
}
