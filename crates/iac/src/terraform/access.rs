//! Attributes, elements and splats of values.
//!
//! A resource, and a nested block of one, is an object that has more attributes
//! than are configured. It is told from other objects by its [`Value::via`],
//! which names no attribute or ends with an index: of such an object an
//! attribute that is not configured is a reference, not a mistake.

use std::sync::Arc;

use nexthop_source::Span;

use super::{expression::unknown_because_of, scope::Scope, syntax::Access};
use crate::{Kind, Reference, Value, evaluate};

impl Scope<'_, '_> {
    /// The value at the end of a traversal of `value`.
    pub(super) fn access_all(&self, value: Value, accesses: &[Access], span: Span) -> Value {
        let mut value = value;
        for (at, access) in accesses.iter().enumerate() {
            let rest = &accesses[at + 1..];
            value = match access {
                Access::Attribute(name) => self.attribute(&value, &name.text, span),
                Access::Index(index) => self.index(&value, &self.evaluate(index), span),
                Access::LegacyIndex(index, place) => {
                    let index = i64::try_from(*index).unwrap_or(i64::MAX);
                    self.index(&value, &Value::integer(index, *place), span)
                }
                Access::FullSplat => return self.splat(&value, rest, span),
                Access::AttributeSplat => {
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

    fn attribute(&self, value: &Value, name: &Arc<str>, span: Span) -> Value {
        match open(value) {
            Some(resource) => self.resource_attribute(value, resource, name, span),
            None => self.checked(evaluate::attribute(value, name, span), &[value]),
        }
    }

    fn resource_attribute(
        &self,
        object: &Value,
        resource: &Reference,
        name: &Arc<str>,
        span: Span,
    ) -> Value {
        match object.get(name) {
            Some(found) if !found.is_null() => {
                let found = found.clone().asked_for_at(span);
                match found.via {
                    Some(_) => found,
                    None => found.with_via(Arc::new(attribute_of(resource, name))),
                }
            }
            _ => unset_attribute(object, name, span).unwrap_or_else(|| {
                self.fail(format!("`{}` has no attribute `{name}`", resource.target), span)
            }),
        }
    }

    /// `value[index]`
    pub(super) fn index(&self, value: &Value, index: &Value, span: Span) -> Value {
        if let (Some(resource), Kind::String(name)) = (open(value), &index.kind) {
            return self.resource_attribute(value, resource, name, span);
        }
        if let (Kind::Unknown(_), Some(via)) = (&value.kind, &value.via)
            && via.attribute.is_empty()
        {
            // However many there are of a resource, they are alike.
            let id = Value::reference(via.target.clone(), "id", span);
            let object = Value::object([(Arc::from("id"), id)].into(), span);
            return object.with_via(Arc::clone(via));
        }
        self.checked(evaluate::index(value, index, span), &[value, index])
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

/// Whether a resource or nested block is in a value. Only some attributes of it
/// are, so its type cannot be told.
pub(super) fn holds_resource(value: &Value) -> bool {
    open(value).is_some()
        || match &value.kind {
            Kind::List(_, items) => items.iter().any(holds_resource),
            Kind::Object(_, entries) => entries.values().any(holds_resource),
            _ => false,
        }
}

fn attribute_of(resource: &Reference, name: &str) -> Reference {
    let dot = if resource.attribute.is_empty() { "" } else { "." };
    let attribute = format!("{}{dot}{name}", resource.attribute);
    Reference { target: resource.target.clone(), attribute }
}

/// An attribute of a resource that is not configured, so left to Azure.
pub(super) fn unset_attribute(object: &Value, name: &str, span: Span) -> Option<Value> {
    let resource = open(object).filter(|_| is_identifier(name))?;
    let reference = attribute_of(resource, name);
    Some(Value::new(Kind::Reference(Arc::new(reference)), span))
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

fn is_id(attribute: &str) -> bool {
    attribute == "id"
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
}
