//! Operators where ARM differs from what the languages have in common: nothing is
//! converted, numbers are whole, texts have an order, null is a value.

use std::cmp::Ordering;

use nexthop_source::Span;

use super::expression::BinaryOperator;
use crate::{
    Kind, Number, Value, Why,
    evaluate::{self, caused_by, failed, is_never_null, json},
};

/// `a operator b`
pub(super) fn apply(operator: BinaryOperator, a: &Value, b: &Value, span: Span) -> Value {
    match operator {
        BinaryOperator::Add => arithmetic(a, b, span, Number::plus),
        BinaryOperator::Subtract => arithmetic(a, b, span, Number::minus),
        BinaryOperator::Multiply => arithmetic(a, b, span, Number::times),
        BinaryOperator::Divide => arithmetic(a, b, span, quotient),
        BinaryOperator::Modulo => arithmetic(a, b, span, remainder),
        BinaryOperator::Less => order(a, b, span, Ordering::is_lt),
        BinaryOperator::LessOrEqual => order(a, b, span, Ordering::is_le),
        BinaryOperator::Greater => order(a, b, span, Ordering::is_gt),
        BinaryOperator::GreaterOrEqual => order(a, b, span, Ordering::is_ge),
        BinaryOperator::Equal => evaluate::equal(a, b, span),
        BinaryOperator::NotEqual => evaluate::not_equal(a, b, span),
        BinaryOperator::EqualIgnoringCase => evaluate::equal(&lower_case(a), &lower_case(b), span),
        BinaryOperator::NotEqualIgnoringCase => {
            evaluate::not_equal(&lower_case(a), &lower_case(b), span)
        }
        BinaryOperator::And => logical(a, b, span, evaluate::and),
        BinaryOperator::Or => logical(a, b, span, evaluate::or),
        BinaryOperator::Coalesce => coalesce(a, b, span),
    }
}

fn logical(
    a: &Value,
    b: &Value,
    span: Span,
    operation: fn(&Value, &Value, Span) -> Value,
) -> Value {
    match (truth(a), truth(b)) {
        (Ok(a), Ok(b)) => operation(a, b, span),
        (Err(failure), _) | (_, Err(failure)) => failure,
    }
}

/// `!a`
pub(super) fn not(operand: &Value, span: Span) -> Value {
    truth(operand).map_or_else(|failure| failure, |operand| evaluate::not(operand, span))
}

/// `-a`
pub(super) fn negate(operand: &Value, span: Span) -> Value {
    number(operand).map_or_else(|failure| failure, |operand| evaluate::negate(operand, span))
}

/// `a ?? b`
pub(super) fn coalesce(a: &Value, b: &Value, span: Span) -> Value {
    match &a.kind {
        Kind::Null => b.clone(),
        _ if is_never_null(a) || is_failure(a) => a.clone(),
        _ => {
            let either = caused_by(a, span);
            if is_never_null(b) { evaluate::not_null(either) } else { either }
        }
    }
}

/// A conditional whose condition is not known.
pub(super) fn undecided(
    condition: &Value,
    span: Span,
    branches: impl FnOnce() -> [Value; 2],
) -> Value {
    if condition.is_known() {
        return failed("a condition must be a truth value", condition.span);
    }
    let result = caused_by(condition, span);
    if is_failure(condition) {
        return result;
    }
    let [then, otherwise] = branches();
    if evaluate::equality(&then, &otherwise) == Ok(true) {
        return then;
    }
    let never_null = is_never_null(&then) && is_never_null(&otherwise);
    if never_null { evaluate::not_null(result) } else { result }
}

/// `'a${b}'` and `format('a{0}', b)` without further instructions.
pub(super) fn interpolate(parts: &[Value], span: Span) -> Value {
    let texts: Vec<Value> = parts.iter().map(|part| in_format(part, span)).collect();
    evaluate::join(&texts, span)
}

/// The text that a value has in an interpolation: JSON with single quotation marks.
pub(super) fn in_format(value: &Value, span: Span) -> Value {
    as_json(value, span, |text| {
        let quoted = json::quoted(text).replace("\\\"", "\"").replace('\'', "\\'");
        format!("'{}'", &quoted[1..quoted.len() - 1])
    })
}

/// The text that `string()` makes of a value.
pub(super) fn as_text(value: &Value, span: Span) -> Value {
    as_json(value, span, json::quoted)
}

/// A value as .NET writes it. Where the order of an object's entries is not known the
/// text is not told: `union` guarantees none, and what asks for it is told none.
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array#union>
fn as_json(value: &Value, span: Span, quote: fn(&str) -> String) -> Value {
    let text: std::sync::Arc<str> = match &value.kind {
        Kind::Null => "".into(),
        Kind::Bool(true) => "True".into(),
        Kind::Bool(false) => "False".into(),
        Kind::Number(number) => number.to_string().into(),
        Kind::List(..) | Kind::Object(..) if is_out_of_order(value) => {
            return evaluate::not_null(Value::unknown(Why::Function("string".to_owned()), span));
        }
        Kind::List(..) | Kind::Object(..) => return json::encode(value, span, quote),
        Kind::String(_) | Kind::Reference(_) | Kind::Unknown(_) => return value.clone(),
    };
    Value { via: value.via.clone(), ..Value::string(text, value.span) }
}

fn is_out_of_order(value: &Value) -> bool {
    match &value.kind {
        Kind::List(_, items) => items.iter().any(is_out_of_order),
        Kind::Object(_, entries) => {
            entries.in_order().is_none() || entries.values().any(is_out_of_order)
        }
        _ => false,
    }
}

/// Text as it is; anything else is a failure.
pub(super) fn text(value: &Value, span: Span) -> Value {
    match &value.kind {
        Kind::String(_) | Kind::Reference(_) | Kind::Unknown(_) => value.clone(),
        _ => failed("text is required", span),
    }
}

/// Text in lower case, as far as it is known; anything else as it is.
pub(super) fn lower_case(value: &Value) -> Value {
    evaluate::map_text(value, str::to_lowercase)
}

pub(super) fn is_failure(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if matches!(unknown.why, Why::Failed(_)))
}

fn truth(operand: &Value) -> Result<&Value, Value> {
    match &operand.kind {
        Kind::Bool(_) | Kind::Reference(_) | Kind::Unknown(_) => Ok(operand),
        _ => Err(failed("a truth value is required", operand.span)),
    }
}

fn number(operand: &Value) -> Result<&Value, Value> {
    match &operand.kind {
        Kind::Number(_) | Kind::Reference(_) | Kind::Unknown(_) => Ok(operand),
        _ => Err(failed("a number is required", operand.span)),
    }
}

fn arithmetic(
    a: &Value,
    b: &Value,
    span: Span,
    operation: fn(&Number, &Number) -> Option<Number>,
) -> Value {
    match (number(a), number(b)) {
        (Ok(a), Ok(b)) => evaluate::arithmetic(a, b, span, operation),
        (Err(failure), _) | (_, Err(failure)) => failure,
    }
}

/// The whole part of a quotient.
fn quotient(a: &Number, b: &Number) -> Option<Number> {
    Some(a.divided_by(b)?.truncated())
}

fn remainder(a: &Number, b: &Number) -> Option<Number> {
    if *b == Number::Integer(0) { None } else { a.modulo(b) }
}

/// Numbers by size, texts letter by letter.
fn order(a: &Value, b: &Value, span: Span, holds: fn(Ordering) -> bool) -> Value {
    if let Some(unknown) = evaluate::cause_among([a, b], span) {
        return unknown;
    }
    match (&a.kind, &b.kind) {
        (Kind::Number(a), Kind::Number(b)) => Value::bool(holds(a.cmp(b)), span),
        (Kind::String(a), Kind::String(b)) => Value::bool(holds(a.cmp(b)), span),
        _ => failed("only two numbers or two texts have an order", span),
    }
}
