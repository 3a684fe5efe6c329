//! `nexthop check`: what is read, what is told, and the exit code.

use std::fs;

use serde_json::Value;
use snapbox::{assert_data_eq, file, str};

use crate::{nexthop, scratch};

const CLEAN: &str = "check two/second";
const WARNING: &str = "check two/first --format concise";

#[test]
fn a_clean_network_is_silent_but_for_a_remark() {
    nexthop(CLEAN).assert().code(0).stdout_eq("").stderr_eq(str![[r#"
no findings in 4 resources

"#]]);
}

#[test]
fn quiet_leaves_out_remarks_and_summary() {
    nexthop(CLEAN).arg("--quiet").assert().code(0).stdout_eq("").stderr_eq("");
    nexthop("check unknown -q").assert().code(0).stdout_eq("").stderr_eq("");
}

#[test]
fn a_finding_at_the_threshold_fails() {
    nexthop(WARNING).assert().code(1).stdout_eq(str![[r#"
two/first/main.tf:40:11: warning[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]).stderr_eq("");
}

#[test]
fn fail_on_moves_the_threshold() {
    for (threshold, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        nexthop(WARNING).args(["--fail-on", threshold]).assert().code(code);
    }
}

#[test]
fn ignore_and_select_choose_rules() {
    let rule = "coexist-vpn-asn-not-65515";
    nexthop(WARNING).args(["--ignore", rule]).assert().code(0).stdout_eq("");
    nexthop(WARNING).args(["--select", rule]).assert().code(1);
    nexthop(WARNING).args(["--select", "intent-violated"]).assert().code(0).stdout_eq("");
}

#[test]
fn a_rule_that_does_not_exist_is_an_error_with_a_suggestion() {
    for flag in
        ["--select=coexist-vpn-asn", "--ignore=coexist-vpn-asn", "--severity=coexist-vpn-asn=off"]
    {
        nexthop(WARNING).arg(flag).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no rule `coexist-vpn-asn`; did you mean `coexist-vpn-asn-not-65515`?

"#]]);
    }
}

#[test]
fn severity_is_changed_by_flag_over_configuration() {
    nexthop("check configured --format concise").assert().code(0).stdout_eq(str![[r#"
configured/infra/main.tf:40:11: note[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]);
    nexthop("check configured --format concise")
        .args(["--severity", "coexist-vpn-asn-not-65515=error"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
configured/infra/main.tf:40:11: error[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]);
    nexthop(WARNING)
        .args(["--severity", "coexist-vpn-asn-not-65515=off"])
        .assert()
        .code(0)
        .stdout_eq("");
    nexthop(WARNING)
        .args(["--severity", "coexist-vpn-asn-not-65515=fatal"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: invalid value 'coexist-vpn-asn-not-65515=fatal' for '--severity <RULE=LEVEL>': `fatal` is not error, warning, note or off

For more information, try '--help'.

"#]]);
}

#[test]
fn config_replaces_the_file_that_would_be_found() {
    nexthop("check configured --config configs/off.toml").assert().code(0).stdout_eq("");
    nexthop("check two --config configs/ignore.toml").assert().code(0).stdout_eq("");
    nexthop("check two --config nowhere.toml").assert().code(2).stdout_eq("").stderr_eq(str![[
        r#"
error: cannot read nowhere.toml: [..]

"#
    ]]);
}

#[test]
fn mistakes_in_the_configuration_are_shown_in_it() {
    nexthop("check two --config configs/mistakes.toml")
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(file!["snapshots/mistakes.txt"]);
}

#[test]
fn variables_come_from_files_and_then_from_flags() {
    nexthop("check unknown --var-file unknown/other.tfvars --format concise")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
unknown/other.tfvars:1:7: warning[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]);
    nexthop("check unknown --var-file unknown/other.tfvars --var asn=65515")
        .assert()
        .code(0)
        .stdout_eq("");
    nexthop("check unknown --var-file unknown/none.tfvars").assert().code(2).stderr_eq(str![[r#"
error: there is no file unknown/none.tfvars

"#]]);
    nexthop("check unknown --var asn").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'asn' for '--var <NAME=VALUE>': write NAME=VALUE

For more information, try '--help'.

"#]]);
}

#[test]
fn a_variable_given_by_hand_stands_at_its_declaration() {
    nexthop("check unknown --var asn=65010 --format concise").assert().code(1).stdout_eq(str![[r#"
unknown/variables.tf:1:1: warning[coexist-vpn-asn-not-65515] the VPN gateway's ASN is 65010: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged

"#]]);
    nexthop("check unknown --var asn=many --format concise").assert().code(1).stdout_eq(str![[r#"
unknown/variables.tf:1:1: error[syntax-error] The value given for asn cannot be used: a number is required

"#]]);
    nexthop("check unknown --var asm=65010").assert().code(0).stderr_eq(str![[r#"
warning: --var asm is declared nowhere in this code
no findings in 4 resources, 2 rules undecided

"#]]);
}

#[test]
fn what_could_not_be_decided_is_said() {
    nexthop("check unknown")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
undecided: 2 rules in 1 place:
  unknown/variables.tf:1: var.asn has no value: asn-reserved-gateway, coexist-vpn-asn-not-65515

"#]])
        .stderr_eq(str![[r#"
no findings in 4 resources, 2 rules undecided

"#]]);
}

#[test]
fn modules_that_are_not_here_are_named() {
    nexthop("check unread").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
no findings in 1 resource
1 module not read, run `terraform init` to fetch: example/hub/azurerm

"#]]);
}

#[test]
fn a_file_that_does_not_parse_is_a_finding_and_the_rest_is_checked() {
    nexthop("check broken --format concise")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
broken/broken.tf:2:10: error[syntax-error] [..]

"#]])
        .stderr_eq("");
}

#[test]
fn comments_suppress_and_those_that_do_not_are_notes() {
    nexthop("check suppressed").assert().code(0).stdout_eq(file!["snapshots/suppressed.txt"]);
}

#[test]
fn a_comment_about_a_rule_that_did_not_run_is_not_blamed() {
    nexthop("check suppressed --select syntax-error").assert().code(0).stdout_eq("");
}

#[test]
fn several_inputs_are_one_report_in_order() {
    let both = nexthop("check two/second two/first --format concise").assert().code(1);
    let folder = nexthop("check two --format concise").assert().code(1);
    assert_eq!(both.get_output().stdout, folder.get_output().stdout);
}

#[test]
fn a_path_that_does_not_exist_stops_everything() {
    nexthop("check two nowhere").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file or folder nowhere

"#]]);
}

#[test]
fn nothing_to_read_is_not_a_clean_network() {
    nexthop("check empty").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: found no code in empty

"#]]);
    nexthop("check empty/README.md").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: cannot read empty/README.md: [..]

"#]]);
    nexthop("check empty two/second").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
warning: found no code in empty
no findings in 4 resources

"#]]);
}

#[test]
fn intents_hold_are_broken_or_undecided() {
    let run = nexthop("check hub --config configs/intents.toml --select intent-violated")
        .args(["--format", "json"])
        .assert()
        .code(1);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let messages = |list: &str| -> Vec<String> {
        let list = json[list].as_array().expect("it is a list").iter();
        list.map(|one| {
            assert_eq!(one["rule"], "intent-violated");
            let message = one["message"].as_str().expect("it is text");
            message.split(": ").next().unwrap_or(message).to_owned()
        })
        .collect()
    };
    assert_data_eq!(
        messages("findings").join("\n"),
        str![[r#"
vnet:vnet-hub → onprem:ergw-hub must be unreachable and is reachable
vnet:vnet-hub → onprem:ergw-hub must pass an Azure Firewall and does not
p2s:vpngw-hub → onprem:ergw-hub must be reachable and is not
"#]]
    );
    assert_data_eq!(messages("undecided").join("\n"), str![""]);
}

#[test]
fn an_intent_that_a_finding_explains_is_told_with_it() {
    let arguments = "check hub --config configs/intents.toml --format";
    let run = nexthop(arguments).arg("json").assert().code(1);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let findings = json["findings"].as_array().expect("it is a list");
    let of = |rule: &str| findings.iter().filter(|one| one["rule"] == rule).collect::<Vec<_>>();
    assert_eq!(of("intent-violated").len(), 2, "{findings:#?}");
    let [cause] = of("p2s-expressroute-no-return-route")[..] else { panic!("{findings:#?}") };
    let broken = "because of this, p2s:vpngw-hub → onprem:ergw-hub must be reachable and is not";
    assert!(cause["related"].to_string().contains(broken), "{cause:#?}");

    let run = nexthop(arguments).arg("junit").assert().code(1);
    let junit = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    let name = "name=\"p2s:vpngw-hub → onprem:ergw-hub must be reachable and is not\"";
    let inside = junit.lines().skip_while(|line| !line.contains(name)).nth(1);
    assert!(inside.is_some_and(|line| line.contains("<failure type=\"error\"")), "{junit}");
}

#[test]
fn a_warning_that_breaks_an_intent_is_as_bad_as_that() {
    nexthop("check hub --config configs/intents.toml --fail-on error --format json")
        .args(["--select", "intent-violated,p2s-expressroute-no-return-route"])
        .args(["--severity", "p2s-expressroute-no-return-route=note"])
        .assert()
        .code(1);
    let run = nexthop("check hub --config configs/intents.toml --format json")
        .args(["--select", "intent-violated,p2s-expressroute-no-return-route"])
        .args(["--severity", "p2s-expressroute-no-return-route=warning"])
        .assert()
        .code(1);
    let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
    let findings = json["findings"].as_array().expect("it is a list").iter();
    let cause = findings.filter(|one| one["rule"] == "p2s-expressroute-no-return-route");
    let severities: Vec<_> = cause.map(|one| one["severity"].clone()).collect();
    assert_eq!(severities, ["error"]);
}

#[test]
fn an_intent_about_nothing_is_undecided() {
    nexthop("check two/second --config configs/unmatched.toml").assert().code(0).stdout_eq(str![[r#"
undecided: 1 rule in 1 place:
  configs/unmatched.toml:2: `vnet:nowhere` matches nothing: there are vnet:vnet-second: intent-violated

"#]]);
}

#[test]
fn output_goes_to_a_file() {
    let path = scratch("findings.txt");
    nexthop(WARNING).arg("--output").arg(&path).assert().code(1).stdout_eq("");
    let written = fs::read_to_string(&path).expect("the file is written");
    assert!(written.starts_with("two/first/main.tf:"), "{written}");
    nexthop(WARNING).args(["--output", "nowhere/findings.txt"]).assert().code(2).stderr_eq(str![[
        r#"
error: cannot write nowhere/findings.txt: [..]

"#
    ]]);
}

#[test]
fn a_verb_is_needed() {
    nexthop("two").assert().code(2).stdout_eq("");
    nexthop("").assert().code(2).stdout_eq("");
}

#[test]
fn a_run_is_the_same_every_time() {
    let first = nexthop("check . --format json").assert();
    for _ in 0..5 {
        let again = nexthop("check . --format json").assert();
        assert_eq!(first.get_output().stdout, again.get_output().stdout);
    }
}

#[test]
fn what_several_inputs_say_about_a_shared_module_is_said_once() {
    nexthop("check shared --format concise").assert().code(1).stdout_eq(str![[r#"
shared/module/main.tf:5:3: note[suppression] this suppression matches no finding
shared/module/main.tf:8:18: error[syntax-error] [..]

"#]]);
}
