//! JSON as Terraform writes and reads it.

use std::{borrow::Cow, collections::BTreeMap, fmt, sync::Arc};

use nexthop_source::Span;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Arguments, Outcome};
use crate::{
    Kind, Number, Value,
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
            read(text, Reader { span, string }).ok()
        }));
    }
    let text = arguments.text(0)?;
    arguments.decoded(&text, || {
        let string = |text: &str| arguments.string(text);
        read(&text, Reader { span: arguments.span, string: &string })
            .map_err(|error| arguments.fail(format!("the text is not JSON: {error}")))
    })
}

fn read(text: &str, reader: Reader<'_>) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = reader.deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Reads a value.
#[derive(Clone, Copy)]
struct Reader<'a> {
    span: Span,
    /// What a text becomes.
    string: &'a dyn Fn(&str) -> Value,
}

impl Reader<'_> {
    fn number(self, number: Option<Number>) -> Value {
        number.map_or_else(
            || failed("a number is too large", self.span),
            |number| Value::new(Kind::Number(number), self.span),
        )
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::null(self.span))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::bool(truth, self.span))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::integer(number, self.span))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(self.number(Number::parse(&number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(self.number(Number::from_f64(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok((self.string)(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::tuple(items, self.span))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            entries.insert(Arc::from(name), map.next_value_seed(self)?);
        }
        Ok(Value::object(entries, self.span))
    }
}
