//! Templates in files of their own.

use super::{loaded, only};

const LINKED: &str =
    r#"{{"resources": [{"type": "Microsoft.Network/routeTables", "name": "t", "properties": {}}]}"#;

/// The addresses of the resources, and the sources of what is not read.
fn read(link: &str, path: &str) -> (Vec<String>, Vec<String>) {
    let text = format!(
        r#"{{{{"parameters": {{"base": {{"type": "string"}},
              "location": {{"type": "string", "defaultValue": "https://raw.githubusercontent.com/owner/repository/main/lab/"}}}},
              "variables": {{"links": {{"table": "[uri(parameters('location'), 'linked/table.json')]"}}}},
              "resources": [{{"type": "Microsoft.Resources/deployments", "name": "d",
                "properties": {{"templateLink": {{{link}}}}}}}]}}
--- {path}
{LINKED}"#
    );
    let workspace = loaded(&text, &["root/main.json", &format!("root/{path}")], &[]);
    let main = workspace.projects.iter().find(|one| one.input.path == "root/main.json");
    let main = main.expect("it is a root");
    assert!(main.diagnostics.is_empty(), "{:?}", main.diagnostics);
    (
        main.resources.iter().map(|one| one.address.to_string()).collect(),
        main.unread_modules.iter().map(|one| one.source.clone()).collect(),
    )
}

#[test]
fn a_link_means_the_file_that_it_leads_to_for_certain() {
    let here = (vec!["d/routeTables/t".to_owned()], Vec::new());
    for (link, path) in [
        (r#""relativePath": "linked/table.json""#, "linked/table.json"),
        (r#""uri": "[uri(deployment().properties.templateLink.uri, 'table.json')]""#, "table.json"),
        (
            r#""uri": "[concat(parameters('base'), '/linked/table.json', '?sas')]""#,
            "linked/table.json",
        ),
        (r#""uri": "[variables('links').table]""#, "linked/table.json"),
        (r#""uri": "[variables('links').table]""#, "elsewhere/lab/linked/table.json"),
    ] {
        assert_eq!(read(link, path), here, "{link}");
    }
}

#[test]
fn any_other_link_is_not_read() {
    let known = "https://raw.githubusercontent.com/owner/repository/main/lab/linked/table.json";
    for (link, path, source) in [
        (r#""relativePath": "linked/table.json""#, "other/table.json", "linked/table.json"),
        (r#""uri": "[variables('links').table]""#, "table.json", known),
        (r#""uri": "[variables('links').table]""#, "elsewhere/linked/table.json", known),
        (r#""uri": "[parameters('base')]""#, "table.json", "{base}"),
        (r#""id": "/subscriptions/0/x""#, "table.json", "/subscriptions/0/x"),
    ] {
        assert_eq!(read(link, path), (Vec::new(), vec![source.to_owned()]), "{link}");
    }
}

#[test]
fn a_template_that_another_one_deploys_is_no_root() {
    let text = format!(
        r#"{{{{"resources": [{{"type": "Microsoft.Resources/deployments", "name": "d",
            "properties": {{"templateLink": {{"relativePath": "linked/table.json"}}}}}}]}}
--- linked/table.json
{LINKED}"#
    );
    let workspace = loaded(&text, &["root"], &[]);
    let project = only(&workspace);
    assert_eq!(project.input.path, "root/main.json");
    let [table] = &project.resources[..] else { panic!("one resource") };
    assert_eq!(workspace.sources.location(table.origin.declared).path, "root/linked/table.json");
    assert_eq!(table.origin.calls.len(), 1);
}

#[test]
fn templates_that_deploy_each_other_are_read_once() {
    let text = r#"{{"resources": [{"type": "Microsoft.Resources/deployments", "name": "d",
            "properties": {"templateLink": {"relativePath": "other.json"}}}]}
--- other.json
{{"resources": [{"type": "Microsoft.Resources/deployments", "name": "e",
            "properties": {"templateLink": {"relativePath": "main.json"}}}]}"#;
    let workspace = loaded(text, &["root"], &[]);
    let project = only(&workspace);
    assert_eq!(project.input.path, "root/main.json");
    assert_eq!(project.unread_modules.len(), 1);
}
