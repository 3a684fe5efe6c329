//! Functions of maps and objects.

use std::{collections::BTreeMap, sync::Arc};

use super::{ANY_NUMBER, Arguments, Function, Outcome, function, nullable};
use crate::{
    Kind, ListKind, ObjectKind, Value,
    evaluate::{Type, attribute, convert, failure, type_of, unify_types_of},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("keys", (1, 1), keys),
    nullable("lookup", (2, 3), lookup),
    function("merge", (0, ANY_NUMBER), merge),
    function("transpose", (1, 1), transpose),
    function("values", (1, 1), values),
    function("zipmap", (2, 2), zipmap),
];

fn object_kind(value: &Value) -> ObjectKind {
    match value.kind {
        Kind::Object(kind, _) => kind,
        _ => ObjectKind::Object,
    }
}

/// What is listed of a map is a list, of an object a tuple.
fn list_kind(value: &Value) -> ListKind {
    match object_kind(value) {
        ObjectKind::Object => ListKind::Tuple,
        ObjectKind::Map => ListKind::List,
    }
}

fn keys(arguments: &Arguments) -> Outcome {
    let entries = arguments.entries(0)?;
    let names =
        entries.iter().map(|(name, value)| Value::string(Arc::clone(name), value.span)).collect();
    Ok(arguments.list_of(list_kind(&arguments.values[0]), names))
}

fn values(arguments: &Arguments) -> Outcome {
    let items = arguments.entries(0)?.values().cloned().collect();
    Ok(arguments.list_of(list_kind(&arguments.values[0]), items))
}

fn lookup(arguments: &Arguments) -> Outcome {
    let (entries, name) = (arguments.entries(0)?, arguments.text(1)?);
    let map = &arguments.values[0];
    let default = match (object_kind(map), arguments.given(2)) {
        (ObjectKind::Map, Some(default)) => {
            let element = unify_types_of(entries.values()).unwrap_or(Type::Any);
            let default = convert(default, &element);
            if failure(&default).is_some() {
                return Err(
                    arguments.fail("the default value must have the same type as the map elements")
                );
            }
            Some(default)
        }
        (_, default) => default.cloned(),
    };
    match default {
        Some(default) if !entries.contains_key(&name) => Ok(default),
        _ if entries.contains_key(&name) => Ok(attribute(map, &name, arguments.span)),
        _ => Err(arguments.fail(format!("lookup failed to find key {name:?}"))),
    }
}

fn merge(arguments: &Arguments) -> Outcome {
    let mut merged = BTreeMap::new();
    let mut maps_only = true;
    let mut any = false;
    for (position, value) in arguments.values.iter().enumerate() {
        if value.is_null() {
            continue;
        }
        any = true;
        maps_only &= object_kind(value) == ObjectKind::Map;
        for (name, item) in arguments.entries(position)? {
            merged.insert(Arc::clone(name), item.clone());
        }
    }
    // Maps of different types make an object.
    let one_type = || {
        unify_types_of(merged.values()).is_some_and(|common| {
            let has_it = |item: &Value| match item.kind {
                Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => true,
                _ => type_of(item) == common,
            };
            merged.values().all(has_it)
        })
    };
    let kind = if any && maps_only && one_type() { ObjectKind::Map } else { ObjectKind::Object };
    Ok(Value::new(Kind::Object(kind, merged.into()), arguments.span))
}

fn transpose(arguments: &Arguments) -> Outcome {
    let mut transposed: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (name, items) in arguments.entries(0)? {
        let items = arguments.need_known(items)?;
        let items =
            items.as_list().ok_or_else(|| arguments.fail("map of list of string required"))?;
        for item in items {
            let key = arguments.as_text(item)?;
            transposed.entry(key).or_default().push(Value::string(Arc::clone(name), items[0].span));
        }
    }
    let lists = transposed
        .into_iter()
        .map(|(name, items)| (name, arguments.list_of(ListKind::List, items)))
        .collect();
    Ok(Value::new(Kind::Object(ObjectKind::Map, lists), arguments.span))
}

fn zipmap(arguments: &Arguments) -> Outcome {
    let (names, items) = (arguments.texts(0)?, arguments.items(1)?);
    if names.len() != items.len() {
        return Err(arguments.fail(format!(
            "number of keys ({}) does not match number of values ({})",
            names.len(),
            items.len()
        )));
    }
    let kind = match arguments.list_kind(1) {
        Some(ListKind::Tuple) | None => ObjectKind::Object,
        Some(ListKind::List) => ObjectKind::Map,
        Some(ListKind::Set) => {
            return Err(arguments.fail("values argument must be a list or tuple value"));
        }
    };
    let entries = names.into_iter().zip(items.iter().cloned()).collect();
    Ok(Value::new(Kind::Object(kind, entries), arguments.span))
}
