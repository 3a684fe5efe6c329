//! Resources in version 1 of nexthop's own format.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_iac::{Kind, Number, Presence, Project, Resource, ResourceType, UnreadModule, Value};
use nexthop_source::Sources;
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use crate::{
    project::{Inputs, shown},
    report::{
        json::{self, InputV1, LocationV1, VERSION, document},
        push,
    },
};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    inputs: Vec<InputV1<'a>>,
    resources: Vec<ResourceV1<'a>>,
    unread_modules: Vec<UnreadModuleV1<'a>>,
}

#[derive(Serialize)]
struct ResourceV1<'a> {
    input: &'a str,
    address: &'a str,
    /// Null where Azure has no such type.
    r#type: Option<&'a str>,
    source_type: &'a str,
    presence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    presence_cause: Option<String>,
    existing: bool,
    location: LocationV1<'a>,
    values: Known<'a>,
    body: KnownEntries<'a>,
    unknown: Vec<UnknownV1<'a>>,
}

#[derive(Serialize)]
struct UnknownV1<'a> {
    path: String,
    cause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct UnreadModuleV1<'a> {
    input: &'a str,
    address: &'a str,
    source: &'a str,
    location: LocationV1<'a>,
}

/// Every resource of every input.
pub(crate) fn render(inputs: &Inputs) -> serde_json::Result<String> {
    let sources = &inputs.sources;
    let projects = &inputs.projects;
    document(&Document {
        version: VERSION,
        inputs: json::inputs(inputs),
        resources: projects
            .iter()
            .flat_map(|project| project.resources.iter().map(|one| resource(sources, project, one)))
            .collect(),
        unread_modules: projects
            .iter()
            .flat_map(|project| {
                project.unread_modules.iter().map(|one| unread(sources, project, one))
            })
            .collect(),
    })
}

fn resource<'a>(sources: &'a Sources, project: &'a Project, one: &'a Resource) -> ResourceV1<'a> {
    let mut unknown = Vec::new();
    find_unknown(&one.values, &mut String::new(), &mut unknown);
    let (presence, presence_cause) = match &one.presence {
        Presence::Certain => ("certain", None),
        Presence::Maybe(why) => ("maybe", Some(why.to_string())),
    };
    ResourceV1 {
        input: shown(&project.input.path),
        address: one.address.as_str(),
        r#type: one.kind.as_ref().map(ResourceType::as_str),
        source_type: &one.source_type,
        presence,
        presence_cause,
        existing: one.existing,
        location: LocationV1::of(sources, one.origin.declared),
        values: Known(&one.values),
        body: KnownEntries(&one.body),
        unknown,
    }
}

fn unread<'a>(
    sources: &'a Sources,
    project: &'a Project,
    one: &'a UnreadModule,
) -> UnreadModuleV1<'a> {
    UnreadModuleV1 {
        input: shown(&project.input.path),
        address: one.address.as_str(),
        source: &one.source,
        location: LocationV1::of(sources, one.span),
    }
}

fn find_unknown<'a>(value: &'a Value, path: &mut String, found: &mut Vec<UnknownV1<'a>>) {
    let length = path.len();
    match &value.kind {
        Kind::List(_, items) => {
            for (at, item) in items.iter().enumerate() {
                push(path, format_args!("[{at}]"));
                find_unknown(item, path, found);
                path.truncate(length);
            }
        }
        Kind::Object(_, entries) => {
            for (name, entry) in entries.iter() {
                push_name(path, name);
                find_unknown(entry, path, found);
                path.truncate(length);
            }
        }
        Kind::Reference(_) | Kind::Unknown(_) => found.push(UnknownV1 {
            path: path.clone(),
            cause: value.why().map(|why| why.to_string()).unwrap_or_default(),
            reference: value.referent().map(|reference| reference.target.as_str()),
        }),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}

fn push_name(path: &mut String, name: &str) {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if name.chars().all(is_plain) {
        let dot = if path.is_empty() { "" } else { "." };
        push(path, format_args!("{dot}{name}"));
    } else {
        push(path, format_args!("[{name:?}]"));
    }
}

/// A value of which what is unknown is left out; in a list it is null, so that
/// the others keep their places.
pub(super) struct Known<'a>(pub(super) &'a Value);

impl Serialize for Known<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => serializer.serialize_unit(),
            Kind::Bool(value) => serializer.serialize_bool(*value),
            Kind::Number(Number::Integer(value)) => serializer.serialize_i64(*value),
            // All digits, as Terraform prints them; a float would lose some.
            Kind::Number(Number::Decimal(value)) => RawValue::from_string(value.to_string())
                .map_err(S::Error::custom)?
                .serialize(serializer),
            Kind::String(text) => serializer.serialize_str(text),
            Kind::List(_, items) => serializer.collect_seq(items.iter().map(Known)),
            Kind::Object(_, entries) => KnownEntries(entries).serialize(serializer),
        }
    }
}

struct KnownEntries<'a>(&'a BTreeMap<Arc<str>, Value>);

impl Serialize for KnownEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = self.0.iter().filter(|(_, value)| value.is_known());
        serializer.collect_map(known.map(|(name, value)| (&**name, Known(value))))
    }
}

#[cfg(test)]
mod tests {
    use nexthop_iac::{Address, Why};
    use nexthop_source::Span;

    use super::*;

    fn object<const N: usize>(span: Span, entries: [(&str, Value); N]) -> Value {
        let entries = entries.into_iter().map(|(name, value)| (Arc::from(name), value)).collect();
        Value::object(entries, span)
    }

    fn example() -> Value {
        let span = Span::new(Sources::default().add("a.tf", String::new()), 0..0);
        let subnet = Value::reference(Address::new("azurerm_subnet.gw"), "id", span);
        let prefix = Value::unknown(Why::InputNotGiven("var.prefix".to_owned()), span);
        let ten = Value::integer(10, span);
        object(
            span,
            [
                (
                    "ip_configuration",
                    Value::tuple(vec![object(span, [("subnet_id", subnet)])], span),
                ),
                ("tags", object(span, [("a b", prefix.clone()), ("size", ten)])),
                ("zones", Value::tuple(vec![prefix, Value::string("1", span)], span)),
                ("nothing", Value::null(span)),
            ],
        )
    }

    #[test]
    fn unknown_leaves_are_left_out_and_lists_keep_their_places() {
        let text = serde_json::to_string(&Known(&example())).expect("it is written to memory");
        assert_eq!(
            text,
            r#"{"ip_configuration":[{}],"nothing":null,"tags":{"size":10},"zones":[null,"1"]}"#
        );
    }

    #[test]
    fn every_unknown_leaf_is_listed_with_its_cause() {
        let value = example();
        let mut unknown = Vec::new();
        find_unknown(&value, &mut String::new(), &mut unknown);
        let listed: Vec<_> = unknown
            .iter()
            .map(|one| (one.path.as_str(), one.cause.as_str(), one.reference))
            .collect();
        assert_eq!(
            listed,
            [
                (
                    "ip_configuration[0].subnet_id",
                    "azurerm_subnet.gw.id is known only after deployment",
                    Some("azurerm_subnet.gw")
                ),
                ("tags[\"a b\"]", "var.prefix has no value", None),
                ("zones[0]", "var.prefix has no value", None),
            ]
        );
    }
}
