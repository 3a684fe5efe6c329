//! The one type that several values have or can be converted to.

use std::{collections::BTreeMap, sync::Arc};

use super::{AttributeType, Type, convert};
use crate::{Kind, ListKind, ObjectKind, Value};

/// The values converted to the one type that all of them can have; `None` if
/// there is no such type. Null and unknown values agree with any type.
pub(crate) fn unify(values: &[Value]) -> Option<Vec<Value>> {
    let common = unify_types_of(values)?;
    Some(values.iter().map(|value| convert(value, &common)).collect())
}

/// The type of a value, [`Type::Any`] as far as it cannot be told.
pub(crate) fn type_of(value: &Value) -> Type {
    match &value.kind {
        Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => Type::Any,
        Kind::Bool(_) => Type::Bool,
        Kind::Number(_) => Type::Number,
        Kind::String(_) => Type::String,
        Kind::List(ListKind::Tuple, items) => Type::Tuple(items.iter().map(type_of).collect()),
        Kind::List(ListKind::List, items) => Type::List(Box::new(common_type(items.iter()))),
        Kind::List(ListKind::Set, items) => Type::Set(Box::new(common_type(items.iter()))),
        Kind::Object(ObjectKind::Map, entries) => {
            Type::Map(Box::new(common_type(entries.values())))
        }
        Kind::Object(ObjectKind::Object, entries) => Type::Object(
            entries
                .iter()
                .map(|(name, value)| (Arc::clone(name), required(type_of(value))))
                .collect(),
        ),
    }
}

/// Whether it is certain, and easy to see, that two values are of one type.
pub(super) fn are_of_one_type(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Bool(_), Kind::Bool(_))
        | (Kind::Number(_), Kind::Number(_))
        | (Kind::String(_), Kind::String(_)) => true,
        (Kind::List(ListKind::Tuple, x), Kind::List(ListKind::Tuple, y)) => {
            x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| are_of_one_type(x, y))
        }
        (Kind::Object(ObjectKind::Object, x), Kind::Object(ObjectKind::Object, y)) => {
            x.len() == y.len()
                && x.iter()
                    .zip(y.iter())
                    .all(|((name, x), (other, y))| name == other && are_of_one_type(x, y))
        }
        _ => false,
    }
}

fn common_type<'a>(values: impl Iterator<Item = &'a Value>) -> Type {
    unify_types_of(values).unwrap_or(Type::Any)
}

fn required(value: Type) -> AttributeType {
    AttributeType { value, optional: false, default: None }
}

/// The type that all of these values can be converted to.
pub(crate) fn unify_types_of<'a>(values: impl IntoIterator<Item = &'a Value>) -> Option<Type> {
    let mut values = values.into_iter();
    values.try_fold(Type::Any, |common, value| {
        // Most are like the first one; to find that out is cheaper than to write it down.
        if common.agrees(value) { Some(common) } else { unify_two(common, type_of(value)) }
    })
}

/// The type that values of all of these types can be converted to.
pub(crate) fn unify_types(types: impl IntoIterator<Item = Type>) -> Option<Type> {
    let mut types = types.into_iter();
    types.try_fold(Type::Any, unify_two)
}

fn unify_two(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        (Type::Any, other) | (other, Type::Any) => Some(other),
        (a, b) if a == b => Some(a),
        (Type::String, Type::Number | Type::Bool) | (Type::Number | Type::Bool, Type::String) => {
            Some(Type::String)
        }
        (Type::Tuple(a), Type::Tuple(b)) => unify_tuples(a, b),
        (Type::List(list), Type::Tuple(tuple)) | (Type::Tuple(tuple), Type::List(list)) => {
            let element = unify_types(tuple.into_iter().chain([*list]))?;
            Some(Type::List(Box::new(element)))
        }
        (Type::Set(set), Type::Tuple(tuple)) | (Type::Tuple(tuple), Type::Set(set)) => {
            let all = tuple.into_iter().all(|item| unify_two(item, (*set).clone()).is_some());
            all.then_some(Type::Set(set))
        }
        (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(unify_two(*a, *b)?))),
        (Type::Set(a), Type::Set(b)) => Some(Type::Set(Box::new(unify_two(*a, *b)?))),
        (Type::List(list), Type::Set(set)) | (Type::Set(set), Type::List(list)) => {
            unify_two(*set, (*list).clone()).map(|_| Type::List(list))
        }
        (Type::Map(a), Type::Map(b)) => Some(Type::Map(Box::new(unify_two(*a, *b)?))),
        (Type::Map(map), Type::Object(object)) | (Type::Object(object), Type::Map(map)) => {
            let element = unify_types(attribute_types(object).chain([*map]))?;
            Some(Type::Map(Box::new(element)))
        }
        (Type::Object(a), Type::Object(b)) => unify_objects(a, b),
        _ => None,
    }
}

fn unify_tuples(a: Vec<Type>, b: Vec<Type>) -> Option<Type> {
    if a.len() == b.len() {
        let pairs = a.into_iter().zip(b);
        return pairs.map(|(a, b)| unify_two(a, b)).collect::<Option<_>>().map(Type::Tuple);
    }
    Some(Type::List(Box::new(unify_types(a.into_iter().chain(b))?)))
}

fn unify_objects(
    a: BTreeMap<Arc<str>, AttributeType>,
    mut b: BTreeMap<Arc<str>, AttributeType>,
) -> Option<Type> {
    if !a.keys().eq(b.keys()) {
        let element = unify_types(attribute_types(a).chain(attribute_types(b)))?;
        return Some(Type::Map(Box::new(element)));
    }
    let unified = a.into_iter().map(|(name, attribute)| {
        let other = b.remove(&name)?;
        Some((name, required(unify_two(attribute.value, other.value)?)))
    });
    unified.collect::<Option<_>>().map(Type::Object)
}

fn attribute_types(object: BTreeMap<Arc<str>, AttributeType>) -> impl Iterator<Item = Type> {
    object.into_values().map(|attribute| attribute.value)
}
