//! `nexthop diff`: findings and flows that a change adds or removes.

use serde_json::Value;

use crate::{
    fixes::{copy_text, folder},
    nexthop,
    since::{git, repository},
};

/// A hub with a VPN gateway and clients, and a spoke.
const BEFORE: &str = r#"
resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_virtual_network_peering" "hub" {
  name                      = "to-spoke"
  resource_group_name       = "rg"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
}

resource "azurerm_virtual_network_peering" "spoke" {
  name                         = "to-hub"
  resource_group_name          = "rg"
  virtual_network_name         = azurerm_virtual_network.spoke.name
  remote_virtual_network_id    = azurerm_virtual_network.hub.id
  allow_virtual_network_access = true
}
"#;

fn after() -> String {
    BEFORE.replace("allow_virtual_network_access = true", "allow_virtual_network_access = false")
}

fn json(run: snapbox::cmd::Command) -> Value {
    let output = run.output().expect("it runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn flow<'v>(difference: &'v Value, from: &str, to: &str) -> &'v Value {
    let flows = difference["flows"].as_array().expect("there is a list of flows");
    let is_it = |flow: &&Value| flow["from"] == from && flow["to"] == to;
    flows.iter().find(is_it).unwrap_or(&Value::Null)
}

#[test]
fn folders_are_compared_place_by_place() {
    let folder = folder("diff_folders");
    copy_text(&folder, "old/main.tf", BEFORE);
    copy_text(&folder, "new/main.tf", &after());
    let difference = json(nexthop("diff old new --format json").current_dir(&folder));
    let added = difference["findings"]["added"].as_array().expect("it is a list");
    assert!(added.iter().any(|one| one["rule"] == "peering-vnet-access-disabled"), "{added:?}");
    assert_eq!(difference["findings"]["removed"], Value::Array(Vec::new()));
    let flow = flow(&difference, "vnet:vnet-spoke", "vnet:vnet-hub");
    assert_eq!((&flow["base"], &flow["head"]), (&"reachable".into(), &"unreachable".into()));
    // The other way around the finding is gone, and the same folders are the same.
    let back = json(nexthop("diff new old --format json").current_dir(&folder));
    assert_eq!(back["findings"]["added"], Value::Array(Vec::new()));
    assert_eq!(back["findings"]["removed"].as_array().map(Vec::len), Some(added.len()));
    nexthop("diff old old")
        .current_dir(&folder)
        .assert()
        .code(0)
        .stdout_eq("no difference in findings and flows\n");
}

#[test]
fn a_revision_is_compared_with_another_one_and_with_a_folder() {
    let folder = repository("diff_revisions");
    copy_text(&folder, "infra/main.tf", BEFORE);
    git(&folder, "commit --quiet --all --message two");
    copy_text(&folder, "infra/main.tf", &after());
    for arguments in ["diff HEAD infra", "diff HEAD ."] {
        let arguments = format!("{arguments} --format json");
        let difference = json(nexthop(&arguments).current_dir(&folder));
        let flow = flow(&difference, "vnet:vnet-spoke", "vnet:vnet-hub");
        assert_eq!(flow["head"], "unreachable", "{arguments}: {difference}");
    }
    let difference = json(nexthop("diff HEAD~1 HEAD --format json").current_dir(&folder));
    let removed = difference["findings"]["removed"].as_array().expect("it is a list");
    assert!(removed.iter().any(|one| one["rule"] == "coexist-vpn-asn-not-65515"));
    let flow = flow(&difference, "vnet:vnet-spoke", "vnet:vnet-hub");
    assert_eq!((&flow["base"], &flow["head"]), (&Value::Null, &"reachable".into()));
    nexthop("diff HEAD nowhere").current_dir(&folder).assert().code(2);
}

#[test]
fn people_and_pull_requests_read_the_same() {
    let folder = folder("diff_words");
    copy_text(&folder, "old/main.tf", BEFORE);
    copy_text(&folder, "new/main.tf", &after());
    let run = |arguments: &str| {
        let run = nexthop(arguments).current_dir(&folder).output().expect("it runs");
        String::from_utf8(run.stdout).expect("it is text")
    };
    let text = run("diff old new");
    assert!(text.contains("+ new/main.tf:28:34: warning[peering-vnet-access-disabled]"), "{text}");
    assert!(
        text.contains("! vnet:vnet-spoke → vnet:vnet-hub in .: reachable → unreachable ["),
        "{text}"
    );
    let markdown = run("diff old new --format markdown");
    assert!(markdown.starts_with("<!-- nexthop diff -->\n"), "{markdown}");
    assert!(
        markdown.contains("- `vnet:vnet-spoke → vnet:vnet-hub` in `.`: reachable → unreachable.")
    );
    assert!(markdown.contains("- **warning** `peering-vnet-access-disabled`: "), "{markdown}");
}
