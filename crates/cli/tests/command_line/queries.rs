//! `resources`, `reach`, `trace`, `routes`, `rules` and `explain`.

use serde_json::Value;
use snapbox::{file, str};

use crate::nexthop;

#[test]
fn version_is_printed() {
    let version = nexthop("--version").assert().code(0);
    version.stdout_eq(concat!("nexthop ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn resources_are_listed_with_what_is_unknown() {
    nexthop("resources unknown").assert().code(0).stdout_eq(file!["snapshots/resources.txt"]);
    nexthop("resources unknown --format json")
        .assert()
        .code(0)
        .stdout_eq(file!["snapshots/resources.json"]);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let list = nexthop("rules").assert().code(0);
    let list = String::from_utf8(list.get_output().stdout.clone()).expect("it is text");
    for rule in nexthop_rules::ALL {
        assert!(list.contains(rule.name), "{} is not listed", rule.name);
        let page = nexthop("explain").arg(rule.name).assert().code(0);
        let page = String::from_utf8_lossy(&page.get_output().stdout).into_owned();
        assert!(page.contains(rule.docs.trim()), "{} is not explained", rule.name);
    }
}

#[test]
fn findings_that_no_rule_makes_are_explained_too() {
    nexthop("explain syntax-error").assert().code(0).stdout_eq(str![[r#"
syntax-error

a file cannot be parsed

severity: error
since:    0.1.0

## What it finds

Text that the language's grammar does not allow. The file's readable part and all other files are still checked.

## What to do

Correct the text at the place shown.

"#]]);
}

#[test]
fn a_rule_that_does_not_exist_is_not_explained() {
    nexthop("explain sintax-error").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no rule `sintax-error`; did you mean `syntax-error`?

"#]]);
    nexthop("explain").assert().code(2).stdout_eq("");
}

#[test]
fn every_code_is_listed() {
    let codes = nexthop("explain --codes").assert().code(0);
    let codes = String::from_utf8_lossy(&codes.get_output().stdout).into_owned();
    for code in nexthop_core::routing::Code::ALL {
        let line = codes.lines().find(|line| line.split(' ').next() == Some(code.as_str()));
        let line = line.unwrap_or_else(|| panic!("{} is not listed", code.as_str()));
        assert!(line.ends_with(code.description()), "{line}");
    }
}

/// The flows of a JSON document, as `from to verdict`.
fn verdicts(arguments: &str) -> Vec<String> {
    let run = nexthop(arguments).assert().code(0);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let flows = json["flows"].as_array().expect("there are flows");
    let word = |flow: &Value, name: &str| flow[name].as_str().expect("it is text").to_owned();
    let line = |flow| ["from", "to", "verdict"].map(|name| word(flow, name)).join(" ");
    flows.iter().map(line).collect()
}

#[test]
fn reach_covers_every_pair_or_those_asked_for() {
    let all = verdicts("reach two/first --format json");
    let endpoints = ["onprem:ergw-first", "vnet:vnet-first", "internet"];
    assert_eq!(all.len(), endpoints.len() * (endpoints.len() - 1), "{all:#?}");
    for from in endpoints {
        for to in endpoints.into_iter().filter(|&to| to != from) {
            let pair = format!("{from} {to} ");
            assert_eq!(all.iter().filter(|line| line.starts_with(&pair)).count(), 1, "{pair}");
        }
    }
    let some = verdicts("reach two/first --from onprem:* --to vnet:* --to internet --format json");
    let expected = all.iter().filter(|line| line.starts_with("onprem:"));
    assert_eq!(some, expected.cloned().collect::<Vec<_>>());
}

#[test]
fn every_input_is_a_network_of_its_own() {
    let both = verdicts("reach two --format json");
    let mut apart = verdicts("reach two/first --format json");
    apart.extend(verdicts("reach two/second --format json"));
    assert_eq!(both, apart);
}

#[test]
fn the_matrix_has_a_row_and_a_column_for_each_endpoint() {
    let run = nexthop("reach hub").assert().code(0);
    let text = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    let columns = text.lines().filter(|line| line.contains('┌')).count();
    let rows = text.lines().filter(|line| line.contains('·')).count();
    assert_eq!((columns, rows), (4, 4), "{text}");
    let reasons = text.lines().filter(|line| line.contains(" → ") && !line.starts_with(' '));
    let verdicts = verdicts("reach hub --format json");
    let broken = verdicts.iter().filter(|line| !line.ends_with(" reachable"));
    assert_eq!(reasons.count(), broken.count(), "{text}");
}

#[test]
fn a_trace_shows_both_directions_hop_by_hop() {
    let arguments = "trace hub --from p2s:* --to onprem:*";
    let run = nexthop(arguments).assert().code(0);
    let text = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(text.starts_with("p2s:vpngw-hub → onprem:ergw-hub: unreachable\n"), "{text}");
    assert!(text.contains("\n  forward: ") && text.contains("\n  return: "), "{text}");
    assert_eq!(
        verdicts(&format!("{arguments} --format json")),
        ["p2s:vpngw-hub onprem:ergw-hub unreachable"]
    );
}

#[test]
fn a_trace_may_be_of_one_port_and_protocol() {
    let verdict = |flags: &str| {
        let ends = "--from subnet:vnet-app/snet-web --to subnet:vnet-app/snet-database";
        let all = verdicts(&format!("trace filtered {ends} {flags} --format json"));
        all[0].rsplit(' ').next().expect("a line has words").to_owned()
    };
    assert_eq!(verdict(""), "reachable");
    assert_eq!(verdict("--port 1433"), "reachable");
    assert_eq!(verdict("--port 22"), "unreachable");
    assert_eq!(verdict("--port 1433 --protocol udp"), "unreachable");
    assert_eq!(verdict("--protocol icmp"), "unreachable");
    let ends = "trace filtered --from * --to *";
    nexthop(ends).args(["--protocol", "icmp", "--port", "1"]).assert().code(2).stderr_eq(str![[
        r#"
error: ICMP has no ports

"#
    ]]);
    nexthop(ends).args(["--port", "0"]).assert().code(2);
}

#[test]
fn a_trace_needs_both_ends_and_they_must_be_there() {
    nexthop("trace hub --from p2s:*").assert().code(2).stdout_eq("");
    nexthop("trace hub --from p2s:* --to vnet:nowhere").assert().code(2).stdout_eq("");
    nexthop("trace hub --from p2s:* --to p2s:*").assert().code(2).stdout_eq("").stderr_eq(str![[
        r#"
error: no network has both p2s:* and p2s:*

"#
    ]]);
}

#[test]
fn routes_are_those_of_the_place_asked_for() {
    nexthop("routes hub --at subnet:vnet-hub/snet-workload")
        .assert()
        .code(0)
        .stdout_eq(file!["snapshots/routes.txt"]);
    for (place, kind) in
        [("p2s:*", "pushed"), ("gateway:ergw-hub", "advertised"), ("onprem:*", "advertised")]
    {
        let run = nexthop("routes hub --format json --at").arg(place).assert().code(0);
        let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
        let tables = json["tables"].as_array().expect("there are tables");
        assert!(!tables.is_empty(), "{place}");
        assert!(tables.iter().all(|table| table["kind"] == kind), "{place}");
    }
    nexthop("routes hub --at gateway:none").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no gateway `none`; there are ergw-hub, vpngw-hub

"#]]);
}

#[test]
fn shells_and_man_learn_every_command() {
    let bash = nexthop("completions bash").assert().code(0);
    let bash = String::from_utf8_lossy(&bash.get_output().stdout).into_owned();
    let man = nexthop("man").assert().code(0);
    let man = String::from_utf8_lossy(&man.get_output().stdout).into_owned();
    for command in ["check", "reach", "trace", "routes", "resources", "rules", "explain"] {
        assert!(bash.contains(&format!("nexthop__subcmd__{command}")), "{command}");
        assert!(man.contains(&format!(".SH \"NEXTHOP {}\"", command.to_uppercase())), "{command}");
    }
    assert!(man.contains("\\-\\-fail\\-on"), "{man}");
    nexthop("completions ksh").assert().code(2);
}

/// A site that ExpressRoute and VPN lead to.
const TWO_WAYS: &str = "../../../../testdata/scenarios/fact-longer-prefix-over-vpn \
                        --config configs/failover.toml";

fn via(without: &str) -> Vec<String> {
    let run = nexthop(&format!("routes {TWO_WAYS} --at subnet:*/snet-app --format json {without}"));
    let run = run.assert().code(0);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let routes = json["tables"][0]["routes"].as_array().expect("there are routes").clone();
    let to_site = routes
        .iter()
        .filter(|route| route["address_prefix"] == "192.168.0.0/16" && route["state"] == "Active");
    to_site.filter_map(|route| Some(route["via"].as_str()?.to_owned())).collect()
}

#[test]
fn without_a_resource_the_other_way_is_taken() {
    assert_eq!(via(""), ["ergw-hub"]);
    let by_address = "azurerm_virtual_network_gateway_connection.con_datacentre";
    for gone in ["con-datacentre", "erc-datacentre", "ERGW-hub", by_address] {
        assert_eq!(via(&format!("--without {gone}")), ["vpngw-hub"], "{gone}");
    }
    assert_eq!(via("--without vpngw-hub"), ["ergw-hub"]);
    assert!(via("--without con-datacentre --without con-branch").is_empty());
}

#[test]
fn a_flow_fails_without_what_it_needs() {
    let verdict = |without: &str| {
        let ends = "--from vnet:vnet-hub --to onprem:datacentre --format json";
        let run = nexthop(&format!("trace {TWO_WAYS} {ends} {without}")).assert().code(0);
        let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
        json["flows"][0]["verdict"].clone()
    };
    assert_eq!(verdict("--without erc-datacentre"), "reachable");
    assert_eq!(verdict("--without erc-datacentre --without con-branch"), "unreachable");
    let seed = "../../../../testdata/seed/firewall-snat --from p2s:* --to vnet:vnet-app-weu";
    let run =
        nexthop(&format!("reach {seed} --without afw-hub-weu --format json")).assert().code(0);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    assert_eq!(json["flows"][0]["code"], "out-of-service");
    // One of two members of a load balancer is enough.
    let balanced = |without: &str| {
        let network = "../../../../testdata/scenarios/fact-load-balancer-ha-ports";
        let ends = "--from subnet:vnet-s1/app --to subnet:vnet-s2/app --format json";
        let run = nexthop(&format!("trace {network} {ends} {without}")).assert().code(0);
        let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
        json["flows"][0]["code"].clone()
    };
    assert_eq!(balanced("--without nic-n1"), "connected");
    assert_eq!(balanced("--without nic-n1 --without nic-n2"), "out-of-service");
    nexthop(&format!("reach {TWO_WAYS} --without nothing")).assert().code(2).stderr_eq(str![[r#"
error: there is no gateway, connection (or `connection/instance-0`), circuit (or `circuit/primary`), firewall, appliance, peering or hub `nothing` to be without

"#]]);
}
