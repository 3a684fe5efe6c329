//! Sets: sorted and distinct.

use std::cmp::Ordering;

use nexthop_source::Span;

use super::equality;
use crate::{Kind, ListKind, Number, ObjectKind, Value};

/// An unknown value is looked for among so many others.
const MOST_COMPARED: usize = 1_000;

/// The set of these values, in Terraform's order: text by bytes, numbers by size,
/// what has parts by how Terraform writes it down to find it again. A value that
/// cannot be told stays unless it is certain to be there already.
pub(crate) fn set_of(items: Vec<Value>, span: Span) -> Value {
    let mut items: Vec<_> = items.into_iter().map(|item| (written(&item), item)).collect();
    items.sort_by(|(a_text, a), (b_text, b)| match (a_text, b_text) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => order(a, b),
    });
    let mut distinct: Vec<(Option<String>, Value)> = Vec::with_capacity(items.len());
    for (text, item) in items {
        // Equal values are neighbours, but for those with something unknown in them.
        let known = is_wholly_known(&item);
        let mut seen =
            distinct.iter().rev().take(MOST_COMPARED).enumerate().take_while(|(at, (other, _))| {
                !known || *at == 0 || text.is_some() && *other == text
            });
        if !seen.any(|(_, (_, other))| equality(other, &item) == Ok(true)) {
            distinct.push((text, item));
        }
    }
    let items = distinct.into_iter().map(|(_, item)| item).collect();
    Value::new(Kind::List(ListKind::Set, items), span)
}

/// A value with parts as one text.
fn written(value: &Value) -> Option<String> {
    let has_parts = matches!(value.kind, Kind::List(..) | Kind::Object(..));
    has_parts.then(|| {
        let mut text = String::new();
        write_down(value, &mut text);
        text
    })
}

fn write_down(value: &Value, text: &mut String) {
    let (open, close) = match &value.kind {
        Kind::List(ListKind::Tuple, _) | Kind::Object(ObjectKind::Object, _) => ('<', '>'),
        Kind::Object(ObjectKind::Map, _) => ('{', '}'),
        _ => ('[', ']'),
    };
    match &value.kind {
        Kind::Null => text.push('~'),
        Kind::Bool(truth) => text.push(if *truth { 'T' } else { 'F' }),
        Kind::Number(number) => text.push_str(&ten_digits(number)),
        Kind::String(string) => text.extend([format!("{string:?}")]),
        Kind::List(_, items) => {
            text.push(open);
            for item in items.iter() {
                write_down(item, text);
                text.push(';');
            }
            text.push(close);
        }
        Kind::Object(kind, entries) => {
            text.push(open);
            for (name, item) in entries.iter() {
                if *kind == ObjectKind::Map {
                    text.extend([format!("{name:?}:")]);
                }
                write_down(item, text);
                text.push(';');
            }
            text.push(close);
        }
        Kind::Reference(reference) => {
            text.extend([format!("?{}.{}", reference.target, reference.attribute)]);
        }
        Kind::Unknown(unknown) => text.extend([format!("?{}", unknown.why)]),
    }
}

/// A number with ten digits, as `%.10g` writes it.
fn ten_digits(number: &Number) -> String {
    const DIGITS: i32 = 10;
    if let Number::Integer(number @ -9_999_999_999..=9_999_999_999) = number {
        return number.to_string();
    }
    let float: f64 = number.to_string().parse().unwrap_or_default();
    let scientific = format!("{float:.9e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let trimmed = |text: &str| text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if !(-4..DIGITS).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs());
    }
    let places = usize::try_from(DIGITS - 1 - exponent).unwrap_or_default();
    trimmed(&format!("{float:.places$}."))
}

/// Whether a value is known at every depth.
pub(crate) fn is_wholly_known(value: &Value) -> bool {
    value.extent().is_known
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
