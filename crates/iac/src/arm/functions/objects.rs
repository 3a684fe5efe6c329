//! Functions of objects, and those that take arrays as well.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use super::{ANY_NUMBER, Arguments, Function, Outcome, arguments::Entries, function, sets};
use crate::{Kind, Value, arm::access, evaluate::equality};

pub(super) const FUNCTIONS: &[Function] = &[
    function("createObject", (0, ANY_NUMBER), create_object),
    function("intersection", (2, ANY_NUMBER), intersection),
    function("items", (1, 1), items),
    function("objectKeys", (1, 1), object_keys),
    function("shallowMerge", (1, 1), shallow_merge),
    function("tryGet", (2, ANY_NUMBER), |arguments| Ok(try_get(arguments))),
    function("union", (1, ANY_NUMBER), union),
];

fn create_object(arguments: &Arguments) -> Outcome {
    let pair = |pair: &[Value]| match pair {
        [key, value] => Ok((arguments.as_text(key)?, value.clone())),
        _ => Err(arguments.fail("each key needs a value")),
    };
    let entries: Result<Vec<_>, Value> = arguments.values.chunks(2).map(pair).collect();
    Ok(Value::object_as_written(entries?, arguments.span))
}

/// The entries in the order in which `items` has them.
fn in_order(entries: &Entries) -> Vec<(&Arc<str>, &Value)> {
    let mut sorted: Vec<_> = entries.iter().collect();
    // Of names that differ in case only the one in lower case comes first.
    sorted.sort_by_cached_key(|(name, _)| (name.to_lowercase(), Reverse(Arc::clone(name))));
    sorted
}

fn items(arguments: &Arguments) -> Outcome {
    let pair = |(name, value): (&Arc<str>, &Value)| {
        let key = (Arc::from("key"), arguments.string(Arc::clone(name)));
        arguments.object([key, (Arc::from("value"), value.clone())].into())
    };
    let items = in_order(arguments.entries(0)?).into_iter().map(pair);
    Ok(arguments.array(items.collect()))
}

fn object_keys(arguments: &Arguments) -> Outcome {
    let names = in_order(arguments.entries(0)?).into_iter();
    Ok(arguments.array(names.map(|(name, _)| arguments.string(Arc::clone(name))).collect()))
}

fn shallow_merge(arguments: &Arguments) -> Outcome {
    let mut merged = BTreeMap::new();
    for object in arguments.items(0)?.iter() {
        match &object.kind {
            Kind::Object(_, entries) => {
                merged.extend(entries.iter().map(|(name, one)| (Arc::clone(name), one.clone())));
            }
            Kind::Null => {}
            _ if !object.is_known() => return Err(arguments.because_of(object)),
            _ => return Err(arguments.fail("an array of objects is required")),
        }
    }
    Ok(arguments.object(merged))
}

fn try_get(arguments: &Arguments) -> Value {
    let mut value = arguments.values[0].clone();
    for key in &arguments.values[1..] {
        let (key, from_end) = match key.as_object() {
            Some(entries) => {
                let from_end = entries.get("fromEnd").map(|value| &value.kind);
                (entries.get("value").unwrap_or(key), matches!(from_end, Some(Kind::Bool(true))))
            }
            None => (key, false),
        };
        match access::at(&value, key, from_end, arguments.span) {
            Ok(found) => value = found,
            Err(_) => return Value::null(arguments.span),
        }
    }
    value
}

fn union(arguments: &Arguments) -> Outcome {
    let first = arguments.known(0)?;
    if first.as_list().is_some() {
        return sets::union(arguments);
    }
    let mut merged = BTreeMap::new();
    for position in 0..arguments.values.len() {
        merge(&mut merged, arguments.entries(position)?);
    }
    Ok(arguments.object(merged))
}

/// Adds the entries of a later object; objects in both are merged in their turn.
fn merge(into: &mut Entries, later: &Entries) {
    for (name, value) in later {
        let both = into.get(name).and_then(Value::as_object).zip(value.as_object());
        let value = match both {
            Some((known, later)) => {
                let mut merged = known.clone();
                merge(&mut merged, later);
                Value::object(merged, value.span)
            }
            None => value.clone(),
        };
        into.insert(Arc::clone(name), value);
    }
}

fn intersection(arguments: &Arguments) -> Outcome {
    let first = arguments.known(0)?;
    match &first.kind {
        Kind::List(_, items) => {
            let mut common = items.to_vec();
            for position in 1..arguments.values.len() {
                common = sets::common(arguments, &common, &arguments.items(position)?)?;
            }
            Ok(arguments.array(common))
        }
        Kind::Object(_, entries) => {
            let mut common = BTreeMap::clone(entries);
            for position in 1..arguments.values.len() {
                common = common_entries(arguments, &common, arguments.entries(position)?)?;
            }
            Ok(arguments.object(common))
        }
        _ => Err(arguments.fail("arrays or objects are required")),
    }
}

fn common_entries(arguments: &Arguments, one: &Entries, other: &Entries) -> Result<Entries, Value> {
    let mut common = BTreeMap::new();
    for (name, value) in one {
        let Some(candidate) = other.get(name) else { continue };
        let both = value.as_object().zip(candidate.as_object());
        if let Some((one, other)) = both {
            let entries = common_entries(arguments, one, other)?;
            common.insert(Arc::clone(name), arguments.object(entries));
            continue;
        }
        if equality(value, candidate).map_err(|cause| arguments.because_of(cause))? {
            common.insert(Arc::clone(name), value.clone());
        }
    }
    Ok(common)
}
