//! Every function with every kind of argument, sensible or not.

use nexthop_source::{Sources, Span};

use super::{evaluated_all, rendered};
use crate::{
    Kind, Value, Why,
    arm::{
        functions::{CallContext, FAMILIES, call},
        scope::Run,
    },
    evaluate::is_wholly_known,
};

const KNOWN: &[&str] = &[
    "null()",
    "true()",
    "0",
    "-1",
    "json('2.5')",
    "json('1e200')",
    "9223372036854775807",
    "''",
    "'10.0.0.0/16'",
    "'fd00::/128'",
    "'{0,-2000}{1:N0}{2:x} {{'",
    "'2024-02-30T99:00:00Z'",
    "'2024-02-29'",
    "'P9999999999Y'",
    "'é😀ß'",
    "'https://a/b/../c'",
    "'{\"a\": [1, null]}'",
    "createArray()",
    "createArray(1, 'é', null())",
    "createArray(createArray(1), createArray(createArray(2)))",
    "createObject()",
    "createObject('a', createArray(1), 'b', createObject('c', null()))",
];

const UNKNOWN: &[&str] = &[
    "parameters('u')",
    "concat('a-', parameters('u'))",
    "createArray(parameters('u'), parameters('n'))",
    "createObject('a', parameters('u'))",
    "resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet')",
    "resourceId('Microsoft.Network/virtualNetworks', 'other')",
    "reference('hub')",
];

/// Functions whose result is unknown although all their arguments are known: they
/// ask the cloud.
const ASKING: &[&str] = &["environment"];

fn values() -> Vec<Value> {
    evaluated_all(&[KNOWN, UNKNOWN].concat())
}

fn check(run: &Run<'_>, span: Span, name: &str, arguments: &[&Value]) {
    let arguments: Vec<Value> = arguments.iter().copied().cloned().collect();
    let result = call(name, &arguments, &CallContext { span, run }).expect("it is in the table");
    let told = match result.why() {
        None | Some(Why::Failed(_) | Why::Function(_)) => true,
        Some(_) => !arguments.iter().all(is_wholly_known) || ASKING.contains(&name),
    };
    let open = arguments.iter().any(|argument| argument.via.is_some());
    let written = || arguments.iter().map(rendered).collect::<Vec<_>>();
    assert!(told || open, "{name} of {:?}", written());
    if let Kind::Unknown(unknown) = &result.kind
        && let Why::Function(function) = &unknown.why
        && arguments.iter().all(|argument| argument.why().is_none())
        && !open
    {
        assert!(function == name || function == "string", "{name} of {:?}", written());
    }
}

#[test]
fn a_function_of_known_arguments_is_known_or_fails() {
    let (values, run) = (values(), Run::default());
    let span = Span::new(Sources::default().add("a", String::new()), 0..0);
    for function in FAMILIES.iter().copied().flatten() {
        check(&run, span, function.name, &[]);
        for first in &values {
            check(&run, span, function.name, &[first]);
            for second in &values {
                check(&run, span, function.name, &[first, second]);
            }
        }
    }
}

#[test]
fn three_arguments_are_no_different() {
    let (mut values, run) = (values(), Run::default());
    let span = Span::new(Sources::default().add("a", String::new()), 0..0);
    values = values.into_iter().step_by(3).collect();
    let functions = FAMILIES.iter().copied().flatten().filter(|function| function.arity.1 >= 3);
    for function in functions {
        for first in &values {
            for second in &values {
                for third in &values {
                    check(&run, span, function.name, &[first, second, third]);
                }
            }
        }
    }
}

#[test]
fn every_name_is_in_the_table_once() {
    let functions = FAMILIES.iter().copied().flatten().map(|function| function.name);
    let special = crate::arm::call::FAMILIES.iter().copied().flatten();
    let special = special.map(|function| function.name).filter(|name| *name != "substring");
    let mut names: Vec<_> = functions.chain(special).map(str::to_lowercase).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
