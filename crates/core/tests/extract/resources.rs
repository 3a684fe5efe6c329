//! Resources written as JSON.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_iac::{
    Address, Kind, Origin, Part, Presence, Reference, Resource, ResourceType, Unknown,
    UnreadModule, Value, Why,
};
use nexthop_source::{FileId, Sources, Span};
use serde_json::Value as Json;

/// Reads a list of resources.
///
/// `type` is the ARM type below `Microsoft.Network`, `address` the address;
/// `amends`, `existing` and `maybe` (a cause) are as in [`Resource`]; anything
/// else is the body. An object with `module` is a call of a module that is not
/// here. In values, `"@address#attribute"` is a reference, and objects of one key
/// stand for what JSON has no word for:
///
/// - `{"$unknown": "var.x"}`
/// - `{"$default": …}`: a default that the language's provider sends
/// - `{"$via": "@…", "value": …}`: read from an attribute
/// - `{"$parts": ["@…", "text", null]}`: text of which some is known
pub(crate) fn read(text: &str) -> (Vec<Resource>, Vec<UnreadModule>) {
    let json: Json = serde_json::from_str(text).expect("the resources are JSON");
    let file = Sources::default().add("main.tf", String::new());
    let mut resources = Vec::new();
    let mut unread = Vec::new();
    for (index, json) in json.as_array().expect("a list").iter().enumerate() {
        let mut reader = Reader::new(file, index);
        if json.get("module").is_some() {
            unread.push(reader.module(json));
        } else {
            resources.push(reader.resource(json));
        }
    }
    (resources, unread)
}

/// Gives every value a span of its own.
struct Reader {
    file: FileId,
    header: Span,
    next: usize,
}

impl Reader {
    fn new(file: FileId, index: usize) -> Self {
        let start = index * 10_000;
        Self { file, header: Span::new(file, start..start + 1), next: start + 1 }
    }

    fn module(&mut self, json: &Json) -> UnreadModule {
        UnreadModule {
            address: Address::new(text(json, "module")),
            source: text(json, "source").to_owned(),
            span: self.header,
            arguments: self.value(&json["arguments"]),
        }
    }

    fn resource(&mut self, json: &Json) -> Resource {
        let fields = json.as_object().expect("a resource is an object");
        let special = ["type", "address", "amends", "existing", "maybe"];
        let body: BTreeMap<Arc<str>, Value> = fields
            .iter()
            .filter(|(name, _)| !special.contains(&name.as_str()))
            .map(|(name, json)| (name.as_str().into(), self.value(json)))
            .collect();
        let maybe = json.get("maybe").and_then(Json::as_str);
        let kind = text(json, "type");
        let namespace = if kind == "virtualMachines" { "Compute" } else { "Network" };
        Resource {
            kind: Some(ResourceType::new(format!("Microsoft.{namespace}/{kind}"))),
            source_type: kind.into(),
            address: Address::new(text(json, "address")),
            values: Value::null(self.header),
            body,
            amends: json.get("amends").map(|json| self.value(json)),
            existing: json.get("existing").is_some(),
            origin: Origin { declared: self.header, calls: Arc::new([]) },
            order: None,
            planned: None,
            presence: maybe.map_or(Presence::Certain, |name| {
                Presence::Maybe(Why::InputNotGiven(name.to_owned()))
            }),
        }
    }

    fn span(&mut self) -> Span {
        self.next += 1;
        Span::new(self.file, self.next - 1..self.next)
    }

    fn value(&mut self, json: &Json) -> Value {
        let span = self.span();
        match json {
            Json::Null => Value::null(span),
            Json::Bool(truth) => Value::bool(*truth, span),
            Json::Number(number) => Value::integer(number.as_i64().expect("whole"), span),
            Json::String(text) => match reference(text) {
                Some(reference) => Value::new(Kind::Reference(Arc::new(reference)), span),
                None => Value::string(text.as_str(), span),
            },
            Json::Array(items) => {
                Value::tuple(items.iter().map(|item| self.value(item)).collect(), span)
            }
            Json::Object(fields) => self.object(fields, span),
        }
    }

    fn object(&mut self, fields: &serde_json::Map<String, Json>, span: Span) -> Value {
        if let Some(cause) = fields.get("$unknown") {
            let cause = cause.as_str().expect("a cause").to_owned();
            return Value::unknown(Why::InputNotGiven(cause), span);
        }
        if let Some(json) = fields.get("$default") {
            return Value { span: self.header, ..self.value(json) };
        }
        if let Some(via) = fields.get("$via").and_then(Json::as_str).and_then(reference) {
            return self.value(&fields["value"]).with_via(Arc::new(via));
        }
        if let Some(parts) = fields.get("$parts").and_then(Json::as_array) {
            let parts = parts.iter().map(part).collect();
            let why = Why::InputNotGiven("var.part".to_owned());
            let unknown = Unknown { why, span, parts, not_null: true };
            return Value::new(Kind::Unknown(Arc::new(unknown)), span);
        }
        let entries = fields.iter().map(|(name, json)| (name.as_str().into(), self.value(json)));
        Value::object(entries.collect(), span)
    }
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_else(|| panic!("{name} is text in {json}"))
}

fn reference(text: &str) -> Option<Reference> {
    let (target, attribute) = text.strip_prefix('@')?.split_once('#')?;
    Some(Reference { target: Address::new(target), attribute: attribute.to_owned() })
}

fn part(json: &Json) -> Part {
    match json.as_str() {
        None => Part::Unknown,
        Some(text) => match reference(text) {
            Some(reference) => Part::Reference(Arc::new(reference)),
            None => Part::Text(text.into()),
        },
    }
}
