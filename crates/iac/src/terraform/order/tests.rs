//! What waits for what is as Terraform's documentation of its graph has it.

use crate::{Memory, Request, load};

/// What the resource of an address waits for, and whether there may be more.
fn after(files: &[(&str, &str)], address: &str) -> String {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.add(camino::Utf8PathBuf::from(*path), *text);
    }
    let request = Request { paths: vec!["root".into()], ..Request::default() };
    let workspace = load(&memory, &request);
    let resources = &workspace.projects[0].resources;
    let resource = resources.iter().find(|one| one.address.as_str() == address);
    let order = resource.and_then(|one| one.order.as_ref()).expect("it has an order");
    let mut text: Vec<_> = order.after.iter().map(crate::Address::as_str).collect();
    text.extend(order.open.then_some("?"));
    text.join(" ")
}

#[test]
fn a_reference_in_any_place_is_waited_for() {
    let text = r#"
        locals { id = data.azurerm_subnet.d.id }
        data "azurerm_subnet" "d" {}
        resource "a" "one" { count = 2 }
        resource "a" "two" {}
        resource "a" "three" {}
        resource "a" "four" {}
        resource "b" "all" {
          name = "x-${a.one[0].name}"
          dynamic "block" {
            for_each = [for each in a.two : each if local.id != ""]
            content { id = block.value }
          }
          lifecycle { replace_triggered_by = [a.three.id] }
          depends_on = [a.four]
        }
    "#;
    let files = [("root/main.tf", text)];
    assert_eq!(after(&files, "b.all"), "a.four a.one a.three a.two data.azurerm_subnet.d");
    assert_eq!(after(&files, "a.two"), "");
}

#[test]
fn arguments_and_outputs_lead_through_modules_one_by_one() {
    let root = r#"
        module "hub" {
          source = "./hub"
          name   = a.name.id
          other  = a.other.id
        }
        resource "a" "name" {}
        resource "a" "other" {}
        resource "a" "late" {}
        resource "b" "id" { value = module.hub.network }
        resource "b" "both" { value = module.hub }
        module "spokes" {
          source     = "./spoke"
          for_each   = toset([a.late.name])
          hub        = module.hub.network
          depends_on = [module.hub]
        }
    "#;
    let hub = r#"
        variable "name" {}
        variable "other" {}
        resource "network" "this" { name = var.name }
        resource "gateway" "this" { name = var.other }
        output "network" { value = network.this.id }
        output "gateway" { value = gateway.this.id }
    "#;
    let spoke = r#"
        variable "hub" {}
        resource "peering" "this" { hub = var.hub }
    "#;
    let files = [("root/main.tf", root), ("root/hub/main.tf", hub), ("root/spoke/main.tf", spoke)];
    assert_eq!(after(&files, "module.hub.network.this"), "a.name");
    assert_eq!(after(&files, "b.id"), "module.hub.network.this");
    assert_eq!(after(&files, "b.both"), "module.hub");
    assert_eq!(
        after(&files, "module.spokes.peering.this"),
        "a.late module.hub module.hub.network.this"
    );
}

#[test]
fn what_a_module_that_is_not_here_returns_may_wait_for_anything() {
    let text = r#"
        module "hub" { source = "example.org/hub" }
        resource "b" "id" { value = module.hub.network }
        locals {
          one = local.other
          other = local.one
        }
        resource "b" "cycle" { value = local.one }
    "#;
    let files = [("root/main.tf", text)];
    assert_eq!(after(&files, "b.id"), "?");
    assert_eq!(after(&files, "b.cycle"), "");
}

#[test]
fn what_is_not_asked_for_passes_on_what_it_waits_for() {
    let text = r#"
        resource "azurerm_virtual_network" "gw" {}
        resource "time_sleep" "wait" { depends_on = [azurerm_virtual_network.gw] }
        module "wait" {
          source = "./wait"
          gate   = azurerm_virtual_network.gw.id
        }
        resource "azurerm_subnet" "one" { depends_on = [time_sleep.wait] }
        resource "azurerm_subnet" "other" { depends_on = [module.wait] }
    "#;
    let wait = r#"
        variable "gate" {}
        resource "time_sleep" "wait" { triggers = { gate = var.gate } }
    "#;
    let mut memory = Memory::default();
    memory.add("root/main.tf", text);
    memory.add("root/wait/main.tf", wait);
    let asked_for: fn(&str) -> bool = |kind| kind.starts_with("Microsoft.Network/");
    let request =
        Request { paths: vec!["root".into()], asked_for: Some(asked_for), ..Request::default() };
    let workspace = load(&memory, &request);
    for resource in
        workspace.projects[0].resources.iter().filter(|one| one.source_type.ends_with("subnet"))
    {
        let order = resource.order.as_ref().expect("it has an order");
        let waits = order.after.contains(&crate::Address::new("azurerm_virtual_network.gw"));
        assert!(waits, "{order:?}");
    }
}
