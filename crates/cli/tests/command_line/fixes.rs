//! `--fix`, `--diff`, and the fixes in JSON and SARIF.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
};

use rayon::prelude::*;
use serde_json::Value;
use snapbox::str;

use crate::nexthop;

/// Rules whose findings in fixtures are all mended.
const MENDED: [&str; 12] = [
    "coexist-vpn-asn-not-65515",
    "nva-ip-forwarding-off",
    "p2s-rt-propagation-off",
    "peering-forwarded-traffic-disabled",
    "peering-vnet-access-disabled",
    "propagation-off-loses-onprem",
    "propagation-off-on-gateway-subnet",
    "route-server-vpn-asn",
    "routing-intent-internet-flag-off",
    "use-remote-gateways-without-transit",
    "vwan-branch-to-branch-disabled",
    "vwan-default-route-not-delivered",
];

pub(super) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixes").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder for tests is writable");
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("the folder for tests is writable");
        for entry in fs::read_dir(from).expect("the fixture is readable") {
            let entry = entry.expect("the fixture is readable");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).expect("the fixture is readable");
    }
}

/// Rule, name and path of every fixture that fires.
fn firing() -> Vec<(String, String, PathBuf)> {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/src/checks");
    let mut firing = Vec::new();
    for rule in fs::read_dir(checks).expect("the rules are there").flatten() {
        let name = rule.file_name().to_string_lossy().replace('_', "-");
        let fixtures = fs::read_dir(rule.path().join("fires")).into_iter().flatten().flatten();
        for fixture in fixtures.map(|fixture| fixture.path()) {
            let is_code = fixture.extension().is_none_or(|extension| extension != "out");
            if is_code {
                let file = fixture.file_name().expect("it has a name").to_string_lossy();
                firing.push((name.clone(), file.replace('.', "_"), fixture.clone()));
            }
        }
    }
    firing.sort();
    firing
}

fn place(rule: &str, name: &str, fixture: &Path, variant: &str) -> PathBuf {
    let folder = folder(&format!("{variant}/{rule}/{name}"));
    match fixture.extension().filter(|_| fixture.is_file()) {
        Some(extension) => copy(fixture, &folder.join("main").with_extension(extension)),
        None => copy(fixture, &folder),
    }
    folder
}

pub(super) fn check(folder: &Path, flags: &str) -> Value {
    let run = nexthop(&format!("check --format json --fail-on never --quiet {flags}"))
        .arg(folder)
        .output()
        .expect("it runs");
    serde_json::from_slice(&run.stdout).expect("it prints JSON")
}

pub(super) fn findings(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().expect("there is a list of findings");
    let key = |one: &Value| (one["rule"].to_string(), one["resource"].to_string());
    let mut findings: Vec<_> = findings.iter().map(key).collect();
    findings.sort();
    findings
}

/// Whether Terraform would leave the files as they are; `None` without Terraform.
pub(super) fn is_formatted(folder: &Path) -> Option<bool> {
    let run = process::Command::new("terraform")
        .args(["fmt", "-check", "-recursive"])
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .current_dir(folder)
        .output();
    Some(run.ok()?.status.success())
}

#[test]
fn every_fixture_that_can_be_mended_is_mended_by_edits_that_add_no_finding() {
    firing().par_iter().for_each(|(rule, name, fixture)| {
        let folder = place(rule, name, fixture, "plain");
        let (before, formatted) = (findings(&check(&folder, "")), is_formatted(&folder));
        let after = findings(&check(&folder, "--fix"));
        for one in &after {
            assert!(before.contains(one), "{rule}/{name}: --fix adds {one:?}");
        }
        if formatted == Some(true) {
            assert_eq!(is_formatted(&folder), Some(true), "{rule}/{name} is not formatted");
        }
        let left = after.iter().any(|(code, _)| code.trim_matches('"') == rule);
        assert!(!left || !MENDED.contains(&&**rule), "{rule}/{name}: {after:?}");
        if after != before {
            let again = nexthop("check --diff --quiet").arg(&folder).output().expect("it runs");
            assert!(again.stdout.is_empty(), "{rule}/{name}: something is left to fix");
        }
    });
}

/// However a file is written, what is mended parses as well as it did before, and the rest
/// stays as it is.
#[test]
fn fixes_do_not_break_what_is_formatted_otherwise() {
    let comments = [("tf", "#"), ("bicep", "//")];
    let firing = firing();
    for (language, comment) in comments {
        let (behind, before) = (
            format!(" {comment} why = because {{\n  "),
            format!("\n\n  {comment} each by itself\n  "),
        );
        let variants = [
            ("line_ends", "\n", "\r\n"),
            ("comments", "\n  ", &*behind),
            ("tabs", "  ", "\t"),
            ("apart", "\n  ", &*before),
        ];
        let minimal = format!("minimal_{language}");
        let mended = firing
            .iter()
            .filter(|(rule, name, _)| *name == minimal && MENDED.contains(&&**rule))
            .flat_map(|fixture| variants.iter().map(move |variant| (fixture, variant)));
        mended.par_bridge().for_each(|((rule, name, fixture), (variant, from, to))| {
            let folder = place(rule, name, fixture, variant);
            let file = folder.join("main").with_extension(language);
            let text = fs::read_to_string(&file).expect("the fixture is text").replace(from, to);
            fs::write(&file, &text).expect("the folder for tests is writable");
            let after = findings(&check(&folder, "--fix"));
            let left = after.iter().any(|(code, _)| code.trim_matches('"') == *rule);
            assert!(!left, "{variant}/{rule}/{name}: {after:?}");
            let fixed = fs::read_to_string(&file).expect("it is text");
            if *variant == "line_ends" {
                assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count());
            }
            assert!(
                fixed.matches(comment).count() >= text.matches(comment).count(),
                "{variant}/{rule}/{name}: a comment is lost"
            );
        });
    }
}

/// A hub with both gateways, in one file.
const HUB: &str =
    include_str!("../../../rules/src/checks/coexist_vpn_asn_not_65515/fires/minimal.tf");

pub(super) fn hub(change: impl Fn(String) -> String) -> PathBuf {
    let thread = std::thread::current();
    let folder = folder(thread.name().unwrap_or("hub").rsplit(':').next().expect("a name"));
    fs::write(folder.join("main.tf"), change(HUB.to_owned())).expect("it is writable");
    folder
}

pub(super) fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("it is text")
}

#[test]
fn a_value_is_changed_where_it_is_written_if_it_is_written_for_this_only() {
    let variable = "\nvariable \"asn\" {\n  default = 65010\n}\n";
    let folder = hub(|hub| hub.replace("= 65010", "= var.asn") + variable);
    assert_eq!(findings(&check(&folder, "--fix")), []);
    assert!(text(&folder, "main.tf").contains("default = 65515"));
}

#[test]
fn a_value_that_others_use_as_well_is_left_alone() {
    let used_twice = concat!(
        "\nlocals {\n  asn = 65010\n}\n",
        "\nresource \"azurerm_local_network_gateway\" \"site\" {\n  name = \"lgw\"\n",
        "  resource_group_name = \"rg\"\n  location = \"westeurope\"\n",
        "  gateway_address = \"203.0.113.1\"\n  bgp_settings {\n    asn = local.asn\n",
        "    bgp_peering_address = \"192.168.0.1\"\n  }\n}\n"
    );
    let folder = hub(|hub| hub.replace("= 65010", "= local.asn") + used_twice);
    assert_eq!(findings(&check(&folder, "--fix")).len(), 1);
    assert!(text(&folder, "main.tf").contains("asn = 65010"));
}

#[test]
fn a_value_that_is_computed_is_left_alone() {
    let folder = hub(|hub| hub.replace("= 65010", "= 65000 + 10"));
    assert_eq!(findings(&check(&folder, "--fix")).len(), 1);
}

#[test]
fn diff_prints_and_writes_nothing() {
    let folder = hub(|hub| hub);
    let before = text(&folder, "main.tf");
    nexthop("check --diff .").current_dir(&folder).assert().code(1).stderr_eq(str![[r#"
--fix would fix 1 finding

"#]]);
    assert_eq!(text(&folder, "main.tf"), before);
    let diff = nexthop("check --diff .").current_dir(&folder).output().expect("it runs").stdout;
    fs::write(folder.join("fix.patch"), &diff).expect("it is writable");
    let patch = process::Command::new("git")
        .args(["apply", "-p0", "fix.patch"])
        .current_dir(&folder)
        .env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"))
        .status();
    assert!(patch.expect("git runs").success(), "{}", String::from_utf8_lossy(&diff));
    assert!(text(&folder, "main.tf").contains("65515"));
    nexthop("check --diff .").current_dir(&folder).assert().code(0).stdout_eq("").stderr_eq(str![
        [r#"
--fix would fix 0 findings

"#]
    ]);
}

#[test]
fn fix_says_what_is_left() {
    let folder = hub(|hub| hub);
    nexthop("check --fix .").current_dir(&folder).assert().code(0).stdout_eq("").stderr_eq(str![[
        r#"
no findings in 4 resources
1 finding fixed, 0 left

"#
    ]]);
}

#[test]
fn json_and_sarif_say_the_edits() {
    let folder = hub(|hub| hub);
    let json = check(&folder, "");
    let edit = &json["findings"][0]["fix"]["edits"][0];
    assert_eq!(edit["text"], "65515");
    assert_eq!(edit["location"]["start"], json["findings"][0]["location"]["start"]);
    let run = nexthop("check --format sarif").arg(&folder).output().expect("it runs");
    let sarif: Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    let replacement = &fix["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "65515");
    assert_eq!(replacement["deletedRegion"]["startLine"], edit["location"]["start"]["line"]);
}

/// What `--fix` makes of a file; whatever else the folder holds is left as it is.
fn mended(file: &str, content: &str) -> String {
    let thread = std::thread::current();
    let folder = folder(thread.name().unwrap_or("file").rsplit(':').next().expect("a name"));
    fs::write(folder.join(file), content).expect("it is writable");
    check(&folder, "--fix");
    text(&folder, file)
}

pub(super) const PEERED: &str = r#"
resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "spoke" {
  for_each            = { a = "10.1.0.0/16", b = "10.2.0.0/16" }
  name                = "vnet-${each.key}"
  resource_group_name = "rg-network"
  location            = "westeurope"
  address_space       = [each.value]
}

resource "azurerm_virtual_network_peering" "to_hub" {
  for_each                     = azurerm_virtual_network.spoke
  name                         = "peer-hub"
  resource_group_name          = "rg-network"
  virtual_network_name         = each.value.name
  remote_virtual_network_id    = azurerm_virtual_network.hub.id
  allow_virtual_network_access = ACCESS # of the hub
}
"#;

#[test]
fn all_instances_are_mended_at_once_if_all_are_to_be_mended() {
    let mended = mended("main.tf", &PEERED.replace("ACCESS", "false"));
    assert_eq!(mended, PEERED.replace("ACCESS", "true"));
}

#[test]
fn an_instance_is_mended_where_its_own_value_is() {
    let access = "for_each = { a = { access = false }, b = { access = true } }";
    let networks = PEERED.replace("ACCESS", "var.access[each.key].access");
    let before = format!(
        "{networks}\nvariable \"access\" {{\n  default = {}\n}}\n",
        access.trim_start_matches("for_each = ")
    );
    let expected = before.replace("access = false", "access = true");
    assert_eq!(mended("main.tf", &before), expected);
}

#[test]
fn what_depends_on_a_condition_is_left_alone() {
    let before = PEERED.replace("ACCESS", "each.key == \"a\" ? false : true");
    assert_eq!(mended("main.tf", &before), before);
}

#[test]
fn a_module_is_mended_by_the_caller() {
    let folder = hub(|_| {
        let call = "module \"spoke\" {\n  source = \"./spoke\"\n  access = false\n}\n";
        call.to_owned()
    });
    let module = PEERED.replace("ACCESS", "var.access") + "\nvariable \"access\" {}\n";
    copy_text(&folder, "spoke/main.tf", &module);
    check(&folder, "--fix");
    assert!(text(&folder, "main.tf").contains("  access = true\n"));
    assert_eq!(text(&folder, "spoke/main.tf"), module);
}

#[test]
fn a_module_that_was_fetched_is_not_changed() {
    let folder = hub(|_| {
        "module \"spoke\" {\n  source  = \"example/spoke/azurerm\"\n  version = \"1.0.0\"\n}\n"
            .to_owned()
    });
    let module = PEERED.replace("ACCESS", "false");
    copy_text(&folder, ".terraform/modules/spoke/main.tf", &module);
    let manifest = r#"{"Modules": [{"Key": "", "Source": "", "Dir": "."},
        {"Key": "spoke", "Source": "registry.terraform.io/example/spoke/azurerm",
         "Version": "1.0.0", "Dir": ".terraform/modules/spoke"}]}"#;
    copy_text(&folder, ".terraform/modules/modules.json", manifest);
    let report = check(&folder, "--fix --select peering-vnet-access-disabled");
    assert!(!findings(&report).is_empty(), "{report}");
    assert_eq!(text(&folder, ".terraform/modules/spoke/main.tf"), module);
}

pub(super) fn copy_text(folder: &Path, file: &str, content: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it is writable");
    fs::write(path, content).expect("it is writable");
}

pub(super) const BICEP: &str = r#"
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    virtualNetworkPeerings: [
      {
        name: 'to-spoke'
        properties: {
          remoteVirtualNetwork: { id: spoke.id }
          allowVirtualNetworkAccess: HUB // to the spoke
        }
      }
    ]
    subnets: [
      { name: 'GatewaySubnet', properties: { addressPrefix: '10.0.0.0/27' } }
    ]
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
  properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] } }

  resource peering 'virtualNetworkPeerings' = {
    name: 'to-hub'
    properties: {
      remoteVirtualNetwork: { id: hub.id }
      allowVirtualNetworkAccess: true
      useRemoteGateways: true
    }
  }
}

resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vpn'
  location: 'westeurope'
  properties: {
    gatewayType: 'Vpn'
    vpnType: 'RouteBased'
    sku: { name: 'VpnGw1AZ', tier: 'VpnGw1AZ' }
    ipConfigurations: [
      { name: 'one', properties: { subnet: { id: '${hub.id}/subnets/GatewaySubnet' } } }
    ]
  }
}
"#;

#[test]
fn bicep_is_mended_where_it_sets_and_where_it_leaves_out() {
    let written = BICEP.replace("HUB", "false");
    let expected = BICEP
        .replace("HUB", "true")
        .replace("// to the spoke\n", "// to the spoke\n          allowGatewayTransit: true\n");
    assert_eq!(mended("main.bicep", &written), expected);
}

pub(super) const ARM: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "vnet-hub",
      "location": "westeurope",
      "properties": {
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [{"name": "GatewaySubnet", "properties": {"addressPrefix": "10.0.0.0/26"}}]
      }
    },
    {
      "type": "Microsoft.Network/virtualNetworkGateways",
      "apiVersion": "2024-05-01",
      "name": "vpn",
      "location": "westeurope",
      "properties": {
        "gatewayType": "Vpn",
        "vpnType": "RouteBased",
        "sku": {"name": "VpnGw1AZ", "tier": "VpnGw1AZ"},
        "ipConfigurations": [{"name": "one", "properties": {"subnet": {
          "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-hub', 'GatewaySubnet')]"}}}]
      }
    },
    {
      "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
      "apiVersion": "2024-05-01",
      "name": "vnet-hub/to-spoke",
      "properties": {
        "remoteVirtualNetwork": {"id": "[resourceId('Microsoft.Network/virtualNetworks', 'vnet-spoke')]"},
        "allowVirtualNetworkAccess": HUB
      }
    },
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "vnet-spoke",
      "location": "westeurope",
      "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}
    },
    {
      "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
      "apiVersion": "2024-05-01",
      "name": "vnet-spoke/to-hub",
      "properties": {
        "remoteVirtualNetwork": {"id": "[resourceId('Microsoft.Network/virtualNetworks', 'vnet-hub')]"},
        "allowVirtualNetworkAccess": true,
        "useRemoteGateways": true
      }
    }
  ]
}
"#;

#[test]
fn a_template_is_mended_where_it_sets_and_where_it_leaves_out() {
    let written = ARM.replace("HUB", "false");
    let expected = ARM.replace("HUB", "true,\n        \"allowGatewayTransit\": true");
    assert_eq!(mended("main.json", &written), expected);
}

#[test]
fn azapi_is_mended_in_its_body() {
    let azapi = |name: &str, body: &str| {
        format!(
            "resource \"azapi_resource\" \"{name}\" {{\n  type      = \
             \"Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01\"\n  \
             name      = \"{name}\"\n  parent_id = azurerm_virtual_network.{body}\n}}\n"
        )
    };
    let before = PEERED.split("resource \"azurerm_virtual_network_peering\"").next();
    let networks = before.expect("it is split").replace("for_each ", "count ").replace(
        "{ a = \"10.1.0.0/16\", b = \"10.2.0.0/16\" }\n  name                = \"vnet-${each.key}\"",
        "1\n  name                = \"vnet-spoke\"",
    );
    let gateway = HUB.split("resource \"azurerm_subnet\"").nth(1).expect("there is a subnet");
    let gateway = gateway.replace("65010", "65515");
    let networks = networks.replace("[each.value]", "[\"10.1.0.0/16\"]")
        + "resource \"azurerm_subnet\""
        + &gateway;
    let body = |remote: &str, flags: &str| {
        format!(
            "  body = {{\n    properties = {{\n      remoteVirtualNetwork = {{ id = \
             azurerm_virtual_network.{remote}.id }}\n{flags}    }}\n  }}"
        )
    };
    let hub = |flags: &str| azapi("to_spoke", &format!("hub.id\n{}", body("spoke[0]", flags)));
    let spoke = azapi(
        "to_hub",
        &format!(
            "spoke[0].id\n{}",
            body(
                "hub",
                "      allowVirtualNetworkAccess = true\n      useRemoteGateways         = true\n"
            )
        ),
    );
    let set = "      allowVirtualNetworkAccess = ";
    let added = "      allowGatewayTransit       = true\n";
    let written = format!("{networks}{}{spoke}", hub(&format!("{set}false\n")));
    let expected = format!("{networks}{}{spoke}", hub(&format!("{set}true\n{added}")));
    // `remoteVirtualNetwork` is on the line before and takes part in the column.
    let align =
        |text: String| text.replace("remoteVirtualNetwork =", "remoteVirtualNetwork      =");
    assert_eq!(mended("main.tf", &align(written)), align(expected));
}
