//! azapi, which says what ARM says: only the frame around a body is its own.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;
use serde_json::Value as Json;

use super::lowering::Lowered;
use crate::{Kind, Number, Part, ResourceType, Value, Why};

type Entries = BTreeMap<Arc<str>, Value>;

/// Lowers a resource of azapi.
pub(super) fn lower(source_type: &str, values: &Value, declared: Span) -> Option<Lowered> {
    match source_type {
        "azapi_resource" => Some(resource(values)),
        "azapi_update_resource" => Some(Lowered {
            amends: Some(amended(values, declared)),
            kind: kind(values),
            body: body(values),
        }),
        _ => None,
    }
}

fn resource(values: &Value) -> Lowered {
    let kind = kind(values);
    let mut lowered = Lowered { body: body(values), ..Lowered::default() };
    for key in ["name", "location"] {
        let value = attribute(values, key);
        lowered.body.extend(value.map(|value| (key.into(), value.clone())));
    }
    let parent = attribute(values, "parent_id");
    lowered.body.extend(parent.map(|parent| match &kind {
        Some(kind) if !is_child(kind) => ("resourceGroup".into(), resource_group(parent)),
        _ => ("parent".into(), parent.clone()),
    }));
    Lowered { kind, ..lowered }
}

fn attribute<'a>(values: &'a Value, name: &str) -> Option<&'a Value> {
    values.get(name).filter(|value| !value.is_null())
}

/// `Microsoft.Network/virtualNetworks` of `Microsoft.Network/virtualNetworks@2024-05-01`.
fn kind(values: &Value) -> Option<ResourceType> {
    let text = match &attribute(values, "type")?.kind {
        Kind::String(text) => text,
        Kind::Unknown(unknown) => match unknown.parts.first()? {
            Part::Text(text) if text.contains('@') => text,
            _ => return None,
        },
        _ => return None,
    };
    let (kind, _) = text.split_once('@').unwrap_or((text, ""));
    Some(ResourceType::new(kind))
}

/// Whether a type is that of a resource inside of another one, of which the
/// parent is that one; of any other the parent is a resource group.
fn is_child(kind: &ResourceType) -> bool {
    kind.as_str().split('/').count() > 2
}

/// The name of the resource group of an id; the id itself, which then stands
/// for the group, where the name cannot be told.
fn resource_group(id: &Value) -> Value {
    let name = match &id.kind {
        Kind::String(id) => group_segment(id).map(|(name, _)| name),
        Kind::Unknown(unknown) => unknown.parts.iter().enumerate().find_map(|(index, part)| {
            let Part::Text(text) = part else { return None };
            let (name, ends) = group_segment(text)?;
            (ends || index + 1 == unknown.parts.len()).then_some(name)
        }),
        _ => None,
    };
    match name {
        Some(name) => Value { kind: Kind::String(name.into()), ..id.clone() },
        None => id.clone(),
    }
}

/// What follows `resourceGroups` in an id or a part of one, and whether it ends
/// before the id does.
fn group_segment(id: &str) -> Option<(&str, bool)> {
    let mut segments = id.split('/');
    segments.find(|segment| segment.eq_ignore_ascii_case("resourceGroups"))?;
    let name = segments.next().filter(|name| !name.is_empty())?;
    Some((name, segments.next().is_some()))
}

/// What an `azapi_update_resource` changes.
fn amended(values: &Value, declared: Span) -> Value {
    if let Some(id) = attribute(values, "resource_id") {
        return id.clone();
    }
    let Some(kind) = kind(values) else { return Value::null(declared) };
    let parent_key = if is_child(&kind) { "parent" } else { "resourceGroup" };
    let parent = attribute(values, "parent_id").map(|parent| {
        (parent_key, if is_child(&kind) { parent.clone() } else { resource_group(parent) })
    });
    let name = attribute(values, "name").map(|name| ("name", name.clone()));
    let entries = name.into_iter().chain(parent).map(|(key, value)| (key.into(), value));
    Value::object(entries.collect(), declared)
}

/// `body`: an object, or JSON text in version 1 of azapi.
fn body(values: &Value) -> Entries {
    let Some(written) = attribute(values, "body") else { return Entries::new() };
    match &written.kind {
        Kind::Object(_, entries) => entries.as_ref().clone(),
        Kind::String(text) => decoded(text, written.span),
        _ => Entries::from([("properties".into(), written.clone())]),
    }
}

fn decoded(text: &str, span: Span) -> Entries {
    match serde_json::from_str::<serde_json::Map<String, Json>>(text) {
        Ok(entries) => {
            entries.into_iter().map(|(key, value)| (key.into(), from_json(value, span))).collect()
        }
        Err(error) => {
            let why = Why::Failed(format!("the body is no JSON object: {error}"));
            Entries::from([("properties".into(), Value::unknown(why, span))])
        }
    }
}

/// A JSON value that is written at `span`.
pub(super) fn from_json(json: Json, span: Span) -> Value {
    match json {
        Json::Null => Value::null(span),
        Json::Bool(flag) => Value::bool(flag, span),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::integer(number, span),
            None => match number.to_string().parse() {
                Ok(decimal) => Value::new(Kind::Number(Number::Decimal(decimal)), span),
                Err(_) => Value::unknown(Why::Failed(format!("{number} is no number")), span),
            },
        },
        Json::String(text) => Value::string(text, span),
        Json::Array(items) => {
            Value::tuple(items.into_iter().map(|item| from_json(item, span)).collect(), span)
        }
        Json::Object(entries) => {
            let entry = |(key, value): (String, Json)| (key.into(), from_json(value, span));
            Value::object(entries.into_iter().map(entry).collect(), span)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Unknown,
        terraform::testing::{check, written},
    };

    #[test]
    fn a_body_is_taken_as_it_is() {
        check(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualNetworkGateways@2024-05-01", "name": "vpn",
                "location": "westeurope", "parent_id": "/subscriptions/s/resourceGroups/net",
                "schema_validation_enabled": false,
                "body": {"properties": {"gatewayType": "Vpn", "enableBgp": "${var.bgp}"}, "zones": ["1"]}}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways", "name": "vpn",
                "location": "westeurope", "resourceGroup": "net", "zones": ["1"],
                "properties": {"gatewayType": "Vpn", "enableBgp": "${var.bgp}"}}"#,
        );
    }

    #[test]
    fn the_parent_of_a_child_is_the_resource_around_it() {
        check(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01",
                "name": "to-spoke", "parent_id": "${azapi_resource.hub.id}",
                "body": {"properties": {"remoteVirtualNetwork": {"id": "${azapi_resource.spoke.id}"}}}}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
                "name": "to-spoke", "parent": "${azapi_resource.hub.id}",
                "properties": {"remoteVirtualNetwork": {"id": "${azapi_resource.spoke.id}"}}}"#,
        );
    }

    #[test]
    fn the_group_of_an_unknown_id_is_that_id() {
        check(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/routeTables@2024-05-01", "name": "t",
                "parent_id": "${azurerm_resource_group.net.id}", "body": null}"#,
            r#"{"type": "Microsoft.Network/routeTables", "name": "t",
                "resourceGroup": "${azurerm_resource_group.net.id}"}"#,
        );
    }

    #[test]
    fn the_group_may_be_known_where_the_subscription_is_not() {
        let group = |parts: &[&str]| {
            let part = |text: &&str| match *text {
                "?" => Part::Unknown,
                text => Part::Text(text.into()),
            };
            let why = Why::InputNotGiven("var.subscription".to_owned());
            let parts = parts.iter().map(part).collect();
            let unknown = Unknown { why, span: written(), parts, not_null: true };
            resource_group(&Value::new(Kind::Unknown(Arc::new(unknown)), written()))
        };
        let known = ["/subscriptions/", "?", "/resourceGroups/net"];
        assert_eq!(group(&known).as_str(), Some("net"));
        let known = ["/subscriptions/", "?", "/resourceGroups/net/providers/", "?"];
        assert_eq!(group(&known).as_str(), Some("net"));
        for unknown in [
            ["/subscriptions/s/resourceGroups/", "?", ""],
            ["/subscriptions/s/resourceGroups/net-", "?", ""],
        ] {
            assert!(!group(&unknown).is_known());
        }
    }

    #[test]
    fn a_body_may_be_json_text() {
        check(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualHubs@2024-05-01", "name": "rs",
                "body": "{\"properties\": {\"sku\": \"Standard\", \"count\": 1.5, \"a\": [1, true, null]}}"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs", "name": "rs",
                "properties": {"sku": "Standard", "count": 1.5, "a": [1, true, null]}}"#,
        );
    }

    #[test]
    fn a_body_that_cannot_be_read_leaves_the_properties_unknown() {
        check(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualHubs@2024-05-01", "body": "[]"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs", "properties":
                "unknown: the body is no JSON object: invalid type: sequence, expected a map at line 1 column 0"}"#,
        );
        check(
            "azapi_resource",
            r#"{"type": "${var.type}", "body": "${var.body}"}"#,
            r#"{"properties": "${var.body}"}"#,
        );
    }

    #[test]
    fn an_update_amends_what_it_names() {
        check(
            "azapi_update_resource",
            r#"{"type": "Microsoft.Network/virtualNetworkGateways@2024-05-01",
                "resource_id": "${azurerm_virtual_network_gateway.vpn.id}",
                "body": {"properties": {"allowVirtualWanTraffic": true}}}"#,
            r#"{"type": "Microsoft.Network/virtualNetworkGateways",
                "amends": "${azurerm_virtual_network_gateway.vpn.id}",
                "properties": {"allowVirtualWanTraffic": true}}"#,
        );
        check(
            "azapi_update_resource",
            r#"{"type": "Microsoft.Network/virtualHubs@2024-05-01", "name": "hub",
                "parent_id": "/subscriptions/s/resourcegroups/net", "body": {}}"#,
            r#"{"type": "Microsoft.Network/virtualHubs",
                "amends": {"name": "hub", "resourceGroup": "net"}}"#,
        );
    }
}
