//! Where values were written, and who called.

use nexthop_iac::{Value, Workspace};

use super::{loaded, only};

fn value<'w>(workspace: &'w Workspace, address: &str, name: &str) -> &'w Value {
    let resources = &only(workspace).resources;
    let resource = resources.iter().find(|one| one.address.as_str() == address);
    let body = &resource.expect("there is such a resource").body;
    let properties = body.get("properties").expect("it has properties");
    properties.get(name).expect("there is such a property")
}

fn place(workspace: &Workspace, span: nexthop_source::Span) -> String {
    let location = workspace.sources.location(span);
    format!("{}:{} {}", location.path, location.start.line, workspace.sources.text(span))
}

const TEXT: &str = "
var prefix = '10.0.0.0/16'
module network 'outer.bicep' = {
  params: { prefix: prefix, list: ['one', 'two'] }
}
--- outer.bicep
param prefix string
param list string[]
module inner 'inner.bicep' = [for i in [0]: {
  params: { prefix: prefix, item: list[1] }
}]
--- inner.bicep
param prefix string
param item string
param fallback string = 'default'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: {
    prefix: prefix
    item: item
    fallback: fallback
    joined: 'a${item}'
  }
}
";

#[test]
fn a_value_keeps_the_place_of_the_outermost_literal() {
    let workspace = loaded(TEXT, &["root/main.bicep"]);
    let at = |name| place(&workspace, value(&workspace, "network/inner[0]/x", name).span);
    assert_eq!(at("prefix"), "root/main.bicep:1 '10.0.0.0/16'");
    assert_eq!(at("item"), "root/main.bicep:3 'two'");
    assert_eq!(at("fallback"), "root/inner.bicep:3 'default'");
    assert_eq!(at("joined"), "root/inner.bicep:10 'a${item}'");
}

#[test]
fn a_resource_knows_its_header_and_the_calls_that_lead_to_it() {
    let workspace = loaded(TEXT, &["root/main.bicep"]);
    let resource = &only(&workspace).resources[0];
    assert_eq!(
        place(&workspace, resource.origin.declared),
        "root/inner.bicep:4 resource x 'Microsoft.Test/tests@2024-01-01'"
    );
    let calls: Vec<_> = resource
        .origin
        .calls
        .iter()
        .map(|call| (call.address.to_string(), place(&workspace, call.span)))
        .collect();
    let outer = "root/main.bicep:2 module network 'outer.bicep'".to_owned();
    let inner = "root/outer.bicep:3 module inner 'inner.bicep'".to_owned();
    assert_eq!(calls, [("network".to_owned(), outer), ("network/inner[0]".to_owned(), inner)]);
}
