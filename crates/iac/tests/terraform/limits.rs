//! Code that would not end, or not fit.

use std::fmt::Write;

use nexthop_iac::{Kind, Memory, Presence, Request, Why, load};

use super::{check, workspace};

/// The cause of the attribute `v` of the only resource.
fn cause(text: &str) -> Option<Why> {
    let workspace = workspace(text);
    let [resource] = workspace.projects[0].resources.as_slice() else {
        panic!("there is one resource");
    };
    resource.values.get("v").expect("it has an attribute `v`").why()
}

/// Locals `l0` to `l{count}`, each made of the next one by `step`.
fn chain(count: usize, step: impl Fn(&str) -> String) -> String {
    let mut text = String::from("resource \"azurerm_x\" \"x\" {\n  v = local.l0\n}\nlocals {\n");
    for at in 0..count {
        writeln!(text, "  l{at} = {}", step(&format!("local.l{}", at + 1))).expect("it is text");
    }
    text + &format!("  l{count} = \"x\"\n}}\n")
}

fn failed(message: &str) -> Why {
    Why::Failed(message.to_owned())
}

#[test]
fn a_chain_without_end_is_cut() {
    let text = chain(20_000, |next| format!("\"${{{next}}}!\""));
    assert_eq!(cause(&text), Some(failed("expressions are nested too deeply")));
}

#[test]
fn a_text_that_doubles_is_cut() {
    let text = chain(60, |next| format!("\"${{{next}}}${{{next}}}\""));
    assert_eq!(cause(&text), Some(failed("this text is too long")));
}

#[test]
fn a_list_that_doubles_is_cut() {
    let workspace = workspace(&chain(60, |next| format!("[{next}, {next}]")));
    let mut value = workspace.projects[0].resources[0].values.get("v").cloned();
    while let Some(Kind::List(_, items)) = value.as_ref().map(|value| value.kind.clone()) {
        value = items.first().cloned();
    }
    let why = value.and_then(|value| value.why());
    assert_eq!(why, Some(failed("this value is too large")));
}

#[test]
fn a_count_beyond_all_measure_is_one_that_may_be_there() {
    let workspace = workspace("resource \"azurerm_x\" \"x\" {\n  count = 1000000000\n}\n");
    let [resource] = workspace.projects[0].resources.as_slice() else {
        panic!("there is one resource");
    };
    assert_eq!(resource.presence, Presence::Maybe(failed("this count is too large")));
}

#[test]
fn a_module_that_calls_itself_is_said_once() {
    let text = r#"
module "again" {
  source = "./again"
}
--- again/main.tf
module "again" {
  source = "../again"
  count  = 3
}
resource "azurerm_x" "x" {
}
"#;
    let workspace = workspace(text);
    let project = &workspace.projects[0];
    let addresses: Vec<_> = project.resources.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(addresses, ["module.again.azurerm_x.x"]);
    let messages: Vec<_> = project.diagnostics.iter().map(|one| &*one.message).collect();
    assert_eq!(messages, ["This module calls itself, or modules are nested too deeply"]);
}

#[test]
fn no_instances_leave_an_empty_collection() {
    check(
        r#"
resource "azurerm_x" "none" {
  count = 0
}
resource "azurerm_x" "x" {
  all   = azurerm_x.none
  ids   = azurerm_x.none[*].id
  first = try(azurerm_x.none[0].id, null)
}
"#,
        "
        azurerm_x.x.all = []
        azurerm_x.x.first = null
        azurerm_x.x.ids = []
        ",
    );
}

#[test]
fn files_outside_of_what_is_searched_are_not_read() {
    let mut files = Memory::default();
    let root = r#"
resource "azurerm_x" "x" {
  v = templatefile("../../scripts/init.sh", { name = "n" })
}
"#;
    files.add("repo/labs/one/main.tf", root);
    files.add("repo/scripts/init.sh", "echo ${name}");
    let value = |path: &str| {
        let request = Request { paths: vec![path.into()], ..Request::default() };
        let workspace = load(&files, &request);
        workspace.projects[0].resources[0].values.get("v").cloned().expect("there is a value")
    };
    assert_eq!(value("repo").as_str(), Some("echo n"));
    let outside = Why::Outside("the file ../../scripts/init.sh".to_owned());
    assert_eq!(value("repo/labs").why(), Some(outside));
}
