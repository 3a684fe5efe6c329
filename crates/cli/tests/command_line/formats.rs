//! The formats and colours of `nexthop check`.

use snapbox::{file, str};

use crate::nexthop;

#[test]
fn text_is_for_people() {
    nexthop("check hub --select coexist-vpn-asn-not-65515")
        .assert()
        .code(1)
        .stdout_eq(file!["snapshots/hub.txt"])
        .stderr_eq("");
}

#[test]
fn json_is_for_scripts() {
    let json = nexthop("check two --format json").assert().code(1);
    json.stdout_eq(file!["snapshots/two.json"]);
    let alias = nexthop("check two --output-format json").assert().code(1);
    alias.stdout_eq(file!["snapshots/two.json"]);
}

#[test]
fn sarif_names_every_rule_and_points_from_the_root() {
    let run = nexthop("check suppressed two --format sarif").assert().code(1);
    let log: serde_json::Value =
        serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
    assert!(rules.len() > nexthop_rules::ALL.len());
    let results = run["results"].as_array().expect("there are results");
    let listed = results.iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let suppressed = result.get("suppressions").map_or("", |_| " suppressed");
        let (rule, place) = (result["ruleId"].as_str(), place.as_str());
        format!("{} {}{suppressed}\n", rule.unwrap_or("?"), place.unwrap_or("?"))
    });
    snapbox::assert_data_eq!(
        listed.collect::<String>(),
        str![[r#"
suppression crates/cli/tests/projects/suppressed/main.tf
coexist-vpn-asn-not-65515 crates/cli/tests/projects/two/first/main.tf
coexist-vpn-asn-not-65515 crates/cli/tests/projects/suppressed/main.tf suppressed

"#]]
    );
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let escape = |arguments: &str| {
        let run = nexthop(arguments).assert().code(1);
        run.get_output().stdout.contains(&0x1b)
    };
    assert!(!escape("check hub"));
    assert!(!escape("check hub --color never"));
    assert!(escape("check hub --color always"));
}

#[test]
fn an_unknown_format_is_an_error() {
    nexthop("check hub --format xml").assert().code(2).stdout_eq("");
}
