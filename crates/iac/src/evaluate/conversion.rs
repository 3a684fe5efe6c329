//! Conversions between types, as Terraform's language does them.
//!
//! What cannot be told stays as it is, with its cause. What cannot be converted
//! is a failure in its place: one wrong attribute leaves the others usable.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{are_too_large, failed, set_of, unify, unify_types_of};
use crate::{Kind, ListKind, Number, ObjectKind, Value};

/// The type that a value is converted to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// Whatever it is. As the type of elements: one type that all of them have.
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Object(BTreeMap<Arc<str>, AttributeType>),
    Tuple(Vec<Type>),
}

/// The type of an object's attribute.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AttributeType {
    pub value: Type,
    /// It may be left out.
    pub optional: bool,
    /// What stands for a missing or null attribute, of its type already.
    pub default: Option<Value>,
}

impl Type {
    /// Whether a value is of this type, as far as it can be told: no conversion changes
    /// it.
    pub(super) fn agrees(&self, value: &Value) -> bool {
        match (self, &value.kind) {
            (_, Kind::Null | Kind::Reference(_) | Kind::Unknown(_))
            | (Self::String, Kind::String(_))
            | (Self::Number, Kind::Number(_))
            | (Self::Bool, Kind::Bool(_)) => true,
            (Self::List(element), Kind::List(ListKind::List, items))
            | (Self::Set(element), Kind::List(ListKind::Set, items)) => {
                items.iter().all(|item| element.agrees(item))
            }
            (Self::Map(element), Kind::Object(ObjectKind::Map, entries)) => {
                entries.values().all(|entry| element.agrees(entry))
            }
            (Self::Tuple(elements), Kind::List(ListKind::Tuple, items)) => {
                elements.len() == items.len()
                    && elements.iter().zip(items.iter()).all(|(element, item)| element.agrees(item))
            }
            (Self::Object(attributes), Kind::Object(ObjectKind::Object, entries)) => {
                attributes.len() == entries.len()
                    && attributes.iter().zip(entries.iter()).all(|((name, one), (other, entry))| {
                        name == other && one.default.is_none() && one.value.agrees(entry)
                    })
            }
            _ => false,
        }
    }

    /// Whether a conversion to this type leaves a value as it is. Not every such value is
    /// found.
    fn keeps(&self, value: &Value) -> bool {
        match (self, &value.kind) {
            (Self::Any, _)
            | (_, Kind::Null | Kind::Reference(_) | Kind::Unknown(_))
            | (Self::String, Kind::String(_))
            | (Self::Number, Kind::Number(_))
            | (Self::Bool, Kind::Bool(_)) => true,
            (Self::List(element), Kind::List(ListKind::List, items))
            | (Self::Set(element), Kind::List(ListKind::Set, items)) => {
                element.keeps_all(items.iter())
            }
            (Self::Map(element), Kind::Object(ObjectKind::Map, entries)) => {
                element.keeps_all(entries.values())
            }
            (Self::Tuple(elements), Kind::List(ListKind::Tuple, items)) => {
                elements.len() == items.len()
                    && elements.iter().zip(items.iter()).all(|(element, item)| element.keeps(item))
            }
            (Self::Object(attributes), Kind::Object(ObjectKind::Object, entries)) => {
                attributes.len() == entries.len()
                    && attributes.iter().zip(entries.iter()).all(|((name, one), (other, entry))| {
                        let is_left_out = entry.is_null() && one.default.is_some();
                        name == other && !is_left_out && one.value.keeps(entry)
                    })
            }
            _ => false,
        }
    }

    /// The same of the elements of a collection: they get one type.
    fn keeps_all<'a>(&self, mut elements: impl Iterator<Item = &'a Value>) -> bool {
        if self.leaves_open() {
            elements.all(|element| element.is_null() || !element.is_known())
        } else {
            elements.all(|element| self.keeps(element))
        }
    }

    /// Whether some part of it may be of any type.
    fn leaves_open(&self) -> bool {
        match self {
            Self::Any => true,
            Self::String | Self::Number | Self::Bool => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.leaves_open(),
            Self::Object(attributes) => attributes.values().any(|one| one.value.leaves_open()),
            Self::Tuple(elements) => elements.iter().any(Self::leaves_open),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::String => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(element) => write!(f, "list of {element}"),
            Self::Set(element) => write!(f, "set of {element}"),
            Self::Map(element) => write!(f, "map of {element}"),
            Self::Object(_) => f.write_str("object"),
            Self::Tuple(_) => f.write_str("tuple"),
        }
    }
}

/// The value as text: numbers and truth values have one.
pub(crate) fn to_string(value: &Value) -> Value {
    let text: Arc<str> = match &value.kind {
        Kind::Number(number) => number.to_string().into(),
        Kind::Bool(true) => "true".into(),
        Kind::Bool(false) => "false".into(),
        Kind::List(..) | Kind::Object(..) => return failed("string required", value.span),
        Kind::String(_) | Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => {
            return value.clone();
        }
    };
    with_kind(value, Kind::String(text))
}

/// The value as a number: text may be one.
pub(crate) fn to_number(value: &Value) -> Value {
    match &value.kind {
        Kind::String(text) => match Number::parse(text) {
            Some(number) => with_kind(value, Kind::Number(number)),
            None => failed("a number is required", value.span),
        },
        Kind::Bool(_) | Kind::List(..) | Kind::Object(..) => failed("number required", value.span),
        Kind::Number(_) | Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => value.clone(),
    }
}

/// The value as a truth value: text may be one.
pub(crate) fn to_bool(value: &Value) -> Value {
    let truth = match &value.kind {
        Kind::String(text) => match text.as_ref() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return failed("a bool is required", value.span),
        },
        Kind::Number(_) | Kind::List(..) | Kind::Object(..) => {
            return failed("bool required", value.span);
        }
        Kind::Bool(_) | Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => return value.clone(),
    };
    with_kind(value, Kind::Bool(truth))
}

/// The value as one of the wanted type, defaults of attributes filled in.
pub(crate) fn convert(value: &Value, wanted: &Type) -> Value {
    if *wanted != Type::Any && are_too_large([value]) {
        return failed("the value is too large", value.span);
    }
    if wanted.keeps(value) {
        return value.clone();
    }
    convert_parts(value, wanted)
}

fn convert_parts(value: &Value, wanted: &Type) -> Value {
    match (&value.kind, wanted) {
        (Kind::Null | Kind::Reference(_) | Kind::Unknown(_), _) | (_, Type::Any) => value.clone(),
        (_, Type::String) => to_string(value),
        (_, Type::Number) => to_number(value),
        (_, Type::Bool) => to_bool(value),
        (Kind::List(_, items), Type::List(element)) => {
            match converted_elements(items.iter(), element) {
                Some(items) => with_kind(value, Kind::List(ListKind::List, items.into())),
                None => failed("all list elements must have the same type", value.span),
            }
        }
        (Kind::List(_, items), Type::Set(element)) => {
            match converted_elements(items.iter(), element) {
                Some(items) => Value { via: value.via.clone(), ..set_of(items, value.span) },
                None => failed("all set elements must have the same type", value.span),
            }
        }
        (Kind::List(_, items), Type::Tuple(elements)) => convert_to_tuple(value, items, elements),
        (Kind::Object(_, entries), Type::Map(element)) => {
            match converted_elements(entries.values(), element) {
                Some(items) => {
                    let entries = entries.keys().cloned().zip(items).collect();
                    with_kind(value, Kind::Object(ObjectKind::Map, entries))
                }
                None => failed("all map elements must have the same type", value.span),
            }
        }
        (Kind::Object(_, entries), Type::Object(attributes)) => {
            convert_to_object(value, entries, attributes)
        }
        _ => failed(format!("{wanted} required"), value.span),
    }
}

fn converted_elements<'a>(
    items: impl Iterator<Item = &'a Value> + Clone,
    element: &Type,
) -> Option<Vec<Value>> {
    if *element == Type::Any {
        let common = unify_types_of(items.clone())?;
        return Some(items.map(|item| convert_parts(item, &common)).collect());
    }
    let converted: Vec<Value> = items.map(|item| convert_parts(item, element)).collect();
    if !element.leaves_open() {
        return Some(converted);
    }
    Some(unify(&converted).unwrap_or(converted))
}

fn convert_to_tuple(value: &Value, items: &[Value], elements: &[Type]) -> Value {
    if items.len() != elements.len() {
        return failed(format!("tuple of {} elements required", elements.len()), value.span);
    }
    let items =
        items.iter().zip(elements).map(|(item, element)| convert_parts(item, element)).collect();
    with_kind(value, Kind::List(ListKind::Tuple, items))
}

fn convert_to_object(
    value: &Value,
    entries: &BTreeMap<Arc<str>, Value>,
    attributes: &BTreeMap<Arc<str>, AttributeType>,
) -> Value {
    let converted = attributes
        .iter()
        .map(|(name, attribute)| {
            let given = entries.get(name);
            let item = match (given.filter(|given| !given.is_null()), &attribute.default) {
                (Some(given), _) => convert_parts(given, &attribute.value),
                (None, Some(default)) => default.clone(),
                (None, None) => match given {
                    Some(null) => null.clone(),
                    None if attribute.optional => Value::null(value.span),
                    None => failed(format!("attribute \"{name}\" is required"), value.span),
                },
            };
            (Arc::clone(name), item)
        })
        .collect();
    with_kind(value, Kind::Object(ObjectKind::Object, converted))
}

fn with_kind(value: &Value, kind: Kind) -> Value {
    Value { kind, span: value.span, via: value.via.clone() }
}
