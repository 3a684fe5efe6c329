//! Sets: sorted and distinct.

use std::{cmp::Ordering, sync::Arc};

use nexthop_source::Span;

use super::equality;
use crate::{Kind, ListKind, Value};

/// An unknown value is looked for among so many others.
const MOST_COMPARED: usize = 1_000;

/// The set of these values, in Terraform's order: text by bytes, numbers by size.
/// A value that cannot be told stays unless it is certain to be there already.
pub(crate) fn set_of(mut items: Vec<Value>, span: Span) -> Value {
    items.sort_by(order);
    let mut distinct: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        // Equal values are neighbours, but for those with something unknown in them.
        let compared = if is_wholly_known(&item) { 1 } else { MOST_COMPARED };
        let mut seen = distinct.iter().rev().take(compared);
        if !seen.any(|other| equality(other, &item) == Ok(true)) {
            distinct.push(item);
        }
    }
    Value::new(Kind::List(ListKind::Set, Arc::new(distinct)), span)
}

/// Whether a value is known at every depth.
pub(crate) fn is_wholly_known(value: &Value) -> bool {
    match &value.kind {
        Kind::List(_, items) => items.iter().all(is_wholly_known),
        Kind::Object(_, entries) => entries.values().all(is_wholly_known),
        _ => value.is_known(),
    }
}

/// Known values before unknown ones, each in an order of their own.
fn order(a: &Value, b: &Value) -> Ordering {
    match (&a.kind, &b.kind) {
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
        (Kind::String(a), Kind::String(b)) => a.cmp(b),
        (Kind::List(_, a), Kind::List(_, b)) => order_all(a.iter(), b.iter()),
        (Kind::Object(_, a), Kind::Object(_, b)) => {
            a.keys().cmp(b.keys()).then_with(|| order_all(a.values(), b.values()))
        }
        (Kind::Reference(a), Kind::Reference(b)) => a.cmp(b),
        (Kind::Unknown(a), Kind::Unknown(b)) => a.why.cmp(&b.why).then(a.span.cmp(&b.span)),
        _ => rank(a).cmp(&rank(b)),
    }
}

fn order_all<'a>(
    mut a: impl Iterator<Item = &'a Value>,
    mut b: impl Iterator<Item = &'a Value>,
) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) => match order(a, b) {
                Ordering::Equal => {}
                different => return different,
            },
            (a, b) => return a.is_some().cmp(&b.is_some()),
        }
    }
}

fn rank(value: &Value) -> u8 {
    match &value.kind {
        Kind::Bool(_) => 0,
        Kind::Number(_) => 1,
        Kind::String(_) => 2,
        Kind::List(..) => 3,
        Kind::Object(..) => 4,
        Kind::Null => 5,
        Kind::Reference(_) => 6,
        Kind::Unknown(_) => 7,
    }
}
