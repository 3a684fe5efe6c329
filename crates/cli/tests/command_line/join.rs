//! `--join`: several inputs as one network.

use serde_json::Value;
use snapbox::str;

use crate::nexthop;

const JOINED: &str = "check joined --join --format concise";
const SEED: &str = "../../../../testdata/seed/p2s-expressroute";

/// A folder of `testdata/joined`.
fn part(name: &str) -> String {
    format!("../../../../testdata/joined/{name}")
}

fn json(command: &str, paths: &str, code: i32) -> Value {
    let run = nexthop(&format!("{command} {paths} --format json")).assert().code(code);
    serde_json::from_slice(&run.get_output().stdout).expect("it is JSON")
}

/// The fields of every item of a list of objects.
fn fields(json: &Value, list: &str, names: &[&str]) -> Vec<Vec<String>> {
    let items = json[list].as_array().expect("it is a list").iter();
    items.map(|item| names.iter().map(|name| item[name].to_string()).collect()).collect()
}

/// What `check` says, without places.
fn findings(paths: &str) -> Vec<Vec<String>> {
    fields(&json("check", paths, 1), "findings", &["rule", "severity", "message", "help"])
}

fn flows(paths: &str) -> Vec<Vec<String>> {
    let mut flows = fields(&json("reach", paths, 0), "flows", &["from", "to", "verdict", "code"]);
    flows.sort_unstable();
    flows
}

#[test]
fn a_network_in_two_roots_is_that_of_one_root() {
    for spokes in ["spokes", "spokes-by-id"] {
        let paths = format!("{} {} --join", part("hub"), part(spokes));
        assert_eq!(findings(&paths), findings(SEED), "{spokes}");
        assert_eq!(flows(&paths), flows(SEED), "{spokes}");
        let undecided = |paths| json("check", paths, 1)["undecided"].clone();
        assert_eq!(undecided(&paths), undecided(SEED), "{spokes}");
    }
}

#[test]
fn routes_are_those_of_one_root() {
    let tables = |paths: &str| {
        let arguments = format!("routes {paths} --at subnet:* --at p2s:*");
        let run = nexthop(&arguments).assert().code(0);
        let text = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        let mut tables: Vec<_> = text.split("\n\n").map(str::to_owned).collect();
        tables.sort_unstable();
        tables
    };
    assert_eq!(tables(&format!("{} {} --join", part("hub"), part("spokes"))), tables(SEED));
}

#[test]
fn remote_state_is_not_guessed() {
    let paths = format!("{} {} --join", part("hub"), part("spokes-by-state"));
    // The one finding is about the hub alone.
    assert_eq!(findings(&paths), findings(SEED));
    let hub_to_spokes = flows(&paths).into_iter().filter(|flow| {
        flow[0].contains("p2s:") && flow[1].contains("vnet:vnet-") && !flow[1].contains("hub")
    });
    let verdicts: Vec<_> = hub_to_spokes.map(|flow| flow[2].clone()).collect();
    assert_eq!(verdicts, ["\"depends\""; 3]);
}

#[test]
fn a_finding_may_need_two_roots() {
    nexthop(JOINED).assert().code(1).stdout_eq(str![[r#"
joined/spokes/b/main.tf:17:31: warning[use-remote-gateways-without-transit] the peering uses the gateways of vnet-hub, whose own peering does not allow gateway transit

"#]]);
    nexthop("check joined --format concise").assert().code(0).stdout_eq("");
}

#[test]
fn addresses_that_two_roots_use_are_told_apart() {
    let resources = json("resources", "joined --join", 0);
    let addresses = fields(&resources, "resources", &["input", "address"]);
    let of = |input: &str| -> Vec<&str> {
        let input = format!("\"joined/{input}\"");
        let own = addresses.iter().filter(|one| one[0] == input);
        own.map(|one| one[1].trim_matches('"')).collect()
    };
    assert_eq!(
        of("spokes/a"),
        [
            "spokes/a/azurerm_virtual_network.this",
            "spokes/a/azurerm_virtual_network_peering.this",
            "spokes/a/data.azurerm_virtual_network.hub",
        ]
    );
    assert!(of("hub").contains(&"azurerm_virtual_network_gateway.this"), "{addresses:?}");
    let apart = json("resources", "joined", 0);
    let addresses = fields(&apart, "resources", &["address"]);
    assert!(addresses.iter().all(|one| !one[0].starts_with("\"spokes")), "{addresses:?}");
}

#[test]
fn every_input_is_listed_and_the_network_has_the_name_of_their_folder() {
    let report = json("reach", "joined/spokes/b joined/hub --join --from vnet:vnet-b", 0);
    assert_eq!(
        fields(&report, "inputs", &["path", "resources"]),
        [["\"joined/hub\"", "5"], ["\"joined/spokes/b\"", "3"]]
    );
    let endpoints = fields(&report, "endpoints", &["input"]);
    assert!(endpoints.iter().all(|one| one[0] == "\"joined\""), "{endpoints:?}");
}

#[test]
fn the_configuration_is_that_of_the_folder_in_common() {
    // That of joined/spokes switches the rule off, that of joined makes it a warning.
    nexthop(JOINED).args(["--fail-on", "error"]).assert().code(0);
    nexthop("check joined/spokes --join --format json").assert().code(0);
    let named = format!("{JOINED} --config joined/spokes/nexthop.toml");
    nexthop(&named).assert().code(0).stdout_eq("");
}

#[test]
fn an_intent_may_span_roots() {
    let undecided = |arguments: &str| {
        let report = json("check", &format!("{arguments} --fail-on never"), 0);
        fields(&report, "undecided", &["rule"])
    };
    assert_eq!(undecided("joined --join"), [[""; 0]; 0]);
    let apart = undecided("joined");
    assert!(apart.iter().any(|one| one[0].contains("intent-violated")), "{apart:?}");
}

#[test]
fn what_is_said_about_a_module_of_several_roots_is_said_once() {
    let both = nexthop("check shared --format concise").assert().code(1);
    let joined = nexthop("check shared --format concise --join").assert().code(1);
    let stdout = |run: &snapbox::cmd::OutputAssert| run.get_output().stdout.clone();
    assert_eq!(stdout(&joined), stdout(&both));
}

#[test]
fn one_input_joined_is_the_input() {
    let apart = nexthop("check two/first --format json").assert().code(1);
    let joined = nexthop("check two/first --format json --join").assert().code(1);
    assert_eq!(apart.get_output().stdout, joined.get_output().stdout);
}
