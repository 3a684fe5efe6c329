//! Functions of lists, tuples and sets.
//!
//! Elements are handed on as they are: a known list with unknown elements stays
//! known, and where an element was written and read from is not lost.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{
    ANY_NUMBER, Arguments, Function, Outcome,
    arguments::{first_unknown, is_never_empty},
    function, is_failure, nullable,
    sets::{MOST_COMPARISONS, contains as contained},
};
use crate::{
    Kind, ListKind, Number, Value, evaluate,
    evaluate::{cause_among, caused_by, equality, to_string, unify, waits_for_deployment},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("alltrue", (1, 1), |arguments| every(arguments, false)),
    function("anytrue", (1, 1), |arguments| every(arguments, true)),
    function("chunklist", (2, 2), chunklist),
    nullable("coalesce", (1, ANY_NUMBER), coalesce),
    function("coalescelist", (1, ANY_NUMBER), coalescelist),
    function("compact", (1, 1), compact),
    function("concat", (1, ANY_NUMBER), concat),
    function("contains", (2, 2), contains),
    function("distinct", (1, 1), distinct),
    nullable("element", (2, 2), element),
    function("flatten", (1, 1), flatten),
    function("index", (2, 2), index),
    function("length", (1, 1), length),
    function("matchkeys", (3, 3), matchkeys),
    nullable("one", (1, 1), one),
    function("range", (1, 3), range),
    function("reverse", (1, 1), reverse),
    function("slice", (3, 3), slice),
    function("sort", (1, 1), sort),
];

/// Whether one element is `decisive`; else the opposite for all of them. What waits
/// for the deployment leaves it open whatever comes behind it, as in Terraform.
fn every(arguments: &Arguments, decisive: bool) -> Outcome {
    let mut unknown = None;
    let mut decided = false;
    for item in arguments.items(0)? {
        if !decided && waits_for_deployment(item) {
            return Err(caused_by(item, arguments.span));
        }
        // Null counts as false.
        match arguments.as_bool(item) {
            Ok(truth) => decided |= truth.unwrap_or(false) == decisive,
            // All of them must be of the type, whichever decides.
            Err(stop) if is_failure(&stop) => return Err(stop),
            Err(stop) => unknown = unknown.or(Some(stop)),
        }
    }
    match unknown {
        Some(stop) if !decided => Err(stop),
        _ => Ok(arguments.bool(decided == decisive)),
    }
}

fn chunklist(arguments: &Arguments) -> Outcome {
    let items = arguments.list(0)?;
    let size = usize::try_from(arguments.integer(1)?)
        .map_err(|_| arguments.fail("the size argument must be positive"))?;
    let size = if size == 0 { items.len().max(1) } else { size };
    let chunks =
        items.chunks(size).map(|chunk| arguments.list_of(ListKind::List, chunk.to_vec())).collect();
    Ok(arguments.list_of(ListKind::List, chunks))
}

fn coalesce(arguments: &Arguments) -> Outcome {
    let values = unify(arguments.values)
        .ok_or_else(|| arguments.fail("all arguments must have the same type"))?;
    for value in values {
        if value.is_null() || value.as_str() == Some("") {
            continue;
        }
        if value.is_known() || is_never_empty(&value) {
            return Ok(value);
        }
        return Err(caused_by(&value, arguments.span));
    }
    Err(arguments.fail("no non-null, non-empty-string arguments"))
}

fn coalescelist(arguments: &Arguments) -> Outcome {
    let is_list = |value: &Value| {
        !value.is_known() || matches!(value.kind, Kind::List(ListKind::List | ListKind::Tuple, _))
    };
    if !arguments.values.iter().all(is_list) {
        return Err(arguments.fail("coalescelist arguments must be lists or tuples"));
    }
    for value in arguments.values {
        if arguments.need_known(value)?.as_list().is_some_and(|items| !items.is_empty()) {
            return Ok(value.clone());
        }
    }
    Err(arguments.fail("no non-null arguments"))
}

fn compact(arguments: &Arguments) -> Outcome {
    let mut kept = Vec::new();
    for item in arguments.items(0)? {
        let text = to_string(item);
        if text.is_null() || text.as_str() == Some("") {
            continue;
        }
        if !is_never_empty(&text) {
            arguments.need_known(&text)?;
        }
        kept.push(text);
    }
    Ok(arguments.list_of(ListKind::List, kept))
}

fn concat(arguments: &Arguments) -> Outcome {
    let mut all = Vec::new();
    let mut lists_only = true;
    for position in 0..arguments.values.len() {
        all.extend_from_slice(arguments.items(position)?);
        match arguments.list_kind(position) {
            Some(ListKind::Set) => {
                return Err(arguments.fail("all arguments must be lists or tuples; got set"));
            }
            Some(ListKind::Tuple) => lists_only = false,
            Some(ListKind::List) | None => {}
        }
    }
    match unify(&all) {
        Some(unified) if lists_only => Ok(arguments.list_of(ListKind::List, unified)),
        _ => Ok(arguments.list_of(ListKind::Tuple, all)),
    }
}

fn contains(arguments: &Arguments) -> Outcome {
    let (items, wanted) = (arguments.items(0)?, &arguments.values[1]);
    if wanted.is_null() {
        return Err(arguments.fail("argument must not be null"));
    }
    match contained(items, wanted) {
        Ok(found) => Ok(arguments.bool(found)),
        Err(cause) => Err(caused_by(cause, arguments.span)),
    }
}

fn distinct(arguments: &Arguments) -> Outcome {
    let mut kept: Vec<Value> = Vec::new();
    for item in arguments.list(0)? {
        if kept.len().saturating_mul(kept.len()) > MOST_COMPARISONS {
            return Err(arguments.fail("the list is too long"));
        }
        match contained(&kept, &item) {
            Ok(true) => {}
            Ok(false) => kept.push(item),
            Err(cause) => return Err(caused_by(cause, arguments.span)),
        }
    }
    Ok(arguments.list_of(ListKind::List, kept))
}

fn element(arguments: &Arguments) -> Outcome {
    let [list, position] = arguments.values else { return Err(arguments.not_offline()) };
    if matches!(list.kind, Kind::Reference(_)) && arguments.integer(1)? == 0 {
        return Ok(evaluate::index(list, position, arguments.span));
    }
    let (items, position) = (arguments.items(0)?, arguments.integer(1)?);
    if arguments.list_kind(0) == Some(ListKind::Set) {
        return Err(arguments.fail("cannot read elements from a set"));
    }
    let position = usize::try_from(position)
        .map_err(|_| arguments.fail("cannot use element function with a negative index"))?;
    let wrapped = position.checked_rem(items.len());
    let wrapped =
        wrapped.ok_or_else(|| arguments.fail("cannot use element function with an empty list"))?;
    Ok(items[wrapped].clone())
}

fn flatten(arguments: &Arguments) -> Outcome {
    let mut flat = Vec::new();
    flatten_into(arguments, arguments.items(0)?, &mut flat)?;
    Ok(arguments.list_of(ListKind::Tuple, flat))
}

fn flatten_into(
    arguments: &Arguments,
    items: &[Value],
    flat: &mut Vec<Value>,
) -> Result<(), Value> {
    for item in items {
        match &item.kind {
            Kind::List(_, inner) => flatten_into(arguments, inner, flat)?,
            Kind::Unknown(_) | Kind::Reference(_) if may_be_list(item) => {
                return Err(caused_by(item, arguments.span));
            }
            _ => flat.push(item.clone()),
        }
    }
    Ok(())
}

/// Whether an unknown value may be a list: text is none, nor what is named for one
/// thing.
fn may_be_list(value: &Value) -> bool {
    const SINGLE: &[&str] = &["id", "name", "address", "fqdn", "asn", "result"];
    match &value.kind {
        Kind::Unknown(unknown) => unknown.parts.is_empty(),
        Kind::Reference(reference) => {
            let last = reference.attribute.rsplit(['.', '_']).next().unwrap_or_default();
            !SINGLE.contains(&last)
        }
        _ => false,
    }
}

fn index(arguments: &Arguments) -> Outcome {
    let (items, wanted) = (arguments.items(0)?, &arguments.values[1]);
    if arguments.list_kind(0) == Some(ListKind::Set) {
        return Err(arguments.fail("argument must be a list or tuple"));
    }
    for (position, item) in (0i64..).zip(items) {
        match equality(item, wanted) {
            Ok(true) => return Ok(Value::integer(position, arguments.span)),
            Ok(false) => {}
            Err(cause) => return Err(caused_by(cause, arguments.span)),
        }
    }
    Err(arguments.fail("item not found"))
}

fn length(arguments: &Arguments) -> Outcome {
    let value = arguments.known(0)?;
    let length = match &value.kind {
        Kind::List(ListKind::Set, items) => {
            distinct_length(items).map_err(|cause| caused_by(cause, arguments.span))?
        }
        Kind::List(_, items) => items.len(),
        Kind::Object(_, entries) => entries.len(),
        Kind::String(text) => text.graphemes(true).count(),
        _ => {
            let message = "argument must be a string, a collection type, or a structural type";
            return Err(arguments.fail(message));
        }
    };
    arguments.computed(i64::try_from(length).ok().map(Number::Integer))
}

/// How many elements a set has, if its unknown elements are certain to differ
/// from all others.
fn distinct_length(items: &[Value]) -> Result<usize, &Value> {
    let mut comparisons = 0;
    for (position, item) in items.iter().enumerate() {
        if let Some(unknown) = first_unknown(item) {
            comparisons += position;
            if comparisons > MOST_COMPARISONS {
                return Err(unknown);
            }
            contained(&items[..position], item)?;
        }
    }
    Ok(items.len())
}

fn matchkeys(arguments: &Arguments) -> Outcome {
    let (values, keys, wanted) = (arguments.list(0)?, arguments.items(1)?, arguments.items(2)?);
    if values.len() != keys.len() {
        return Err(arguments.fail("length of keys and values should be equal"));
    }
    let mut kept = Vec::new();
    for (value, key) in values.into_iter().zip(keys) {
        if contained(wanted, key).map_err(|cause| caused_by(cause, arguments.span))? {
            kept.push(value);
        }
    }
    Ok(arguments.list_of(ListKind::List, kept))
}

fn one(arguments: &Arguments) -> Outcome {
    match arguments.items(0)? {
        [] => Ok(Value::null(arguments.span)),
        [only] => Ok(only.clone()),
        _ => {
            Err(arguments
                .fail("must be a list, set, or tuple value with either zero or one elements"))
        }
    }
}

/// As many as Terraform allows.
const LONGEST_RANGE: usize = 1024;

fn range(arguments: &Arguments) -> Outcome {
    let zero = Number::Integer(0);
    let (start, end) = match arguments.given(1) {
        Some(_) => (arguments.number(0)?, arguments.number(1)?),
        None => (zero.clone(), arguments.number(0)?),
    };
    let step = match arguments.given(2) {
        Some(_) => arguments.number(2)?,
        None if end < start => Number::Integer(-1),
        None => Number::Integer(1),
    };
    let upwards = step > zero;
    if step == zero || (upwards && end < start) || (!upwards && end > start) {
        return Err(arguments.fail("step must lead from start to end"));
    }
    let mut numbers = Vec::new();
    let mut next = start;
    while (upwards && next < end) || (!upwards && next > end) {
        if numbers.len() == LONGEST_RANGE {
            return Err(arguments.fail("more than 1024 values were generated; either decrease the difference between start and end or use a smaller step"));
        }
        let following = next.plus(&step);
        numbers.push(Value::new(Kind::Number(next), arguments.span));
        next = following.ok_or_else(|| arguments.fail("the numbers are too large"))?;
    }
    Ok(arguments.list_of(ListKind::List, numbers))
}

fn reverse(arguments: &Arguments) -> Outcome {
    let reversed = arguments.items(0)?.iter().rev().cloned().collect();
    let kind = match arguments.list_kind(0) {
        Some(ListKind::Tuple) => ListKind::Tuple,
        _ => ListKind::List,
    };
    Ok(arguments.list_of(kind, reversed))
}

fn slice(arguments: &Arguments) -> Outcome {
    let items = arguments.items(0)?;
    let Some(kind) = arguments.list_kind(0).filter(|kind| *kind != ListKind::Set) else {
        return Err(arguments.fail("cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important"));
    };
    let (start, end) = (arguments.integer(1)?, arguments.integer(2)?);
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part = range.and_then(|(start, end)| items.get(start..end));
    match part {
        Some(part) => Ok(arguments.list_of(kind, part.to_vec())),
        None => Err(arguments.fail(format!(
            "start index {start} and end index {end} must be within 0 and the length of {}, in order",
            items.len()
        ))),
    }
}

fn sort(arguments: &Arguments) -> Outcome {
    let mut items = arguments.items(0)?.iter().map(to_string).collect::<Vec<_>>();
    if let Some(unknown) = cause_among(&items, arguments.span) {
        // As many as there are, but which comes first is open.
        return Ok(arguments.list_of(ListKind::List, vec![unknown; items.len()]));
    }
    for item in &items {
        arguments.as_text(item)?;
    }
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    Ok(arguments.list_of(ListKind::List, items))
}
