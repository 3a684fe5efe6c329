//! Terraform's functions: one row each, in families.

mod arguments;
mod collections;
mod conversions;
mod csv;
mod encoding;
pub(super) mod files;
mod format;
mod hashes;
mod json;
mod mappings;
mod network;
mod numbers;
mod provider;
mod regular_expressions;
mod remembered;
mod replacement;
mod sets;
mod strings;
mod time;
mod yaml;

pub(crate) use remembered::Remembered;

use std::{collections::HashMap, sync::LazyLock};

use camino::Utf8Path;
use nexthop_source::Span;

use self::arguments::Arguments;
use crate::{
    FileSystem, Kind, Value, Why,
    evaluate::{are_too_large, caused_by, failed, not_null},
};

/// What a call knows besides its arguments.
#[derive(Clone, Copy)]
pub(crate) struct CallContext<'a> {
    /// The call.
    pub span: Span,
    pub files: &'a dyn FileSystem,
    /// Folders whose files may be read, besides that of the root module.
    pub readable: &'a [&'a Utf8Path],
    /// The folder of the root module, from which relative paths start.
    pub root_folder: &'a Utf8Path,
    pub remembered: &'a Remembered,
}

/// The result of a function; as an error what stands for it: an unknown value
/// because of an argument, or a failure.
type Outcome = Result<Value, Value>;

/// A row of the table.
struct Function {
    name: &'static str,
    /// The fewest and the most arguments it takes.
    arity: (usize, usize),
    /// Its result, known or not, is never null.
    never_null: bool,
    run: fn(&Arguments) -> Outcome,
}

const ANY_NUMBER: usize = usize::MAX;

/// A function that never returns null.
const fn function(
    name: &'static str,
    arity: (usize, usize),
    run: fn(&Arguments) -> Outcome,
) -> Function {
    Function { name, arity, never_null: true, run }
}

/// A function that returns what it was given, which may be null.
const fn nullable(
    name: &'static str,
    arity: (usize, usize),
    run: fn(&Arguments) -> Outcome,
) -> Function {
    Function { name, arity, never_null: false, run }
}

/// A function that cannot be computed offline.
const fn unknowable(name: &'static str, arity: (usize, usize)) -> Function {
    Function { name, arity, never_null: true, run: |arguments| Ok(arguments.not_offline()) }
}

const FAMILIES: [&[Function]; 13] = [
    collections::FUNCTIONS,
    conversions::FUNCTIONS,
    encoding::FUNCTIONS,
    files::FUNCTIONS,
    format::FUNCTIONS,
    hashes::FUNCTIONS,
    mappings::FUNCTIONS,
    network::FUNCTIONS,
    numbers::FUNCTIONS,
    regular_expressions::FUNCTIONS,
    sets::FUNCTIONS,
    strings::FUNCTIONS,
    time::FUNCTIONS,
];

static BY_NAME: LazyLock<HashMap<&str, &Function>> = LazyLock::new(|| {
    let rows = FAMILIES.iter().copied().flatten();
    rows.map(|row| (row.name, row)).collect()
});

/// The result of a call; `None` if there is no function of that name.
///
/// `try`, `can`, `templatefile` and `templatestring` are not here: they need
/// their arguments unevaluated.
pub(crate) fn call(name: &str, arguments: &[Value], context: &CallContext) -> Option<Value> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    if name.starts_with("provider::") {
        return Some(provider::call(name, arguments, context));
    }
    Some(run(BY_NAME.get(name)?, arguments, context))
}

fn run(function: &Function, arguments: &[Value], context: &CallContext) -> Value {
    let span = context.span;
    let (least, most) = function.arity;
    if arguments.len() < least {
        return failed(
            format!("Function \"{}\" expects {least} argument(s).", function.name),
            span,
        );
    }
    if arguments.len() > most {
        return failed(
            format!("Function \"{}\" expects only {most} argument(s).", function.name),
            span,
        );
    }
    if let Some(failure) = arguments.iter().find(|value| is_failure(value)) {
        return caused_by(failure, span);
    }
    if are_too_large(arguments) {
        return failed("The arguments are too large.", span);
    }
    let arguments = Arguments::new(function.name, arguments, context);
    let result = (function.run)(&arguments).unwrap_or_else(|stop| stop);
    if function.never_null { not_null(result) } else { result }
}

fn is_failure(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if matches!(unknown.why, Why::Failed(_)))
}

#[cfg(test)]
pub(crate) mod tests;
