//! Expressions against what Microsoft's documents and the tests of its own
//! compiler say that they are.

mod any_arguments;
mod any_expression;
mod collections;
mod documented;
mod identity;
mod lambdas;
mod limits;
mod modules;
mod numbers;
mod text;
mod unknowns;

use std::fmt::Write;

use crate::{Kind, Memory, Part, Request, Value, Why, load};

/// What every expression sees: a hub with two subnets of which one is declared apart,
/// another one that is not declared here, a spoke that is not deployed, and values
/// that are not given.
const SURROUNDINGS: &str = r#"
  "languageVersion": "2.0",
  "parameters": {
    "u": { "type": "string" },
    "n": { "type": "int" },
    "list": { "type": "array" },
    "object": { "type": "object" },
    "none": { "type": "string", "nullable": true }
  },
  "variables": {
    "dogs": [
      { "name": "Evie", "age": 5, "interests": [ "Ball", "Frisbee" ] },
      { "name": "Casper", "age": 3, "interests": [ "Other dogs" ] },
      { "name": "Indy", "age": 2, "interests": [ "Butter" ] },
      { "name": "Kira", "age": 8, "interests": [ "Rubs" ] }
    ],
    "copied": { "copy": [ { "name": "x", "count": 3, "input": "[copyIndex('x', 1)]" } ] }
  },
  "resources": {
    "hub": {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "hub-vnet",
      "location": "westeurope",
      "properties": {
        "addressSpace": { "addressPrefixes": [ "10.0.0.0/16" ] },
        "subnets": [ { "name": "GatewaySubnet", "properties": { "addressPrefix": "10.0.0.0/27" } } ]
      }
    },
    "app": {
      "type": "Microsoft.Network/virtualNetworks/subnets",
      "apiVersion": "2024-05-01",
      "name": "hub-vnet/app",
      "properties": { "addressPrefix": "10.0.1.0/24" }
    },
    "circuit": {
      "existing": true,
      "type": "Microsoft.Network/expressRouteCircuits",
      "apiVersion": "2024-05-01",
      "resourceGroup": "connectivity",
      "name": "main"
    },
    "spoke": {
      "condition": false,
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "spoke-vnet"
    },
    "tables": {
      "copy": { "name": "tables", "count": 2 },
      "type": "Microsoft.Network/routeTables",
      "apiVersion": "2024-05-01",
      "name": "[format('table-{0}', copyIndex())]"
    },
"#;

/// Each expression has the value that stands beside it.
#[track_caller]
fn check_all(rows: &[(&str, &str)]) {
    let expressions: Vec<&str> = rows.iter().map(|(expression, _)| *expression).collect();
    let found = evaluated_all(&expressions);
    for ((expression, expected), found) in rows.iter().zip(&found) {
        assert_eq!(rendered(found), *expected, "{expression}");
    }
}

/// The values of expressions in these surroundings.
#[track_caller]
fn evaluated_all(expressions: &[&str]) -> Vec<Value> {
    let mut text = String::from(
        "{ \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\",",
    );
    text.push_str(SURROUNDINGS);
    text.push_str(
        "\"tested\": { \"type\": \"Test.Test/values\", \"apiVersion\": \"1\", \"name\": \"tested\", \"properties\": {",
    );
    for (at, expression) in expressions.iter().enumerate() {
        let bracketed = serde_json::Value::from(format!("[{expression}]"));
        let comma = if at > 0 { "," } else { "" };
        write!(text, "{comma}\"value{at}\": {bracketed}").expect("text can be written to");
    }
    text.push_str("} } } }");
    let properties = property_of(&[("azuredeploy.json", &text)], "tested", "properties");
    let value = |at| properties.get(&format!("value{at}")).cloned().expect("it is evaluated");
    (0..expressions.len()).map(value).collect()
}

/// What the resource of an address has in its body under a name.
#[track_caller]
fn property_of(files: &[(&str, &str)], address: &str, name: &str) -> Value {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.add(*path, *text);
    }
    let workspace = load(&memory, &Request { paths: vec![".".into()], ..Request::default() });
    let resources = workspace.projects.iter().flat_map(|project| {
        assert_eq!(project.diagnostics, [], "the template is valid");
        &project.resources
    });
    let found = resources.into_iter().find(|resource| resource.address.as_str() == address);
    let resource = found.unwrap_or_else(|| panic!("there is a resource {address}"));
    resource.body.get(name).cloned().unwrap_or_else(|| panic!("{address} has {name}"))
}

/// A value as JSON; `<hub.id>` is a reference, `?` an unknown value, `error` what
/// Azure would refuse.
fn rendered(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(_, items) => {
            format!("[{}]", items.iter().map(rendered).collect::<Vec<_>>().join(", "))
        }
        Kind::Object(_, entries) => {
            let entry = |(name, value)| format!("{name:?}: {}", rendered(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Kind::Reference(reference) => format!("<{}.{}>", reference.target, reference.attribute),
        Kind::Unknown(unknown) => match &unknown.why {
            Why::Failed(_) => "error".to_owned(),
            _ if unknown.parts.is_empty() => "?".to_owned(),
            _ => format!("\"{}\"", unknown.parts.iter().map(rendered_part).collect::<String>()),
        },
    }
}

fn rendered_part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::Reference(reference) => format!("<{}.{}>", reference.target, reference.attribute),
        Part::Unknown => "?".to_owned(),
    }
}
