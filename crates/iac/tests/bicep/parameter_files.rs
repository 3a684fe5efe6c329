//! Parameter files.

use nexthop_iac::{Request, load};

use super::{compare, files, loaded, only};

const MAIN: &str = "
param name string = 'default'
param count int = 1
param tags object = {}
param secret string = 'none'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: name
  properties: { count: count, tags: tags, secret: secret }
}
";

fn check(further: &str, paths: &[&str], expected: &str) {
    compare(only(&loaded(&format!("{MAIN}{further}"), paths)), expected);
}

#[test]
fn a_parameter_file_gives_values() {
    check(
        "
--- prod.bicepparam
using 'main.bicep'
import { region } from 'shared.bicep'
var stage = 'prod'
param name = 'x-${stage}-${region}'
param count = 1 + 1
param tags = { stage: stage }
param secret = readEnvironmentVariable('SECRET', 'none')
--- shared.bicep
@export()
var region = 'weu'
",
        &["root"],
        r#"
        x.name = "x-prod-weu"
        x.properties.count = 2
        x.properties.secret = ~ readEnvironmentVariable() cannot be computed offline
        x.properties.tags.stage = "prod"
        "#,
    );
}

#[test]
fn a_parameter_file_may_extend_another() {
    check(
        "
--- prod.bicepparam
using 'main.bicep'
extends 'base.bicepparam'
param name = '${base.name}-prod'
param tags = { ...base.tags, stage: 'prod' }
--- base.bicepparam
using none
param name = 'x'
param count = 3
param tags = { owner: 'net' }
",
        &["root"],
        r#"
        x.name = "x-prod"
        x.properties.count = 3
        x.properties.secret = "none"
        x.properties.tags.owner = "net"
        x.properties.tags.stage = "prod"
        "#,
    );
}

#[test]
fn values_by_hand_win() {
    let request = Request {
        paths: vec!["root/prod.bicepparam".into()],
        variables: vec![
            ("count".to_owned(), "7".to_owned()),
            ("tags".to_owned(), "{\"a\": 1}".to_owned()),
        ],
        ..Request::default()
    };
    let text = format!(
        "{MAIN}--- prod.bicepparam\nusing './main.bicep'\nparam name = 'x'\nparam count = 2\n"
    );
    let workspace = load(&files(&text), &request);
    compare(
        only(&workspace),
        r#"
        x.name = "x"
        x.properties.count = 7
        x.properties.secret = "none"
        x.properties.tags.a = 1
        "#,
    );
    let [resource] = only(&workspace).resources.as_slice() else { panic!("there is one") };
    let count = resource.values.get("properties").and_then(|properties| properties.get("count"));
    let count = count.expect("it has one");
    assert_eq!(workspace.sources.text(count.span), "param count int");
}

#[test]
fn a_json_parameter_file_of_the_same_name_gives_values() {
    check(
        r#"
--- main.parameters.json
{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "value": "from-json" } }
}
"#,
        &["root"],
        r#"
        x.name = "from-json"
        x.properties.count = 1
        x.properties.secret = "none"
        x.properties.tags = {}
        "#,
    );
}

#[test]
fn each_parameter_file_is_a_network_of_its_own() {
    let text = format!(
        "{MAIN}--- a.bicepparam\nusing 'main.bicep'\nparam name = 'a'\n--- b.bicepparam\nusing 'main.bicep'\nparam name = 'b'\n"
    );
    let workspace = loaded(&text, &["root"]);
    let roots: Vec<_> =
        workspace.projects.iter().map(|project| project.input.path.as_str()).collect();
    assert_eq!(roots, ["root/a.bicepparam", "root/b.bicepparam"]);
}

#[test]
fn a_template_that_is_not_here_is_said_so() {
    let workspace =
        loaded("--- a.bicepparam\nusing 'br/public:a/b:1'\nparam c = 1\n", &["root/a.bicepparam"]);
    let unread = only(&workspace).unread_modules.iter().map(|module| module.source.as_str());
    assert_eq!(unread.collect::<Vec<_>>(), ["br/public:a/b:1"]);
}
