//! When two values are equal, and when that cannot be told yet.

use nexthop_source::Span;

use super::{
    are_too_large, caused_by, failed, is_never_null, is_wholly_known, known_prefix, known_suffix,
};
use crate::{Kind, Unknown, Value, Why};

/// `a == b`
pub(crate) fn equal(a: &Value, b: &Value, span: Span) -> Value {
    comparison(a, b, span, |equal| equal)
}

/// `a != b`
pub(crate) fn not_equal(a: &Value, b: &Value, span: Span) -> Value {
    comparison(a, b, span, |equal| !equal)
}

fn comparison(a: &Value, b: &Value, span: Span, result: fn(bool) -> bool) -> Value {
    if let Some(failure) =
        [a, b].into_iter().find(|value| matches!(value.why(), Some(Why::Failed(_))))
    {
        return caused_by(failure, span);
    }
    if are_too_large([a, b]) {
        return failed("The values are too large.", span);
    }
    match equality(a, b) {
        Ok(equal) => Value::bool(result(equal), span),
        Err(undecided) => super::not_null(caused_by(undecided, span)),
    }
}

/// Whether two values are equal, or the unknown value that leaves it open.
/// Values of different types are not equal; nothing is converted.
pub(crate) fn equality<'a>(a: &'a Value, b: &'a Value) -> Result<bool, &'a Value> {
    match (&a.kind, &b.kind) {
        (Kind::Null, Kind::Null) => Ok(true),
        (Kind::Null, _) if is_never_null(b) => Ok(false),
        (_, Kind::Null) if is_never_null(a) => Ok(false),
        (Kind::Reference(x), Kind::Reference(y)) if x == y => Ok(true),
        (Kind::Unknown(_) | Kind::Reference(_), _) => disjoint_texts(a, b).ok_or(a),
        (_, Kind::Unknown(_) | Kind::Reference(_)) => disjoint_texts(a, b).ok_or(b),
        (Kind::Bool(x), Kind::Bool(y)) => Ok(x == y),
        (Kind::Number(x), Kind::Number(y)) => Ok(x == y),
        (Kind::String(x), Kind::String(y)) => Ok(x == y),
        (Kind::List(_, x), Kind::List(_, y)) if x.is_shared_with(y) && is_wholly_known(a) => {
            Ok(true)
        }
        (Kind::Object(_, x), Kind::Object(_, y)) if x.is_shared_with(y) && is_wholly_known(a) => {
            Ok(true)
        }
        (Kind::List(kind_a, x), Kind::List(kind_b, y)) => {
            if kind_a != kind_b || x.len() != y.len() {
                return Ok(false);
            }
            all_equal(x.iter().zip(y.iter()))
        }
        (Kind::Object(kind_a, x), Kind::Object(kind_b, y)) => {
            if kind_a != kind_b || !x.keys().eq(y.keys()) {
                return Ok(false);
            }
            all_equal(x.values().zip(y.values()))
        }
        _ => Ok(false),
    }
}

fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Result<bool, &'a Value> {
    let mut undecided = None;
    for (a, b) in pairs {
        match equality(a, b) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(cause) => undecided = undecided.or(Some(cause)),
        }
    }
    undecided.map_or(Ok(true), Err)
}

/// `Some(false)` if what is known of two texts already differs.
fn disjoint_texts(a: &Value, b: &Value) -> Option<bool> {
    let (prefix_a, prefix_b) = (known_prefix(a)?, known_prefix(b)?);
    let (suffix_a, suffix_b) = (known_suffix(a)?, known_suffix(b)?);
    let prefixes_agree = prefix_a.starts_with(prefix_b) || prefix_b.starts_with(prefix_a);
    let suffixes_agree = suffix_a.ends_with(suffix_b) || suffix_b.ends_with(suffix_a);
    let too_short = |text: &Value, other_prefix: &str, other_suffix: &str| {
        text.as_str().is_some_and(|text| text.len() < other_prefix.len().max(other_suffix.len()))
    };
    let disjoint = !prefixes_agree
        || !suffixes_agree
        || too_short(a, prefix_b, suffix_b)
        || too_short(b, prefix_a, suffix_a);
    disjoint.then_some(false)
}

/// The same value, wherever it was written.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(kind_a, a), Self::List(kind_b, b)) => kind_a == kind_b && a == b,
            (Self::Object(kind_a, a), Self::Object(kind_b, b)) => kind_a == kind_b && a == b,
            (Self::Reference(a), Self::Reference(b)) => a == b,
            (Self::Unknown(a), Self::Unknown(b)) => a == b,
            _ => false,
        }
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.why == other.why && self.parts == other.parts && self.not_null == other.not_null
    }
}
