//! Attributes, elements and splats of values.
//!
//! A resource, and a nested block of one, is an object that has more attributes
//! than are configured. It is told from other objects by its [`Value::via`],
//! which names no attribute or ends with an index: of such an object an
//! attribute that is not configured is a reference, not a mistake.

use std::{borrow::Cow, sync::Arc};

use nexthop_source::Span;

use super::{expression::unknown_because_of, scope::Scope, syntax::Access};
use crate::{Kind, Reference, Value, evaluate};

impl Scope<'_, '_> {
    /// The value at the end of a traversal of `value`.
    pub(super) fn access_all(
        &self,
        value: Cow<'_, Value>,
        accesses: &[Access],
        span: Span,
    ) -> Value {
        let mut value = value;
        for (at, access) in accesses.iter().enumerate() {
            let rest = &accesses[at + 1..];
            value = Cow::Owned(match access {
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
                    return self.access_all(Cow::Owned(self.splat(&value, each, span)), rest, span);
                }
            });
        }
        value.into_owned()
    }

    fn attribute(&self, value: &Value, name: &Arc<str>, span: Span) -> Value {
        match value.as_block() {
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
        if let (Some(resource), Kind::String(name)) = (value.as_block(), &index.kind) {
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
            _ => Value::tuple(vec![self.access_all(Cow::Borrowed(value), each, span)], span),
        }
    }
}

/// Whether a resource or nested block is in a value. Only some attributes of it
/// are, so its type cannot be told.
pub(super) fn holds_resource(value: &Value) -> bool {
    value.as_block().is_some() || value.extent().has_blocks
}

fn attribute_of(resource: &Reference, name: &str) -> Reference {
    let dot = if resource.attribute.is_empty() { "" } else { "." };
    let attribute = format!("{}{dot}{name}", resource.attribute);
    Reference { target: resource.target.clone(), attribute }
}

/// An attribute of a resource that is not configured, so left to Azure.
pub(super) fn unset_attribute(object: &Value, name: &str, span: Span) -> Option<Value> {
    let resource = object.as_block().filter(|_| is_identifier(name))?;
    let reference = attribute_of(resource, name);
    Some(Value::new(Kind::Reference(Arc::new(reference)), span))
}

/// An element of a list, which remembers the attribute that the list was read from.
fn element<'v>(list: &Value, at: usize, item: &'v Value) -> Cow<'v, Value> {
    match (&list.via, &item.kind) {
        (Some(via), Kind::Bool(_) | Kind::Number(_) | Kind::String(_)) if item.via.is_none() => {
            let attribute = format!("{}[{at}]", via.attribute);
            let via = Reference { target: via.target.clone(), attribute };
            Cow::Owned(item.clone().with_via(Arc::new(via)))
        }
        _ => Cow::Borrowed(item),
    }
}

fn is_id(attribute: &str) -> bool {
    attribute == "id"
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
}
