//! Attributes, elements and splats of values.
//!
//! A resource, and a nested block of one, is an object that has more attributes
//! than are configured. It is told from other objects by its [`Value::via`],
//! which names no attribute or ends with an index: of such an object an
//! attribute that is not configured is a reference, not a mistake.

use std::sync::Arc;

use nexthop_source::Span;

use super::{
    expression::unknown_because_of,
    scope::Scope,
    syntax::{Access, Name},
};
use crate::{Address, Kind, ListKind, Number, Reference, Value};

impl Scope<'_, '_> {
    /// The value at the end of a traversal of `value`.
    pub(super) fn access_all(&self, value: Value, accesses: &[Access], span: Span) -> Value {
        let mut value = value;
        for (at, access) in accesses.iter().enumerate() {
            let rest = &accesses[at + 1..];
            value = match access {
                Access::Attribute(name) => self.attribute(&value, name, span),
                Access::Index(index) => self.index(&value, &self.evaluate(index), span),
                Access::LegacyIndex(index, place) => {
                    let index = i64::try_from(*index).unwrap_or(i64::MAX);
                    self.index(&value, &Value::integer(index, *place), span)
                }
                Access::FullSplat(_) => return self.splat(&value, rest, span),
                Access::AttributeSplat(_) => {
                    let applied = rest
                        .iter()
                        .take_while(|next| {
                            matches!(next, Access::Attribute(_) | Access::LegacyIndex(..))
                        })
                        .count();
                    let (each, rest) = rest.split_at(applied);
                    return self.access_all(self.splat(&value, each, span), rest, span);
                }
            };
        }
        value
    }

    fn attribute(&self, value: &Value, name: &Name, span: Span) -> Value {
        match &value.kind {
            Kind::Object(..) => self.entry(value, &name.text, span),
            Kind::Reference(reference) if !is_id(&reference.attribute) => {
                let attribute = format!("{}.{}", reference.attribute, name.text);
                Value::reference(reference.target.clone(), attribute, span)
            }
            Kind::Unknown(unknown) if unknown.parts.is_empty() => unknown_because_of(value, span),
            Kind::Null => self.fail(format!("`{}` is read from null", name.text), name.span),
            _ => self.fail(format!("there is no attribute `{}` here", name.text), name.span),
        }
    }

    /// The entry of an object, or the attribute of a resource.
    fn entry(&self, object: &Value, name: &Arc<str>, span: Span) -> Value {
        let open = open(object);
        match (object.get(name), open) {
            // What Azure may still choose, if it is left to it.
            (Some(found), Some(resource)) if found.is_null() => {
                Value::reference(resource.target.clone(), path(resource, name), span)
            }
            (Some(found), Some(resource)) if found.via.is_none() => {
                let target = resource.target.clone();
                let via = Reference { target, attribute: path(resource, name) };
                found.clone().with_via(Arc::new(via))
            }
            (Some(found), _) => found.clone(),
            (None, Some(resource)) if is_identifier(name) => {
                Value::reference(resource.target.clone(), path(resource, name), span)
            }
            (None, _) => self.fail(format!("there is no attribute or key `{name}` here"), span),
        }
    }

    /// `value[index]`
    pub(super) fn index(&self, value: &Value, index: &Value, span: Span) -> Value {
        if !value.is_known() {
            return self.index_unknown(value, index, span);
        }
        if value.is_null() || index.is_null() {
            return self.fail("null has no elements and is no index", span);
        }
        if !index.is_known() {
            return match value.kind {
                Kind::List(..) | Kind::Object(..) => unknown_because_of(index, span),
                _ => self.fail("only lists and maps have elements", span),
            };
        }
        match &value.kind {
            Kind::List(ListKind::Tuple | ListKind::List, items) => {
                let number = match self.number(index) {
                    Ok(number) => number,
                    Err(unknown) => return unknown,
                };
                match position(&number).and_then(|at| Some((at, items.get(at)?))) {
                    Some((at, item)) => element(value, at, item),
                    None => self.fail("there is no element of that index", index.span),
                }
            }
            Kind::Object(..) => match self.text(index) {
                Ok(key) => self.entry(value, &key, span),
                Err(unknown) => unknown,
            },
            _ => self.fail("only lists and maps have elements", span),
        }
    }

    fn index_unknown(&self, value: &Value, index: &Value, span: Span) -> Value {
        match &value.kind {
            Kind::Reference(reference) if !is_id(&reference.attribute) && index.is_known() => {
                let attribute = match (&index.kind, self.text(index)) {
                    (Kind::Number(_), Ok(index)) => format!("{}[{index}]", reference.attribute),
                    (_, Ok(key)) => format!("{}[{}]", reference.attribute, quoted(&key)),
                    (_, Err(unknown)) => return unknown,
                };
                Value::reference(reference.target.clone(), attribute, span)
            }
            Kind::Reference(reference) if is_id(&reference.attribute) => {
                self.fail("an id has no elements", span)
            }
            // However many there are of a resource, they are alike.
            Kind::Unknown(_) if value.via.as_ref().is_some_and(|via| via.attribute.is_empty()) => {
                let via = value.via.iter();
                let id = via.clone().map(|via| Value::reference(via.target.clone(), "id", span));
                let entries = id.map(|id| (Arc::from("id"), id)).collect();
                Value { via: value.via.clone(), ..Value::object(entries, span) }
            }
            _ => unknown_because_of(value, span),
        }
    }

    /// `value[*]` followed by `each`.
    fn splat(&self, value: &Value, each: &[Access], span: Span) -> Value {
        match &value.kind {
            Kind::Null => Value::tuple(Vec::new(), span),
            Kind::List(_, items) => {
                let items = items.iter().enumerate();
                let results = items
                    .map(|(at, item)| self.access_all(element(value, at, item), each, span))
                    .collect();
                Value::tuple(results, span)
            }
            Kind::Unknown(_) => unknown_because_of(value, span),
            // A list or not, that depends on the provider.
            Kind::Reference(reference) if !is_id(&reference.attribute) => {
                unknown_because_of(value, span)
            }
            _ => Value::tuple(vec![self.access_all(value.clone(), each, span)], span),
        }
    }
}

/// The resource or nested block that an object is.
pub(super) fn open(object: &Value) -> Option<&Reference> {
    let via = object.via.as_deref()?;
    let block = via.attribute.is_empty() || via.attribute.ends_with(']');
    (block && matches!(object.kind, Kind::Object(..))).then_some(via)
}

/// The path of an attribute of a resource or block.
fn path(resource: &Reference, name: &str) -> String {
    if resource.attribute.is_empty() {
        name.to_owned()
    } else {
        format!("{}.{name}", resource.attribute)
    }
}

/// An element of a list, which remembers the attribute that the list was read from.
fn element(list: &Value, at: usize, item: &Value) -> Value {
    match (&list.via, &item.kind) {
        (Some(via), Kind::Bool(_) | Kind::Number(_) | Kind::String(_)) if item.via.is_none() => {
            let attribute = format!("{}[{at}]", via.attribute);
            let via = Reference { target: via.target.clone(), attribute };
            item.clone().with_via(Arc::new(via))
        }
        _ => item.clone(),
    }
}

fn position(number: &Number) -> Option<usize> {
    match number {
        Number::Integer(at) => usize::try_from(*at).ok(),
        Number::Decimal(_) => None,
    }
}

fn is_id(attribute: &str) -> bool {
    attribute == "id"
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// A key as Terraform writes it in addresses.
pub(super) fn quoted(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 2);
    text.push('"');
    let mut characters = key.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => text.extend([character, character]),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// The address of an instance of what has the address `base`.
pub(super) fn instance_address(base: &str, key: Option<&str>) -> Address {
    match key {
        Some(key) => Address::new(format!("{base}[{key}]")),
        None => Address::new(base),
    }
}
