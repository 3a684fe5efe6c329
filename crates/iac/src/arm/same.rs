//! Whether two expressions are the same one, wherever they are written.

use super::expression::{Access, Call, Entry, Expression, ExpressionKind, Item};

/// Whether two expressions of one scope have the same value because they are written
/// alike. What introduces names is not compared.
pub(super) fn same(a: &Expression, b: &Expression) -> bool {
    match (&a.kind, &b.kind) {
        (ExpressionKind::Null, ExpressionKind::Null) => true,
        (ExpressionKind::Bool(a), ExpressionKind::Bool(b)) => a == b,
        (ExpressionKind::Number(a), ExpressionKind::Number(b)) => a == b,
        (ExpressionKind::String(a), ExpressionKind::String(b))
        | (ExpressionKind::Parameter(a), ExpressionKind::Parameter(b))
        | (ExpressionKind::Variable(a), ExpressionKind::Variable(b))
        | (ExpressionKind::Symbol(a), ExpressionKind::Symbol(b))
        | (ExpressionKind::Local(a), ExpressionKind::Local(b)) => a == b,
        (ExpressionKind::Interpolation(a), ExpressionKind::Interpolation(b)) => all(a, b),
        (ExpressionKind::Array(a), ExpressionKind::Array(b)) => {
            let alike = |a: &Item, b: &Item| a.spread == b.spread && same(&a.value, &b.value);
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (ExpressionKind::Object(a), ExpressionKind::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_entry(a, b))
        }
        (ExpressionKind::Call(a), ExpressionKind::Call(b)) => same_call(a, b),
        (ExpressionKind::Access(a, step_a), ExpressionKind::Access(b, step_b)) => {
            same_step(step_a, step_b) && same(a, b)
        }
        (ExpressionKind::Unary(operator_a, a), ExpressionKind::Unary(operator_b, b)) => {
            operator_a == operator_b && same(a, b)
        }
        (ExpressionKind::Binary(operator_a, a), ExpressionKind::Binary(operator_b, b)) => {
            operator_a == operator_b && all(&**a, &**b)
        }
        (ExpressionKind::Conditional(a), ExpressionKind::Conditional(b)) => all(&**a, &**b),
        _ => false,
    }
}

fn all(a: &[Expression], b: &[Expression]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn same_entry(a: &Entry, b: &Entry) -> bool {
    match (a, b) {
        (
            Entry::Property { key: key_a, value: value_a },
            Entry::Property { key: key_b, value: value_b },
        ) => same(key_a, key_b) && same(value_a, value_b),
        (Entry::Spread(a), Entry::Spread(b)) => same(a, b),
        _ => false,
    }
}

/// Functions that give another result each time are only allowed in defaults of
/// parameters, which are evaluated once.
fn same_call(a: &Call, b: &Call) -> bool {
    a.namespace == b.namespace
        && a.name.eq_ignore_ascii_case(&b.name)
        && all(&a.arguments, &b.arguments)
}

fn same_step(a: &Access, b: &Access) -> bool {
    match (a, b) {
        (
            Access::Property { name: a, safe: safe_a },
            Access::Property { name: b, safe: safe_b },
        ) => a == b && safe_a == safe_b,
        (
            Access::Index { index: a, safe: safe_a, from_end: end_a },
            Access::Index { index: b, safe: safe_b, from_end: end_b },
        ) => safe_a == safe_b && end_a == end_b && same(a, b),
        _ => false,
    }
}
