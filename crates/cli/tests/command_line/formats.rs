//! The formats and colours of `nexthop check`.

use snapbox::{file, str};

use crate::{nexthop, scratch};

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
fn one_run_writes_several_formats() {
    let (sarif, junit) = (scratch("several.sarif"), scratch("several.xml"));
    nexthop("check two --format concise")
        .arg(format!("--output=sarif={}", sarif.display()))
        .arg(format!("--output=junit={}", junit.display()))
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
two/first/main.tf:40:11: warning[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]);
    let read = |path| std::fs::read_to_string(path).expect("it was written");
    assert!(read(&sarif).contains("sarif-2.1.0.json"));
    let junit = read(&junit);
    let failures = junit.matches("<failure").count();
    let passed = junit.lines().filter(|line| line.contains("<testcase") && line.ends_with("/>"));
    assert_eq!(failures, 1, "{junit}");
    // Every rule and every finding that no rule makes, but for the one that failed.
    assert!(passed.count() >= nexthop_rules::ALL.len() - 1, "{junit}");
}

#[test]
fn intents_are_cases_of_junit() {
    let run = nexthop("check hub --config configs/intents.toml --format junit").assert().code(1);
    let xml = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    let is_intent = |line: &&str| line.contains("nexthop.intent");
    let intents: Vec<_> = xml.lines().filter(is_intent).map(str::trim).collect();
    snapbox::assert_data_eq!(
        intents.join("\n"),
        str![[r#"
<testcase classname="nexthop.intent" name="configs/intents.toml:17:8" time="0" file="crates/cli/tests/projects/configs/intents.toml" line="17">
<testcase classname="nexthop.intent" name="configs/intents.toml:22:8" time="0" file="crates/cli/tests/projects/configs/intents.toml" line="22">
<testcase classname="nexthop.intent" name="onprem:* is reachable from vnet:vnet-hub" time="0"/>
<testcase classname="nexthop.intent" name="onprem:* is reachable from vnet:vnet-hub on port 3389" time="0"/>
<testcase classname="nexthop.intent" name="p2s:* is unreachable from onprem:*" time="0"/>
<testcase classname="nexthop.intent" name="p2s:vpngw-hub → onprem:ergw-hub must be reachable and is not" time="0">
"#]]
    );
}

#[test]
fn annotations_are_commands_of_the_service() {
    let first_word = |format: &str| {
        let run = nexthop(&format!("check two --format {format}")).assert().code(1);
        let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        out.split([' ', '=']).next().map(str::to_owned)
    };
    assert_eq!(first_word("github").as_deref(), Some("::warning"));
    assert_eq!(first_word("azure").as_deref(), Some("##vso[task.logissue"));
    assert_eq!(first_word("markdown").as_deref(), Some("<!--"));
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

#[test]
fn the_problem_matcher_reads_the_concise_format() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.github/nexthop-matcher.json");
    let text = std::fs::read_to_string(path).expect("there is a problem matcher");
    let matcher: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let owners = matcher["problemMatcher"].as_array().expect("it lists owners");
    let run = nexthop("check two --format concise").assert().code(1);
    let printed = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    let mut read = Vec::new();
    for owner in owners {
        let pattern = &owner["pattern"][0];
        let regex = regex::Regex::new(pattern["regexp"].as_str().expect("it has a pattern"));
        let regex = regex.expect("it is a regular expression");
        for found in printed.lines().filter_map(|line| regex.captures(line)) {
            let group = |name: &str| {
                let index = pattern[name].as_u64().and_then(|index| usize::try_from(index).ok());
                found[index.expect("it has this group")].to_owned()
            };
            let severity = owner["severity"].as_str().expect("it has a severity");
            let place = format!("{}:{}:{}", group("file"), group("line"), group("column"));
            read.push(format!("{severity} {place} {}", group("code")));
        }
    }
    assert_eq!(read, ["warning two/first/main.tf:40:11 coexist-vpn-asn-not-65515"]);
}
