//! What is not to be reported: by comments, by `[[ignore]]`, by `--add-ignore`.

use std::{fs, path::Path};

use crate::{
    fixes::{ARM, BICEP, PEERED, check, copy_text, findings, folder, hub, is_formatted, text},
    nexthop,
};

const RULE: &str = "coexist-vpn-asn-not-65515";

/// What is looked for: rules to come must not change what is said here.
const ONLY: &str = "--select coexist-vpn-asn-not-65515,peering-vnet-access-disabled,\
    use-remote-gateways-without-transit,default-udr-on-gateway-subnet,suppression";

/// What `check` says of a folder, one line a finding.
fn concise(folder: &Path) -> String {
    let arguments = format!("check --format concise --fail-on never --quiet {ONLY} .");
    let run = nexthop(&arguments).current_dir(folder);
    let output = run.output().expect("it runs");
    String::from_utf8(output.stdout).expect("it is text")
}

#[test]
fn a_comment_above_a_resource_holds_for_all_its_instances_wherever_their_values_are() {
    let access = "{ a = { access = false }, b = {\n    access = false } }";
    let networks = PEERED.replace("ACCESS", "var.access[each.key].access");
    let folder = hub(|_| format!("{networks}\nvariable \"access\" {{\n  default = {access}\n}}\n"));
    assert_eq!(concise(&folder).lines().count(), 2);
    let header = "resource \"azurerm_virtual_network_peering\"";
    let comment = "# nexthop: ignore[peering-vnet-access-disabled] by design";
    let ignored = text(&folder, "main.tf").replace(header, &format!("{comment}\n{header}"));
    copy_text(&folder, "main.tf", &ignored);
    assert_eq!(concise(&folder), "");
}

#[test]
fn a_comment_that_is_over_hides_nothing_and_says_so() {
    let with = |until: &str| {
        let comment = format!("# nexthop: ignore[{RULE}] until {until} migration");
        hub(|hub| hub.replace("    asn = 65010", &format!("    {comment}\n    asn = 65010")))
    };
    assert_eq!(concise(&with("9999-12-31")), "");
    let over = concise(&with("2000-01-31"));
    assert!(over.contains("note[suppression] this suppression ended with 2000-01-31"), "{over}");
    assert!(over.contains(RULE), "{over}");
    let no_date = concise(&with("2000-31-01"));
    assert!(no_date.contains("`2000-31-01` is no date"), "{no_date}");
    assert!(no_date.contains(RULE), "{no_date}");
}

#[test]
fn the_configuration_ignores_by_address_and_for_a_time() {
    let folder = hub(|hub| hub);
    let said = |entry: &str| {
        let entry = format!("[[ignore]]\nrule = \"{RULE}\"\nreason = \"x\"\n{entry}\n");
        copy_text(&folder, "nexthop.toml", &entry);
        concise(&folder)
    };
    assert_eq!(said("resource = \"azurerm_virtual_network_gateway.*\""), "");
    assert_eq!(said("expires = \"9999-12-31\""), "");
    let other = said("resource = \"module.hub.*\"");
    assert!(
        other.contains("nexthop.toml:2:8: note[suppression] this ignore matches no finding"),
        "{other}"
    );
    assert!(other.contains(RULE), "{other}");
    let over = said("expires = \"2000-01-31\"");
    assert!(over.contains("note[suppression] this ignore ended with 2000-01-31"), "{over}");
    assert!(over.contains(RULE), "{over}");
}

#[test]
fn an_ignore_that_cannot_match_what_was_looked_at_is_no_note() {
    let folder = hub(|hub| hub.replace("65010", "65515"));
    let entry = format!("[[ignore]]\nrule = \"{RULE}\"\nreason = \"x\"\n");
    copy_text(&folder, "nexthop.toml", &entry);
    copy_text(&folder, "part/main.tf", &text(&folder, "main.tf"));
    let run = |arguments: &str| {
        let run = nexthop(arguments).current_dir(&folder).output().expect("it runs");
        String::from_utf8(run.stdout).expect("it is text")
    };
    assert_eq!(run("check --format concise part"), "");
    assert_eq!(run("check --format concise --ignore coexist-vpn-asn-not-65515 ."), "");
    assert!(run("check --format concise .").contains("matches no finding"));
}

#[test]
fn add_ignore_writes_a_comment_for_everything_and_formats_nothing_else() {
    let folder = hub(|hub| hub + &PEERED.replace("ACCESS", "false"));
    let before = text(&folder, "main.tf");
    nexthop(&format!("check --quiet {ONLY} --add-ignore"))
        .args(["until 9999-12-31 migration", "."])
        .current_dir(&folder)
        .assert()
        .code(0)
        .stdout_eq("");
    let after = text(&folder, "main.tf");
    let comments: Vec<_> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(
        comments,
        [
            format!("# nexthop: ignore[{RULE}] until 9999-12-31 migration"),
            "# nexthop: ignore[peering-vnet-access-disabled] until 9999-12-31 migration".to_owned(),
        ]
    );
    assert_ne!(is_formatted(&folder), Some(false));
    nexthop("check --add-ignore").arg("").current_dir(&folder).assert().code(2);
}

#[test]
fn add_ignore_writes_into_bicep_and_templates() {
    let cases = [
        (
            "main.bicep",
            BICEP.replace("HUB", "false"),
            "  // nexthop: ignore[use-remote-gateways-without-transit] why\n  resource peering",
        ),
        (
            "main.json",
            ARM.replace("HUB", "false"),
            "\"metadata\": {\"nexthop\": {\"ignore\": {\"peering-vnet-access-disabled\": \"why\"}}}",
        ),
    ];
    for (file, content, expected) in cases {
        let folder = folder(&format!("add_ignore_{}", file.replace('.', "_")));
        copy_text(&folder, file, &content);
        assert!(!findings(&check(&folder, "")).is_empty());
        let report = check(&folder, &format!("--add-ignore why {ONLY}"));
        assert_eq!(findings(&report), [], "{}", text(&folder, file));
        let after = text(&folder, file);
        assert!(after.contains(expected), "{after}");
    }
}

/// Terraform's JSON has no comments but properties `//`, of which a block may have one.
#[test]
fn add_ignore_writes_into_json_of_terraform() {
    let folder = folder("add_ignore_tf_json");
    let gateway = |name: &str, more: &str| {
        format!(
            "\"{name}\": {{{more}\"name\": \"{name}\", \"resource_group_name\": \"rg\", \
             \"location\": \"westeurope\", \"type\": \"Vpn\", \"sku\": \"VpnGw1\"}}"
        )
    };
    let [one, other] = [gateway("one", "\n      "), gateway("other", "\"//\": \"mine\", ")];
    let gateways = format!("{one},\n    {other}");
    let code = format!(
        "{{\"resource\": {{\n  \"azurerm_virtual_network_gateway\": {{\n    {gateways}\n  }}\n}}}}\n"
    );
    copy_text(&folder, "main.tf.json", &code);
    let only = "--select vpn-non-az-sku --fail-on never .";
    let run = nexthop(&format!("check --format concise {only} --add-ignore"))
        .arg("until 9999-12-31 \"later\"")
        .current_dir(&folder)
        .output()
        .expect("it runs");
    let after = text(&folder, "main.tf.json");
    let comment = r#""one": {
      "//": "nexthop: ignore[vpn-non-az-sku] until 9999-12-31 \"later\"",
      "name""#;
    assert!(after.contains(comment), "{after}");
    assert!(after.contains("{\"//\": \"mine\", \"name\""), "{after}");
    let said = String::from_utf8(run.stderr).expect("it is text");
    let entry = "[[ignore]]\nrule = \"vpn-non-az-sku\"\n\
                 resource = \"azurerm_virtual_network_gateway.other\"\n\
                 expires = \"9999-12-31\"\nreason = ";
    assert!(said.contains(entry), "{said}");
    let (_, entry) = said.split_once("hides:\n").expect("it offers an entry");
    copy_text(&folder, "nexthop.toml", entry);
    let run = nexthop(&format!("check --format concise --quiet {only}"));
    let left = { run }.current_dir(&folder).output().expect("it runs").stdout;
    assert_eq!(String::from_utf8_lossy(&left), "");
}

/// A plan has no comments; those of the code beside it hold.
#[test]
fn comments_of_the_code_hold_for_the_plan() {
    let planned = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/planned/code");
    let folder = folder("comments_of_the_code_hold_for_the_plan");
    for file in ["main.tf", "plan.json"] {
        fs::copy(planned.join(file), folder.join(file)).expect("it can be copied");
    }
    assert!(concise(&folder).contains("default-udr-on-gateway-subnet"));
    let header = "resource \"azurerm_route_table\" \"gateway\"";
    let comment = "# nexthop: ignore[default-udr-on-gateway-subnet] a lab";
    let code = text(&folder, "main.tf").replace(header, &format!("{comment}\n{header}"));
    copy_text(&folder, "main.tf", &code);
    assert_eq!(concise(&folder), "");
}
