//! azapi, which says what ARM says: only the frame around a body is its own.

use std::{collections::BTreeMap, slice, sync::Arc};

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    functions::{self, CallContext, Remembered},
    lowering::Lowered,
    syntax::{Body, ExpressionKind},
};
use crate::{
    Kind, Memory, Part, ResourceType, Value,
    evaluate::{failed, join},
};

type Entries = BTreeMap<Arc<str>, Value>;

/// Whether this is a type whose values say what it is to Azure.
pub(super) fn is_type(source_type: &str) -> bool {
    matches!(source_type, "azapi_resource" | "azapi_update_resource")
}

/// The ARM type that a block says in plain text.
pub(super) fn written_type(body: &Body) -> Option<&str> {
    match &body.attribute("type")?.kind {
        ExpressionKind::String(text) => text.split('@').next(),
        _ => None,
    }
}

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

/// The id of a resource or data source that says by `resource_id` which one it is.
pub(super) fn id(source_type: &str, values: &Value) -> Option<Value> {
    is_type(source_type).then(|| attribute(values, "resource_id"))?.cloned()
}

fn resource(values: &Value) -> Lowered {
    let kind = kind(values);
    if let Some(id) = attribute(values, "resource_id") {
        return identified(kind, id);
    }
    let mut lowered = Lowered { body: body(values), ..Lowered::default() };
    for key in ["name", "location"] {
        let value = attribute(values, key);
        lowered.body.extend(value.map(|value| (key.into(), value.clone())));
    }
    let parent = attribute(values, "parent_id");
    lowered.body.extend(parent.and_then(|parent| match &kind {
        // Its parent is the subscription.
        Some(kind) if *kind == *"Microsoft.Resources/resourceGroups" => None,
        Some(kind) if own_segment(kind).is_none() => {
            Some(("resourceGroup".into(), resource_group(parent)))
        }
        _ => Some(("parent".into(), parent.clone())),
    }));
    Lowered { kind, ..lowered }
}

/// A data source that is given an id. That of a resource in the code says nothing
/// of it that is not known.
fn identified(kind: Option<ResourceType>, id: &Value) -> Lowered {
    let part = |text: &str| Value { kind: Kind::String(text.into()), ..id.clone() };
    let (body, amends) = match &id.kind {
        Kind::Reference(_) => (Entries::new(), Some(id.clone())),
        Kind::String(text) => (names_of(text, kind.as_ref(), part), None),
        _ => (Entries::new(), None),
    };
    Lowered { kind, body, amends }
}

/// What an id says of its resource: `name`, and `parent` or `resourceGroup`.
fn names_of(id: &str, kind: Option<&ResourceType>, part: impl Fn(&str) -> Value) -> Entries {
    let mut entries = Entries::new();
    let id = id.trim_end_matches('/');
    let Some((rest, name)) = id.rsplit_once('/') else { return entries };
    entries.insert("name".into(), part(name));
    if kind.and_then(own_segment).is_some() {
        let parent = rest.rsplit_once('/').map(|(parent, _)| ("parent".into(), part(parent)));
        entries.extend(parent);
    } else {
        let group = group_segment(id).map(|(group, _)| ("resourceGroup".into(), part(group)));
        entries.extend(group);
    }
    entries
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

/// The last word of the type of a resource inside of another one, of which the
/// parent is that one; of any other the parent is a resource group.
fn own_segment(kind: &ResourceType) -> Option<&str> {
    kind.as_str().split('/').skip(2).last()
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
    let [Some(name), Some(parent), Some(kind)] =
        [attribute(values, "name"), attribute(values, "parent_id"), attribute(values, "type")]
    else {
        return Value::null(declared);
    };
    match self::kind(values).as_ref().and_then(own_segment) {
        Some(segment) => {
            let segment = Value::string(format!("/{segment}/"), kind.span);
            join([parent, &segment, name], name.span)
        }
        None => Value::object(
            Entries::from([
                ("name".into(), name.clone()),
                ("resourceGroup".into(), resource_group(parent)),
            ]),
            declared,
        ),
    }
}

/// `body`: an object, or JSON text in version 1 of azapi.
fn body(values: &Value) -> Entries {
    let Some(written) = attribute(values, "body") else { return Entries::new() };
    let read = match written.kind {
        Kind::String(_) | Kind::Unknown(_) => decoded(written),
        _ => written.clone(),
    };
    match read.kind {
        Kind::Object(_, entries) => entries.into_values(),
        _ => Entries::from([("properties".into(), unreadable(read))]),
    }
}

/// What JSON text says, as far as the text is known.
pub(super) fn decoded(text: &Value) -> Value {
    let nowhere = Utf8Path::new("");
    let (files, remembered) = (Memory::default(), Remembered::default());
    let context = CallContext {
        span: text.span,
        files: &files,
        readable: &[],
        root_folder: nowhere,
        remembered: &remembered,
    };
    functions::call("jsondecode", slice::from_ref(text), &context).unwrap_or_else(|| text.clone())
}

fn unreadable(body: Value) -> Value {
    if body.is_known() { failed("the body is no JSON object", body.span) } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Unknown, Why,
        terraform::testing::{check, check_existing, written},
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
                "unknown: the body is no JSON object"}"#,
        );
        check(
            "azapi_resource",
            r#"{"type": "${var.type}", "body": "${var.body}"}"#,
            r#"{"properties": "${var.body}"}"#,
        );
    }

    #[test]
    fn a_data_source_may_be_given_an_id() {
        check_existing(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/expressRouteCircuits@2024-05-01",
                "resource_id": "/subscriptions/s/resourcegroups/ER/providers/Microsoft.Network/expressRouteCircuits/c"}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits", "name": "c", "resourceGroup": "ER"}"#,
        );
        check_existing(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01",
                "resource_id": "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/a"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "a",
                "parent": "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"}"#,
        );
        check_existing(
            "azapi_resource",
            r#"{"type": "Microsoft.Network/virtualHubs@2024-05-01",
                "resource_id": "${azurerm_virtual_hub.hub.id}"}"#,
            r#"{"type": "Microsoft.Network/virtualHubs", "amends": "${azurerm_virtual_hub.hub.id}"}"#,
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
        check(
            "azapi_update_resource",
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "name": "app",
                "parent_id": "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets", "amends":
                "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/app"}"#,
        );
        check("azapi_update_resource", "{}", r#"{"amends": null}"#);
    }
}
