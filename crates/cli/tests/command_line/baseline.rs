//! `--write-baseline` and `--baseline`.

use std::{fs, path::PathBuf};

use snapbox::str;

use crate::{nexthop, projects, scratch};

/// A folder with a network that has one warning, and its baseline.
fn known(name: &str) -> (PathBuf, PathBuf, String) {
    let folder = scratch(&format!("{name}.json")).with_extension("folder");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let code = fs::read_to_string(projects().join("two/first/main.tf")).expect("it is there");
    fs::write(folder.join("main.tf"), &code).expect("it can be written");
    let baseline = folder.with_extension("json");
    nexthop("check")
        .arg(&folder)
        .arg("--write-baseline")
        .arg(&baseline)
        .assert()
        .code(0)
        .stdout_eq("");
    (folder, baseline, code)
}

#[test]
fn known_findings_are_silent_however_lines_move() {
    let (folder, baseline, code) = known("moved");
    fs::write(folder.join("main.tf"), format!("# one\n\n# two\n\n{code}")).expect("it is ours");
    let check = || nexthop("check").arg(&folder).arg("--baseline").arg(&baseline).arg("-q");
    check().assert().code(0).stdout_eq("");
    let json = check().args(["--format", "json"]).assert().code(0);
    let json: serde_json::Value =
        serde_json::from_slice(&json.get_output().stdout).expect("it is JSON");
    assert_eq!(json["summary"]["suppressed"], 1);
}

#[test]
fn an_entry_is_a_rule_a_resource_and_an_attribute() {
    let (_, baseline, _) = known("entries");
    let text = fs::read_to_string(baseline).expect("it was written");
    let document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let entry = &document["findings"][0];
    assert_eq!(document["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(entry["rule"], "coexist-vpn-asn-not-65515");
    assert_eq!(entry["resource"], "azurerm_virtual_network_gateway.vpn");
    assert_eq!(entry["attribute"], "bgp_settings[0].asn");
}

#[test]
fn what_is_new_is_told() {
    let (folder, baseline, code) = known("new");
    let renamed = code.replace("\"vpn\"", "\"second\"").replace(".vpn.", ".second.");
    fs::write(folder.join("main.tf"), renamed).expect("it is ours");
    nexthop("check --format concise")
        .arg(&folder)
        .arg("--baseline")
        .arg(&baseline)
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
1 finding of the baseline [..] not found any more; --prune-baseline drops them

"#]]);
}

#[test]
fn what_is_no_baseline_is_an_error() {
    nexthop("check two --baseline two/first/main.tf").assert().code(2).stderr_eq(str![[r#"
error: two/first/main.tf is no baseline; --write-baseline makes one: expected value at line 1 column 1

"#]]);
    nexthop("check two --baseline nowhere.json").assert().code(2);
}

#[test]
fn pruning_drops_what_was_looked_for_and_not_found() {
    let (folder, baseline, code) = known("pruned");
    fs::write(folder.join("main.tf"), code.replace("65010", "65515")).expect("it is ours");
    let entries = || {
        let text = fs::read_to_string(&baseline).expect("it was written");
        let document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        document["findings"].as_array().map(Vec::len)
    };
    let prune = |arguments: &str, path: &PathBuf| {
        nexthop(arguments).arg(path).arg("--baseline").arg(&baseline).assert().code(0)
    };
    // Neither that input nor that rule was looked at.
    prune("check --prune-baseline", &projects().join("suppressed"));
    prune("check --prune-baseline --select syntax-error", &folder);
    assert_eq!(entries(), Some(1));
    prune("check --prune-baseline", &folder);
    assert_eq!(entries(), Some(0));
}
