//! Functions of numbers.

use super::{ANY_NUMBER, Arguments, Function, Outcome, function};
use crate::{Kind, Number, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    function("max", (1, ANY_NUMBER), |arguments| outermost(arguments, |new, old| new > old)),
    function("min", (1, ANY_NUMBER), |arguments| outermost(arguments, |new, old| new < old)),
];

/// The number that is further out than all others: of the arguments, or of an array.
fn outermost(arguments: &Arguments, further: fn(&Number, &Number) -> bool) -> Outcome {
    let values = match arguments.values {
        [Value { kind: Kind::List(_, items), .. }] => items.as_slice(),
        values => values,
    };
    let mut found: Option<&Number> = None;
    for value in values {
        match &value.kind {
            Kind::Number(number) if found.is_none_or(|found| further(number, found)) => {
                found = Some(number);
            }
            Kind::Number(_) => {}
            _ if !value.is_known() => return Err(arguments.because_of(value)),
            _ => return Err(arguments.fail("numbers are required")),
        }
    }
    let found = found.ok_or_else(|| arguments.fail("a number is required"))?;
    Ok(Value::new(Kind::Number(found.clone()), arguments.span))
}
