//! `value[key]` and `value.name`.

use std::{borrow::Cow, sync::Arc};

use nexthop_source::Span;

use super::{cause_among, caused_by, failed, to_number, to_string};
use crate::{Kind, ListKind, ObjectKind, Reference, Value};

/// `collection[key]`. The element keeps its own span.
pub(crate) fn index(collection: &Value, key: &Value, span: Span) -> Value {
    if let Some(failure) =
        cause_among([collection, key], span).filter(|v| super::failure(v).is_some())
    {
        return failure;
    }
    if collection.is_null() {
        return failed("This value is null, so it does not have any indices.", span);
    }
    if key.is_null() {
        return failed("Can't use a null value as an indexing key.", span);
    }
    match &collection.kind {
        Kind::Reference(reference) if is_text(reference) => {
            failed("This value does not have any indices.", span)
        }
        Kind::Reference(reference) => match key_text(key) {
            Some(step) => extended(reference, &step, span),
            None => caused_by(collection, span),
        },
        Kind::Unknown(_) => caused_by(collection, span),
        _ if !key.is_known() => caused_by(key, span),
        Kind::List(ListKind::Set, _) => failed(
            "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
            span,
        ),
        Kind::List(_, items) => element(collection, items, key, span),
        Kind::Object(..) => match &to_string(key).kind {
            Kind::String(name) => entry(collection, name, span),
            _ => failed(
                "The given key does not identify an element in this collection value: string required.",
                span,
            ),
        },
        _ => failed("This value does not have any indices.", span),
    }
}

/// `object.name`. The element keeps its own span.
pub(crate) fn attribute(object: &Value, name: &str, span: Span) -> Value {
    match &object.kind {
        Kind::Null => failed("This value is null, so it does not have any attributes.", span),
        Kind::Reference(reference) if is_text(reference) => {
            failed("Can't access attributes on a primitive-typed value (string).", span)
        }
        Kind::Reference(reference) => extended(reference, &format!(".{name}"), span),
        Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
            failed("Can't access attributes on a primitive-typed value (string).", span)
        }
        Kind::Unknown(_) => caused_by(object, span),
        Kind::Object(..) => entry(object, name, span),
        Kind::List(kind, _) => failed(list_without_attributes(*kind), span),
        Kind::Bool(_) => failed("Can't access attributes on a primitive-typed value (bool).", span),
        Kind::Number(_) => {
            failed("Can't access attributes on a primitive-typed value (number).", span)
        }
        Kind::String(_) => {
            failed("Can't access attributes on a primitive-typed value (string).", span)
        }
    }
}

fn list_without_attributes(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Tuple => "This value does not have any attributes.",
        ListKind::List => {
            "Can't access attributes on a list of objects. Did you mean to access an attribute for a specific element of the list, or across all elements of the list?"
        }
        ListKind::Set => {
            "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?"
        }
    }
}

fn element(collection: &Value, items: &[Value], key: &Value, span: Span) -> Value {
    let Kind::Number(number) = &to_number(key).kind else {
        return failed(
            "The given key does not identify an element in this collection value: a number is required.",
            span,
        );
    };
    let Some(position) = number.to_i64() else {
        return failed(
            "The given key does not identify an element in this collection value: indexing a sequence requires a whole number, but the given index has a fractional part.",
            span,
        );
    };
    let found = usize::try_from(position).ok().and_then(|position| items.get(position));
    match found {
        Some(item) => with_step(item, collection, &format!("[{position}]")),
        None if position < 0 => failed(
            "The given key does not identify an element in this collection value: a negative number is not a valid index for a sequence.",
            span,
        ),
        None if items.is_empty() => failed(
            "The given key does not identify an element in this collection value: the collection has no elements.",
            span,
        ),
        None => failed(
            "The given key does not identify an element in this collection value: the given index is greater than or equal to the length of the collection.",
            span,
        ),
    }
}

fn entry(collection: &Value, name: &str, span: Span) -> Value {
    match (&collection.kind, collection.get(name)) {
        (_, Some(item)) => with_step(item, collection, &format!(".{name}")),
        (Kind::Object(ObjectKind::Object, _), None) => {
            failed(format!("This object does not have an attribute named \"{name}\"."), span)
        }
        (_, None) => {
            failed(format!("This map does not have an element with the key \"{name}\"."), span)
        }
    }
}

/// The elements of a known sequence, each read from where the whole was read.
pub(crate) fn items_of(collection: &Value) -> Option<Cow<'_, [Value]>> {
    let items = collection.as_list()?;
    if collection.via.is_none() {
        return Some(Cow::Borrowed(items));
    }
    let steps = items.iter().enumerate();
    Some(steps.map(|(at, item)| with_step(item, collection, &format!("[{at}]"))).collect())
}

/// What is read from an attribute of a resource is itself read from there.
pub(crate) fn with_step(item: &Value, collection: &Value, step: &str) -> Value {
    match &collection.via {
        Some(via) if item.via.is_none() && item.is_known() => {
            item.clone().with_via(Arc::new(step_into(via, step)))
        }
        _ => item.clone(),
    }
}

/// What only Azure can tell of a resource, one step further.
pub(crate) fn extended(reference: &Reference, step: &str, span: Span) -> Value {
    Value::new(Kind::Reference(Arc::new(step_into(reference, step))), span)
}

/// The attribute that is one step, `.name` or `[0]`, further into another one.
fn step_into(reference: &Reference, step: &str) -> Reference {
    let attribute = if reference.attribute.is_empty() {
        step.trim_start_matches('.').to_owned()
    } else {
        format!("{}{step}", reference.attribute)
    };
    Reference { target: reference.target.clone(), attribute }
}

fn key_text(key: &Value) -> Option<String> {
    match &key.kind {
        Kind::Number(number) => Some(format!("[{number}]")),
        Kind::String(name) => Some(format!(".{name}")),
        _ => None,
    }
}

fn is_text(reference: &Reference) -> bool {
    reference.attribute.rsplit('.').next() == Some("id")
}
