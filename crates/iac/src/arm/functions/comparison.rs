//! Operators as functions.

use super::{Arguments, Function, Outcome, function};
use crate::arm::{expression::BinaryOperator, operators};

pub(super) const FUNCTIONS: &[Function] = &[
    function("add", (2, 2), |arguments| binary(arguments, BinaryOperator::Add)),
    function("div", (2, 2), |arguments| binary(arguments, BinaryOperator::Divide)),
    function("equals", (2, 2), |arguments| binary(arguments, BinaryOperator::Equal)),
    function("greater", (2, 2), |arguments| binary(arguments, BinaryOperator::Greater)),
    function("greaterOrEquals", (2, 2), |arguments| {
        binary(arguments, BinaryOperator::GreaterOrEqual)
    }),
    function("less", (2, 2), |arguments| binary(arguments, BinaryOperator::Less)),
    function("lessOrEquals", (2, 2), |arguments| binary(arguments, BinaryOperator::LessOrEqual)),
    function("mod", (2, 2), |arguments| binary(arguments, BinaryOperator::Modulo)),
    function("mul", (2, 2), |arguments| binary(arguments, BinaryOperator::Multiply)),
    function("not", (1, 1), |arguments| Ok(operators::not(&arguments.values[0], arguments.span))),
    function("sub", (2, 2), |arguments| binary(arguments, BinaryOperator::Subtract)),
];

#[expect(clippy::unnecessary_wraps, reason = "the rows of the table are of one type")]
fn binary(arguments: &Arguments, operator: BinaryOperator) -> Outcome {
    let (a, b) = (&arguments.values[0], &arguments.values[1]);
    Ok(operators::apply(operator, a, b, arguments.span))
}
