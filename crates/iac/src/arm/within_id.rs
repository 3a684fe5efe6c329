//! `substring(id, lastIndexOf(id, '/') + 1)`: the piece of a text behind a separator,
//! which may be known although where it begins is not.

use nexthop_source::Span;

use super::{
    call::Special,
    expression::{BinaryOperator, Call, Expression, ExpressionKind},
    functions::{self, CallContext},
    identity,
    same::same,
    scope::Scope,
};
use crate::{Number, Value, evaluate::failed};

pub(super) const FUNCTIONS: &[Special] =
    &[Special { name: "substring", arity: (1, 3), run: substring }];

fn substring(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values: Vec<Value> = arguments.iter().map(|argument| scope.evaluate(argument)).collect();
    if let [text, start, rest @ ..] = arguments
        && let Some(separator) = behind_last(text, start)
        && rest.first().is_none_or(|length| is_rest(text, start, length))
    {
        let separator = scope.evaluate(separator);
        let text = scope.run.taken_apart(&values[0]);
        let pieces = separator.as_str().filter(|_| !text.is_known());
        let last = pieces.and_then(|separator| identity::split(&text, separator, span)?.pop());
        if let Some(last) = last {
            return last;
        }
    }
    let context = CallContext { span, run: scope.run };
    functions::call("substring", &values, &context)
        .unwrap_or_else(|| failed("`substring` is not known", span))
}

/// The separator, if `start` is the position behind the last one in `text`.
fn behind_last<'e>(text: &Expression, start: &'e Expression) -> Option<&'e Expression> {
    let [found, one] = operands(start, BinaryOperator::Add, "add")?;
    let is_one = matches!(&one.kind, ExpressionKind::Number(Number::Integer(1)));
    let ExpressionKind::Call(Call { name, arguments, .. }) = &found.kind else { return None };
    let [searched, separator] = &arguments[..] else { return None };
    let fits = is_one && name.eq_ignore_ascii_case("lastIndexOf") && same(searched, text);
    fits.then_some(separator)
}

/// Whether `length` is all that is left of `text` from `start` on.
fn is_rest(text: &Expression, start: &Expression, length: &Expression) -> bool {
    let Some([whole, before]) = operands(length, BinaryOperator::Subtract, "sub") else {
        return false;
    };
    let ExpressionKind::Call(Call { name, arguments, .. }) = &whole.kind else { return false };
    let measured = matches!(&arguments[..], [measured] if same(measured, text));
    name.eq_ignore_ascii_case("length") && measured && same(before, start)
}

/// The operands of an operator, written as such or as a call.
fn operands<'e>(
    expression: &'e Expression,
    operator: BinaryOperator,
    function: &str,
) -> Option<[&'e Expression; 2]> {
    match &expression.kind {
        ExpressionKind::Binary(own, operands) if *own == operator => {
            let [a, b] = &**operands;
            Some([a, b])
        }
        ExpressionKind::Call(call) if call.name.eq_ignore_ascii_case(function) => {
            match &call.arguments[..] {
                [a, b] => Some([a, b]),
                _ => None,
            }
        }
        _ => None,
    }
}
