//! Arithmetic, comparison and logic.

use nexthop_source::Span;

use super::{
    are_too_large, caused_by, convert, equality, failed, is_never_null, not_null, to_bool,
    to_number, unification::are_of_one_type, unify_types_of,
};
use crate::{Kind, Number, Value, Why};

/// `a + b`
pub(crate) fn add(a: &Value, b: &Value, span: Span) -> Value {
    arithmetic(a, b, span, Number::plus)
}

/// `a - b`
pub(crate) fn subtract(a: &Value, b: &Value, span: Span) -> Value {
    arithmetic(a, b, span, Number::minus)
}

/// `a * b`
pub(crate) fn multiply(a: &Value, b: &Value, span: Span) -> Value {
    arithmetic(a, b, span, Number::times)
}

/// `a / b`
pub(crate) fn divide(a: &Value, b: &Value, span: Span) -> Value {
    arithmetic(a, b, span, Number::divided_by)
}

/// `a % b`
pub(crate) fn modulo(a: &Value, b: &Value, span: Span) -> Value {
    arithmetic(a, b, span, Number::modulo)
}

/// `a < b`
pub(crate) fn less(a: &Value, b: &Value, span: Span) -> Value {
    order(a, b, span, |a, b| a < b)
}

/// `a <= b`
pub(crate) fn less_or_equal(a: &Value, b: &Value, span: Span) -> Value {
    order(a, b, span, |a, b| a <= b)
}

/// `a > b`
pub(crate) fn greater(a: &Value, b: &Value, span: Span) -> Value {
    order(a, b, span, |a, b| a > b)
}

/// `a >= b`
pub(crate) fn greater_or_equal(a: &Value, b: &Value, span: Span) -> Value {
    order(a, b, span, |a, b| a >= b)
}

/// `-a`
pub(crate) fn negate(operand: &Value, span: Span) -> Value {
    match numbers([operand], span) {
        Ok([number]) => Value::new(Kind::Number(number.negated()), span),
        Err(value) => value,
    }
}

/// `!a`
pub(crate) fn not(operand: &Value, span: Span) -> Value {
    match truth(operand, span) {
        Ok(value) => Value::bool(!value, span),
        Err(value) => value,
    }
}

/// `a && b`. As in Terraform 1.12 and later a false left side decides alone, and
/// a false right side decides whatever is unknown on the left.
pub(crate) fn and(a: &Value, b: &Value, span: Span) -> Value {
    connective(a, b, span, false)
}

/// `a || b`, decided by one true side as [`and`] is by a false one.
pub(crate) fn or(a: &Value, b: &Value, span: Span) -> Value {
    connective(a, b, span, true)
}

/// `condition ? then : otherwise`. Both branches are converted to one type.
pub(crate) fn conditional(condition: &Value, then: &Value, otherwise: &Value, span: Span) -> Value {
    let truth = match truth(condition, span) {
        _ if condition.is_null() => {
            return failed(
                "The condition value is null. Conditions must either be true or false.",
                span,
            );
        }
        Ok(truth) => truth,
        Err(unknown) => return undecided(unknown, then, otherwise),
    };
    let (chosen, other) = if truth { (then, otherwise) } else { (otherwise, then) };
    if chosen.is_null() || other.is_null() {
        return chosen.clone();
    }
    if are_too_large([then, otherwise]) {
        return failed("The values are too large.", span);
    }
    if are_of_one_type(chosen, other) {
        return chosen.clone();
    }
    match unify_types_of([then, otherwise]) {
        Some(common) => convert(chosen, &common),
        None => failed("The true and false result expressions must have consistent types.", span),
    }
}

/// A conditional between `then` and `otherwise` on an unknown condition.
fn undecided(condition: Value, then: &Value, otherwise: &Value) -> Value {
    let failed = matches!(condition.why(), Some(Why::Failed(_)));
    if !failed && equality(then, otherwise) == Ok(true) {
        return then.clone();
    }
    let mut result = condition;
    if let Kind::Unknown(unknown) = &mut result.kind {
        std::sync::Arc::make_mut(unknown).not_null =
            is_never_null(then) && is_never_null(otherwise);
    }
    result
}

fn connective(a: &Value, b: &Value, span: Span, decisive: bool) -> Value {
    let decided = |side: &Result<bool, Value>| match side {
        Ok(truth) => *truth == decisive,
        Err(unknown) => matches!(unknown.why(), Some(Why::Failed(_))),
    };
    let left = truth(a, span);
    let both = if decided(&left) {
        left
    } else {
        let right = truth(b, span);
        if decided(&right) { right } else { left.and(right) }
    };
    both.map_or_else(|unknown| unknown, |truth| Value::bool(truth, span))
}

/// `a operation b` on numbers; the operation has no result if it is too large, or
/// divides by zero.
pub(crate) fn arithmetic(
    a: &Value,
    b: &Value,
    span: Span,
    operation: fn(&Number, &Number) -> Option<Number>,
) -> Value {
    match numbers([a, b], span) {
        Ok([x, y]) => match operation(&x, &y) {
            Some(result) => Value::new(Kind::Number(result), span),
            None if y == Number::Integer(0) => failed("Division by zero", span),
            None => failed("The result is too large", span),
        },
        Err(value) => value,
    }
}

fn order(a: &Value, b: &Value, span: Span, holds: fn(&Number, &Number) -> bool) -> Value {
    match numbers([a, b], span) {
        Ok([x, y]) => Value::bool(holds(&x, &y), span),
        Err(value) => value,
    }
}

/// The operands as numbers, or what the operation is without them.
fn numbers<const N: usize>(operands: [&Value; N], span: Span) -> Result<[Number; N], Value> {
    let converted = operands.map(to_number);
    let failure = converted.iter().find(|value| matches!(value.why(), Some(Why::Failed(_))));
    if failure.is_none() && converted.iter().any(Value::is_null) {
        return Err(failed("Unsuitable value for operand: argument must not be null.", span));
    }
    let mut numbers = [const { Number::Integer(0) }; N];
    for (number, value) in numbers.iter_mut().zip(&converted) {
        match &value.kind {
            Kind::Number(known) => *number = known.clone(),
            _ => return Err(not_null(caused_by(failure.unwrap_or(value), span))),
        }
    }
    Ok(numbers)
}

fn truth(operand: &Value, span: Span) -> Result<bool, Value> {
    let converted = to_bool(operand);
    match converted.kind {
        Kind::Bool(value) => Ok(value),
        Kind::Null => Err(failed("Unsuitable value for operand: argument must not be null.", span)),
        _ => Err(not_null(caused_by(&converted, span))),
    }
}
