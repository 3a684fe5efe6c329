//! States: `terraform show -json` of one, and the `.tfstate` itself.

use nexthop_iac::Project;

use super::{
    plans::{inputs, loaded},
    rendering,
};

pub(crate) const STATE: &str = r#"{
  "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "0b0c", "outputs": {},
  "resources": [
    {"mode": "managed", "type": "azurerm_virtual_network", "name": "hub",
     "provider": "provider[\"registry.terraform.io/hashicorp/azurerm\"]",
     "instances": [{"schema_version": 0, "attributes": {"id": "/subscriptions/0/hub", "name": "hub",
       "edge_zone": "", "dns_servers": [], "bgp_community": null}}]},
    {"module": "module.s[0]", "mode": "managed", "type": "azurerm_subnet", "name": "all",
     "instances": [
       {"index_key": "a\"b", "attributes": {"name": "a"}},
       {"index_key": 1, "attributes": {"name": "one"}},
       {"index_key": 1, "deposed": "00000001", "attributes": {"name": "old"}}]},
    {"mode": "data", "type": "azurerm_public_ip", "name": "ip",
     "instances": [{"attributes": {"ip_address": "192.0.2.1"}}]}
  ]
}"#;

const CODE: &str = r#"resource "azurerm_virtual_network" "hub" {
  name = "hub"
}
module "s" {
  count  = 1
  source = "./s"
}
data "azurerm_public_ip" "ip" {
}
"#;

#[track_caller]
fn check(project: &Project, expected: &str) {
    let actual = rendering::resources(&project.resources);
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let actual: Vec<&str> = actual.lines().collect();
    assert!(actual == expected, "these are the values:\n{}", actual.join("\n"));
}

#[test]
fn a_state_knows_everything() {
    let workspace = loaded(&[("net/terraform.tfstate", STATE)], &["net"]);
    assert_eq!(inputs(&workspace), [("net/terraform.tfstate", "terraform-state")]);
    check(
        &workspace.projects[0],
        r#"
        azurerm_virtual_network.hub.id = "/subscriptions/0/hub"
        azurerm_virtual_network.hub.name = "hub"
        data.azurerm_public_ip.ip.ip_address = "192.0.2.1"
        module.s[0].azurerm_subnet.all["a\"b"].name = "a"
        module.s[0].azurerm_subnet.all[1].name = "one"
        "#,
    );
    let calls = &workspace.projects[0].resources[1].origin.calls;
    assert!(calls.is_empty());
    let calls = &workspace.projects[0].resources[2].origin.calls;
    assert_eq!(calls[0].address.as_str(), "module.s[0]");
}

#[test]
fn a_shown_state_is_the_same() {
    let state = r#"{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module":
        {"resources": [{"address": "azurerm_virtual_network.hub", "mode": "managed",
            "type": "azurerm_virtual_network", "name": "hub", "values": {"name": "hub", "subnet": []}}]}}}"#;
    let workspace = loaded(&[("state.json", state)], &["state.json"]);
    assert_eq!(inputs(&workspace), [("state.json", "terraform-state")]);
    check(&workspace.projects[0], r#"azurerm_virtual_network.hub.name = "hub""#);
}

#[test]
fn a_state_beside_its_code_is_read_only_if_it_is_named() {
    let files = [("net/main.tf", CODE), ("net/terraform.tfstate", STATE)];
    assert_eq!(inputs(&loaded(&files, &["net"])), [("net", "terraform")]);
    let named = loaded(&files, &["net/terraform.tfstate"]);
    assert_eq!(inputs(&named), [("net/terraform.tfstate", "terraform-state")]);
    let declared = named.projects[0].resources[0].origin.declared;
    assert_eq!(named.sources.text(declared), r#"resource "azurerm_virtual_network" "hub""#);
    let both = loaded(&files, &["net", "net/terraform.tfstate"]);
    let expected = [("net", "terraform"), ("net/terraform.tfstate", "terraform-state")];
    assert_eq!(inputs(&both), expected);
}

#[test]
fn states_that_cannot_be_read_say_why() {
    for (state, message) in [
        (
            r#"{"version": 3, "terraform_version": "0.11.14", "lineage": "x", "modules": []}"#,
            "This state is of version 3; only version 4 is read",
        ),
        (
            r#"{"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "eA==", "encryption_version": "v0"}"#,
            "This state is encrypted",
        ),
    ] {
        let workspace = loaded(&[("terraform.tfstate", state)], &["terraform.tfstate"]);
        assert_eq!(workspace.unreadable, []);
        let [project] = &workspace.projects[..] else { panic!("there is one input") };
        let [one] = &project.diagnostics[..] else { panic!("there is one message") };
        assert_eq!(one.message, message);
        assert!(project.resources.is_empty());
    }
}
