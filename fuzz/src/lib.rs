//! What every target does with the bytes it is given.

use camino::Utf8PathBuf;
use nexthop_core::{Model, analyse};
use nexthop_iac::{Memory, Request, load};
use nexthop_rules::{Settings, check};

/// A root whose variables decide what there is: it gives values of files a use.
const ROOT: &str = r#"
variable "name" {}
variable "spokes" { default = {} }
variable "hub" {
  type = object({ space = optional(list(string), ["10.0.0.0/16"]), bgp = optional(object({ asn = number })) })
}
resource "azurerm_virtual_network" "hub" {
  name          = var.name
  address_space = var.hub.space
}
resource "azurerm_virtual_network" "spoke" {
  for_each      = var.spokes
  name          = each.key
  address_space = [cidrsubnet(var.hub.space[0], 8, each.value)]
}
"#;

/// Reads `bytes` as the file of that name and examines what is in it.
pub fn read(name: &str, bytes: &[u8]) {
    examine(name, &[(name, bytes)]);
}

/// Reads `bytes` as a file with the values of a root's variables.
pub fn read_variables(name: &str, bytes: &[u8]) {
    examine("", &[("main.tf", ROOT.as_bytes()), (name, bytes)]);
}

/// Reads `bytes` as a file beside another one that needs it.
pub fn read_beside(name: &str, bytes: &[u8], (other, text): (&str, &str)) {
    examine("", &[(name, bytes), (other, text.as_bytes())]);
}

fn examine(path: &str, contents: &[(&str, &[u8])]) {
    let mut files = Memory::default();
    for (name, bytes) in contents {
        files.add(*name, *bytes);
    }
    let request = Request { paths: vec![Utf8PathBuf::from(path)], ..Request::default() };
    let workspace = load(&files, &request);
    for project in &workspace.projects {
        let analysis = analyse(&project.resources, &project.unread_modules, &Model::default());
        let report = check(&analysis, &Settings::default());
        for diagnostic in project.diagnostics.iter().chain(&report.diagnostics) {
            workspace.sources.location(diagnostic.span);
        }
    }
}
