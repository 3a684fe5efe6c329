//! Resources as text, one value a line.

use nexthop_iac::{Kind, Number, Part, Presence, Resource, Value};

/// Every value of every resource, with its path. `~` stands before what is not
/// known: a reference, a text that is known in part, or the cause.
pub(crate) fn resources(resources: &[Resource]) -> String {
    let mut text = String::new();
    for resource in resources {
        let address = resource.address.as_str();
        if let Presence::Maybe(why) = &resource.presence {
            line(&mut text, &format!("{address} ~ {why}"));
        }
        write(&mut text, address, &resource.values);
    }
    text
}

fn write(text: &mut String, path: &str, value: &Value) {
    match &value.kind {
        Kind::List(_, items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                write(text, &format!("{path}[{at}]"), item);
            }
        }
        Kind::Object(_, entries) if !entries.is_empty() => {
            for (name, entry) in entries.iter() {
                write(text, &format!("{path}.{name}"), entry);
            }
        }
        _ => line(text, &format!("{path} = {}", leaf(value))),
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn leaf(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(Number::Integer(number)) => number.to_string(),
        Kind::Number(Number::Decimal(number)) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(..) => "[]".to_owned(),
        Kind::Object(..) => "{}".to_owned(),
        Kind::Reference(reference) => format!("~{}.{}", reference.target, reference.attribute),
        Kind::Unknown(unknown) if unknown.parts.is_empty() => format!("~ {}", unknown.why),
        Kind::Unknown(unknown) => {
            let parts = unknown.parts.iter().map(|part| match part {
                Part::Text(text) => text.to_string(),
                Part::Reference(reference) => {
                    format!("{{{}.{}}}", reference.target, reference.attribute)
                }
                Part::Unknown => "{?}".to_owned(),
            });
            format!("~{:?} {}", parts.collect::<String>(), unknown.why)
        }
    }
}
