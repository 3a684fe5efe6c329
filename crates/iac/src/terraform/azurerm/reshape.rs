//! One attribute rewritten as ARM has it. What is not known stays as it is.

use std::collections::BTreeMap;

use super::row::Plain;
use crate::{
    Kind, Value,
    evaluate::{join, to_bool, to_number, to_string},
};

/// Rewrites a value. One that cannot be converted to the attribute's type is a
/// failure in its place.
pub(super) fn reshape(plain: Plain, value: &Value) -> Value {
    match plain {
        Plain::Text => to_string(value),
        Plain::Flag => to_bool(value),
        Plain::NotFlag => flag(value, |flag| Kind::Bool(!flag)),
        Plain::Number => to_number(value),
        Plain::Word(words) => word(words, value),
        Plain::IsWord(word) => match value.as_str() {
            Some(text) => with_kind(value, Kind::Bool(text.eq_ignore_ascii_case(word))),
            None => value.clone(),
        },
        Plain::Switch([on, off]) => {
            flag(value, |flag| Kind::String(if flag { on } else { off }.into()))
        }
        Plain::Texts => items(value, to_string),
        Plain::OneText => Value::tuple(vec![to_string(value)], value.span),
        Plain::Keyed(key) => items(value, |item| object(key, to_string(item))),
        Plain::CommaSeparated(key) => object(key, comma_separated(value)),
    }
}

fn with_kind(value: &Value, kind: Kind) -> Value {
    Value { kind, span: value.span, via: value.via.clone() }
}

fn object(key: &str, value: Value) -> Value {
    let span = value.span;
    Value::object(BTreeMap::from([(key.into(), value)]), span)
}

fn items(value: &Value, reshape: impl Fn(&Value) -> Value) -> Value {
    match &value.kind {
        Kind::List(kind, items) => {
            let items = items.iter().map(reshape).collect();
            with_kind(value, Kind::List(*kind, items))
        }
        _ => value.clone(),
    }
}

/// A truth value, written otherwise.
fn flag(value: &Value, write: impl Fn(bool) -> Kind) -> Value {
    let converted = to_bool(value);
    match converted.kind {
        Kind::Bool(flag) => with_kind(value, write(flag)),
        _ => converted,
    }
}

fn word(words: &[(&str, &'static str)], value: &Value) -> Value {
    let arm = value
        .as_str()
        .and_then(|text| words.iter().find(|(azurerm, _)| azurerm.eq_ignore_ascii_case(text)));
    match arm {
        Some((_, arm)) => with_kind(value, Kind::String((*arm).into())),
        None => value.clone(),
    }
}

/// The items of a list as one text; known in part if one of them is not known.
fn comma_separated(value: &Value) -> Value {
    let Some(items) = value.as_list() else { return value.clone() };
    let comma = Value::string(",", value.span);
    let pieces = items.iter().flat_map(|item| [&comma, item]).skip(1);
    join(pieces, value.span)
}
