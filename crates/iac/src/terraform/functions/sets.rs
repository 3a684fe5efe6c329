//! Operations on sets.

use super::{ANY_NUMBER, Arguments, Function, Outcome, function};
use crate::{
    Kind, ListKind, Value,
    evaluate::{caused_by, equality, set_of, unify},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("setintersection", (1, ANY_NUMBER), setintersection),
    function("setproduct", (2, ANY_NUMBER), setproduct),
    function("setsubtract", (2, 2), setsubtract),
    function("setunion", (1, ANY_NUMBER), setunion),
];

/// The arguments as sets of one type.
fn sets(arguments: &Arguments) -> Result<Vec<Vec<Value>>, Value> {
    let mut all = Vec::new();
    let mut lengths = Vec::new();
    for position in 0..arguments.values.len() {
        let items = arguments.items(position)?;
        lengths.push(items.len());
        all.extend_from_slice(items);
    }
    let mut all = unify(&all)
        .ok_or_else(|| arguments.fail("given sets must all have compatible element types"))?
        .into_iter();
    Ok(lengths.into_iter().map(|length| all.by_ref().take(length).collect()).collect())
}

fn setunion(arguments: &Arguments) -> Outcome {
    let all = sets(arguments)?.into_iter().flatten().collect();
    Ok(set_of(all, arguments.span))
}

fn setintersection(arguments: &Arguments) -> Outcome {
    let mut sets = sets(arguments)?.into_iter();
    let mut rest = sets.next().unwrap_or_default();
    for other in sets {
        rest = filtered(arguments, rest, &other, true)?;
    }
    Ok(set_of(rest, arguments.span))
}

fn setsubtract(arguments: &Arguments) -> Outcome {
    let mut sets = sets(arguments)?.into_iter();
    let (first, second) = (sets.next().unwrap_or_default(), sets.next().unwrap_or_default());
    Ok(set_of(filtered(arguments, first, &second, false)?, arguments.span))
}

/// More comparisons of elements with each other are not made.
pub(super) const MOST_COMPARISONS: usize = 25_000_000;

/// Those of `items` that are in `other`, or those that are not.
fn filtered(
    arguments: &Arguments,
    items: Vec<Value>,
    other: &[Value],
    contained: bool,
) -> Result<Vec<Value>, Value> {
    if items.len().saturating_mul(other.len()) > MOST_COMPARISONS {
        return Err(arguments.fail("the sets are too large"));
    }
    let mut kept = Vec::new();
    for item in items {
        let found = contains(other, &item).map_err(|cause| caused_by(cause, arguments.span))?;
        if found == contained {
            kept.push(item);
        }
    }
    Ok(kept)
}

/// Whether an element is equal to `item`, or the unknown value that leaves it open.
pub(super) fn contains<'a>(items: &'a [Value], item: &'a Value) -> Result<bool, &'a Value> {
    let mut undecided = None;
    for other in items {
        match equality(other, item) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(cause) => undecided = undecided.or(Some(cause)),
        }
    }
    undecided.map_or(Ok(false), Err)
}

/// Products of more elements altogether are not computed.
const LARGEST_PRODUCT: usize = 1_000_000;

fn setproduct(arguments: &Arguments) -> Outcome {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for position in 0..arguments.values.len() {
        let items = arguments.list(position)?;
        if rows.len().saturating_mul(items.len() * (position + 1)) > LARGEST_PRODUCT {
            return Err(arguments.fail("the product is too large"));
        }
        rows = rows
            .iter()
            .flat_map(|row| {
                items.iter().map(|item| {
                    let mut longer = row.clone();
                    longer.push(item.clone());
                    longer
                })
            })
            .collect();
    }
    let rows = rows.into_iter().map(|row| Value::tuple(row, arguments.span)).collect();
    let is_set = |value: &Value| matches!(value.kind, Kind::List(ListKind::Set, _));
    if arguments.values.iter().any(is_set) {
        return Ok(set_of(rows, arguments.span));
    }
    Ok(arguments.list_of(ListKind::List, rows))
}
