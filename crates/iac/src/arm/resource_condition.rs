//! The condition on which a resource is there, as far as it is a truth value or its
//! opposite: `if (!deploy)`, or compares one with a literal: `if (kind == 'vpn')`.

use super::expression::{BinaryOperator, Call, Expression, ExpressionKind, UnaryOperator};
use crate::Why;

/// Why it cannot be told whether the resource is there, `why` being the cause that leaves
/// the condition open.
pub(super) fn of(condition: &Expression, why: Why) -> Why {
    tested(condition, true, why)
}

fn tested(condition: &Expression, holds: bool, why: Why) -> Why {
    let called = |call: &Call, name: &str| call.name.eq_ignore_ascii_case(name);
    match &condition.kind {
        ExpressionKind::Unary(UnaryOperator::Not, inner) => tested(inner, !holds, why),
        ExpressionKind::Call(call) if called(call, "not") => match call.arguments.as_slice() {
            [inner] => tested(inner, !holds, why),
            _ => why,
        },
        ExpressionKind::Call(call) if called(call, "equals") => match call.arguments.as_slice() {
            [one, other] => compared([one, other], holds, why),
            _ => why,
        },
        ExpressionKind::Binary(BinaryOperator::Equal, sides) => {
            compared([&sides[0], &sides[1]], holds, why)
        }
        ExpressionKind::Binary(BinaryOperator::NotEqual, sides) => {
            compared([&sides[0], &sides[1]], !holds, why)
        }
        _ if holds => why,
        ExpressionKind::Parameter(_) | ExpressionKind::Variable(_) => {
            Why::Test { why: Box::new(why), text: String::new(), holds }
        }
        _ => why,
    }
}

fn compared(sides: [&Expression; 2], holds: bool, why: Why) -> Why {
    let [Some(one), Some(other)] = sides.map(spelled) else { return why };
    Why::Test { why: Box::new(why), text: format!("{one} == {other}"), holds }
}

/// A name or a literal as text.
fn spelled(expression: &Expression) -> Option<String> {
    Some(match &expression.kind {
        ExpressionKind::Bool(truth) => truth.to_string(),
        ExpressionKind::Number(number) => number.to_string(),
        ExpressionKind::String(text) => format!("{text:?}"),
        ExpressionKind::Parameter(name) | ExpressionKind::Variable(name) => name.to_string(),
        _ => return None,
    })
}
