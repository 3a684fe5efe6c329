//! JSON as Resource Manager reads and writes it.

use std::sync::Arc;

use nexthop_source::Span;

use super::{Arguments, Function, Outcome, encoding, function};
use crate::{
    Kind, Number, Value,
    evaluate::json::decode_with_holes,
    json::{self, Dialect, Node, NodeKind},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("base64ToJson", (1, 1), |arguments| {
        let text = encoding::base64_text(arguments)?;
        parsed(arguments, &text)
    }),
    function("json", (1, 1), json_of),
];

fn json_of(arguments: &Arguments) -> Outcome {
    let value = &arguments.values[0];
    match &value.kind {
        Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
            Ok(decode_with_holes(value, arguments.span, read))
        }
        Kind::Null => Ok(value.clone()),
        _ => parsed(arguments, &arguments.text(0)?),
    }
}

fn parsed(arguments: &Arguments, text: &str) -> Outcome {
    read(text, arguments.span, &|text| arguments.string(text))
        .ok_or_else(|| arguments.fail("the text is not JSON"))
}

/// What a JSON text says, as a value written at `span`.
pub(crate) fn read(text: &str, span: Span, string: &dyn Fn(&str) -> Value) -> Option<Value> {
    let node = json::parse(text, span.file, Dialect::WithComments).ok()?;
    value_of(&node, span, string)
}

fn value_of(node: &Node, span: Span, string: &dyn Fn(&str) -> Value) -> Option<Value> {
    Some(match &node.kind {
        NodeKind::Null => Value::null(span),
        NodeKind::Bool(truth) => Value::bool(*truth, span),
        NodeKind::Number(number) => Value::new(Kind::Number(Number::parse(number)?), span),
        NodeKind::String(text) => string(text),
        NodeKind::Array(items) => {
            let items = items.iter().map(|item| value_of(item, span, string));
            Value::tuple(items.collect::<Option<_>>()?, span)
        }
        NodeKind::Object(entries) => {
            let entries = entries.iter().map(|entry| {
                Some((Arc::clone(&entry.name), value_of(&entry.value, span, string)?))
            });
            Value::object_as_written(entries.collect::<Option<_>>()?, span)
        }
    })
}
