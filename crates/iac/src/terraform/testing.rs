//! Values as JSON text, so that a test is one call: what Terraform plans, what
//! ARM gets.
//!
//! `"${azurerm_subnet.gw.id}"` is a reference to an attribute of a resource and
//! `"${var.prefix}"` a variable without a value.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{Sources, Span};
use serde_json::Value as Json;

use super::{
    azapi,
    lowering::{Declaration, Lowered, lower},
    provider_version::Majors,
};
use crate::{Address, Kind, Memory, Number, Request, Resource, Value, Why, load};

/// A resource with these values is this in ARM: the body, `amends` if it amends
/// another resource, and its type as `type`.
#[track_caller]
pub(super) fn check(source_type: &str, values: &str, expected: &str) {
    let expected: Json = serde_json::from_str(expected).expect("the expectation is JSON");
    assert_eq!(lowered(source_type, values, false), expected);
}

/// The same of a data source.
#[track_caller]
pub(super) fn check_existing(source_type: &str, values: &str, expected: &str) {
    let expected: Json = serde_json::from_str(expected).expect("the expectation is JSON");
    assert_eq!(lowered(source_type, values, true), expected);
}

fn lowered(source_type: &str, values: &str, existing: bool) -> Json {
    let values = from_json(&serde_json::from_str(values).expect("the values are JSON"), written());
    let Lowered { kind, body, amends } =
        lower(source_type, &values, Declaration { existing, ..declaration() });
    let mut json = to_object(&body);
    json.extend(amends.map(|amends| ("amends".to_owned(), to_json(&amends))));
    json.extend(kind.map(|kind| ("type".to_owned(), kind.as_str().into())));
    json.into()
}

/// A root module of this one file is these resources: their bodies by address,
/// with `type`, `amends` and `existing` as they have them.
#[track_caller]
pub(super) fn check_file(text: &str, expected: &str) {
    let expected: Json = serde_json::from_str(expected).expect("the expectation is JSON");
    let mut files = Memory::default();
    files.add("main.tf", text);
    let request = Request { paths: vec![".".into()], ..Request::default() };
    let workspace = load(&files, &request);
    let resources = workspace.projects.iter().flat_map(|project| &project.resources);
    let found: Json = resources
        .map(|resource| (resource.address.to_string(), resource_to_json(resource)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    assert_eq!(found, expected, "found {found:#}");
}

fn resource_to_json(resource: &Resource) -> Json {
    let mut json = to_object(&resource.body);
    let amends = resource.amends.iter().map(|amends| ("amends".to_owned(), to_json(amends)));
    let kind = resource.kind.iter().map(|kind| ("type".to_owned(), kind.as_str().into()));
    let existing = resource.existing.then(|| ("existing".to_owned(), true.into()));
    json.extend(amends.chain(kind).chain(existing));
    json.into()
}

fn to_object(entries: &BTreeMap<Arc<str>, Value>) -> serde_json::Map<String, Json> {
    entries.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect()
}

/// Of every tested resource.
pub(super) fn declaration() -> Declaration {
    Declaration { declared: header(), existing: false, azurerm: Majors::ANY }
}

/// Where every tested resource is declared.
pub(super) fn header() -> Span {
    span(0..1)
}

/// Where every tested value is written.
pub(super) fn written() -> Span {
    span(1..2)
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(Sources::default().add("main.tf", "ab".to_owned()), range)
}

/// A value of which every part is written at `span`.
pub(super) fn from_json(json: &Json, span: Span) -> Value {
    marked(azapi::decoded(&Value::string(json.to_string(), span)))
}

/// Texts that stand for references and unknown values are those.
fn marked(value: Value) -> Value {
    let kind = match value.kind {
        Kind::String(text) => return from_text(&text, value.span),
        Kind::List(kind, items) => Kind::List(kind, items.iter().cloned().map(marked).collect()),
        Kind::Object(kind, entries) => {
            let entry = |(key, value): (&Arc<str>, &Value)| (key.clone(), marked(value.clone()));
            Kind::Object(kind, entries.iter().map(entry).collect())
        }
        other => other,
    };
    Value { kind, ..value }
}

fn from_text(text: &str, span: Span) -> Value {
    match text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        Some(name) if name.starts_with("var.") => {
            Value::unknown(Why::InputNotGiven(name.to_owned()), span)
        }
        Some(name) => {
            let (target, attribute) = name.rsplit_once('.').expect("resource.attribute");
            Value::reference(Address::new(target), attribute, span)
        }
        None => Value::string(text, span),
    }
}

pub(super) fn to_json(value: &Value) -> Json {
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(flag) => (*flag).into(),
        Kind::Number(Number::Integer(number)) => (*number).into(),
        Kind::Number(Number::Decimal(number)) => {
            serde_json::from_str(&number.to_string()).expect("a number")
        }
        Kind::String(text) => text.to_string().into(),
        Kind::List(_, items) => items.iter().map(to_json).collect(),
        Kind::Object(_, entries) => to_object(entries).into(),
        Kind::Reference(reference) => {
            format!("${{{}.{}}}", reference.target, reference.attribute).into()
        }
        Kind::Unknown(unknown) => match &unknown.why {
            Why::InputNotGiven(name) => format!("${{{name}}}").into(),
            why => format!("unknown: {why}").into(),
        },
    }
}
