//! ARM's functions of values: one row each, in families.

mod arguments;
mod arrays;
mod cidr;
mod comparison;
mod conversions;
mod dates;
mod encoding;
mod format;
mod hashes;
mod json;
mod numbers;
mod objects;
mod sets;
mod text;

use std::{collections::HashMap, sync::LazyLock};

use nexthop_source::Span;

use self::arguments::Arguments;
use super::{operators::is_failure, scope::Run};
use crate::{
    Value,
    evaluate::{are_too_large, caused_by, failed},
};

/// What a call knows besides its arguments.
#[derive(Clone, Copy)]
pub(super) struct CallContext<'a, 't> {
    /// The call.
    pub span: Span,
    pub run: &'a Run<'t>,
}

/// The result of a function; as an error what stands for it: an unknown value
/// because of an argument, or a failure.
type Outcome = Result<Value, Value>;

/// A row of the table.
pub(super) struct Function {
    pub name: &'static str,
    /// The fewest and the most arguments it takes.
    pub arity: (usize, usize),
    run: fn(&Arguments) -> Outcome,
}

const ANY_NUMBER: usize = usize::MAX;

const fn function(
    name: &'static str,
    arity: (usize, usize),
    run: fn(&Arguments) -> Outcome,
) -> Function {
    Function { name, arity, run }
}

/// A function that cannot be computed offline.
const fn unknowable(name: &'static str, arity: (usize, usize)) -> Function {
    Function { name, arity, run: |arguments| Ok(arguments.not_offline()) }
}

pub(super) const FAMILIES: [&[Function]; 13] = [
    arrays::FUNCTIONS,
    cidr::FUNCTIONS,
    comparison::FUNCTIONS,
    conversions::FUNCTIONS,
    dates::FUNCTIONS,
    encoding::FUNCTIONS,
    format::FUNCTIONS,
    hashes::FUNCTIONS,
    json::FUNCTIONS,
    numbers::FUNCTIONS,
    objects::FUNCTIONS,
    sets::FUNCTIONS,
    text::FUNCTIONS,
];

/// The rows by name in lower case.
static TABLE: LazyLock<HashMap<String, &'static Function>> = LazyLock::new(|| {
    let rows = FAMILIES.iter().copied().flatten();
    rows.map(|row| (row.name.to_ascii_lowercase(), row)).collect()
});

/// The result of a call; `None` if there is no function of that name here.
pub(super) fn call(
    name: &str,
    arguments: &[Value],
    context: &CallContext<'_, '_>,
) -> Option<Value> {
    let function = TABLE.get(&name.to_ascii_lowercase())?;
    Some(run(function, arguments, context))
}

fn run(function: &Function, arguments: &[Value], context: &CallContext<'_, '_>) -> Value {
    let (span, name) = (context.span, function.name);
    let (least, most) = function.arity;
    if arguments.len() < least || arguments.len() > most {
        return failed(format!("`{name}` does not take {} arguments", arguments.len()), span);
    }
    if let Some(failure) = arguments.iter().find(|value| is_failure(value)) {
        return caused_by(failure, span);
    }
    if are_too_large(arguments) {
        return failed("the arguments are too large", span);
    }
    let run = context.run;
    let taken_apart = |value: &Value| run.taken_apart(value);
    let arguments = Arguments { name, values: arguments, span, taken_apart: &taken_apart };
    (function.run)(&arguments).unwrap_or_else(|stop| stop)
}
