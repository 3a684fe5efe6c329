//! JSON as Terraform writes and reads it.

use nexthop_source::Span;

use super::{Arguments, Outcome};
use crate::{
    Kind, Value,
    evaluate::{failed, json},
};

pub(super) fn encode(arguments: &Arguments, value: &Value) -> Value {
    json::encode(value, arguments.span, quoted)
}

/// A JSON string as Go writes it, which keeps HTML safe.
pub(super) fn quoted(text: &str) -> String {
    json::quoted_besides(text, |letter| matches!(letter, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'))
}

pub(super) fn decode(arguments: &Arguments) -> Outcome {
    let value = &arguments.values[0];
    if let Kind::Unknown(unknown) = &value.kind
        && !unknown.parts.is_empty()
    {
        return Ok(json::decode_with_holes(value, arguments.span, |text, span, string| {
            Some(from_json(serde_json::from_str(text).ok()?, span, string))
        }));
    }
    let text = arguments.text(0)?;
    let parsed: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| arguments.fail(format!("the text is not JSON: {error}")))?;
    Ok(from_json(parsed, arguments.span, &|text| arguments.string(text)))
}

fn from_json(json: serde_json::Value, span: Span, string: &dyn Fn(&str) -> Value) -> Value {
    match json {
        serde_json::Value::Null => Value::null(span),
        serde_json::Value::Bool(truth) => Value::bool(truth, span),
        serde_json::Value::Number(number) => {
            let parsed = match number.as_f64() {
                Some(float) if number.is_f64() => crate::Number::from_f64(float),
                _ => crate::Number::parse(&number.to_string()),
            };
            parsed.map_or_else(
                || failed("a number is too large", span),
                |number| Value::new(Kind::Number(number), span),
            )
        }
        serde_json::Value::String(text) => string(&text),
        serde_json::Value::Array(items) => {
            let items = items.into_iter().map(|item| from_json(item, span, string));
            Value::tuple(items.collect(), span)
        }
        serde_json::Value::Object(entries) => {
            let entries = entries
                .into_iter()
                .map(|(name, item)| (name.into(), from_json(item, span, string)));
            Value::object(entries.collect(), span)
        }
    }
}
