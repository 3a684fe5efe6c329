//! `resources`, `reach`, `trace`, `routes`, `rules` and `explain`.

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
