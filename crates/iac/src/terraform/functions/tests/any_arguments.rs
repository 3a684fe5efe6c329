//! Every function with every kind of argument, sensible or not.

use camino::Utf8Path;

use super::{evaluated_among_unknowns, rendered};
use crate::{
    Kind, Memory, Value, Why,
    evaluate::{Type, conditional, convert, equal, is_wholly_known},
    terraform::functions::{CallContext, FAMILIES, Remembered, call},
};

const KNOWN: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "2.5",
    "1e200",
    "\"\"",
    "\"10.0.0.0/16\"",
    "\"fd00::/128\"",
    "\"%s %[9]d %2000d %é\"",
    "\"(é[\\\\d-\"",
    "\"2024-02-30T99:00:00Z\"",
    "\"é\\U0001F600\"",
    "\"9999999999999999999h\"",
    "[]",
    "[1, \"é\", null]",
    "tolist([\"b\", \"a\"])",
    "toset([3, 1, 2])",
    "[[1], [[2]]]",
    "{}",
    "{ a = [1], b = { c = null } }",
    "tomap({ a = \"x\" })",
];

const UNKNOWN: &[&str] = &["id", "u", "\"a-${u}\"", "[u, id]", "{ a = u }", "toset([u, 1])"];

/// Functions whose result is unknown whatever they are given, or in these cases.
const NOT_OFFLINE: &[&str] =
    &["abspath", "file", "pathexpand", "textdecodebase64", "textencodebase64"];

fn called(name: &str, arguments: &[Value]) -> Value {
    let (files, remembered) = (Memory::default(), Remembered::default());
    let context = CallContext {
        span: crate::terraform::testing::written(),
        files: &files,
        readable: &[],
        root_folder: Utf8Path::new("root"),
        remembered: &remembered,
    };
    call(name, arguments, &context).expect("it is in the table")
}

#[track_caller]
fn check(name: &str, arguments: &[&Value]) {
    let arguments: Vec<Value> = arguments.iter().copied().cloned().collect();
    let result = called(name, &arguments);
    let told = match result.why() {
        None | Some(Why::Failed(_) | Why::Function(_)) => true,
        Some(Why::Outside(_)) => name.starts_with("file") || NOT_OFFLINE.contains(&name),
        Some(_) => !arguments.iter().all(is_wholly_known),
    };
    assert!(told, "{name} of {:?}", arguments.iter().map(rendered).collect::<Vec<_>>());
    if let Kind::Unknown(unknown) = &result.kind
        && let Why::Function(function) = &unknown.why
    {
        assert_eq!(function, name);
    }
}

fn values(texts: &[&[&str]]) -> Vec<Value> {
    texts.iter().copied().flatten().map(|text| evaluated_among_unknowns(text)).collect()
}

#[test]
fn a_function_of_known_arguments_is_known_or_fails() {
    let values = values(&[KNOWN, UNKNOWN]);
    for function in FAMILIES.iter().copied().flatten() {
        check(function.name, &[]);
        for first in &values {
            check(function.name, &[first]);
            for second in &values {
                check(function.name, &[first, second]);
            }
        }
    }
}

#[test]
fn three_arguments_are_no_different() {
    let values = values(&[&KNOWN[4..13], &UNKNOWN[1..4]]);
    let functions = FAMILIES.iter().copied().flatten().filter(|function| function.arity.1 >= 3);
    for function in functions {
        for first in &values {
            for second in &values {
                for third in &values {
                    check(function.name, &[first, second, third]);
                }
            }
        }
    }
}

#[test]
fn a_value_that_is_small_only_by_sharing_is_refused() {
    let span = crate::terraform::testing::written();
    let doubled = |value: Value, _| Value::tuple(vec![value.clone(), value], span);
    let huge = (0..60).fold(Value::integer(1, span), doubled);
    for name in ["flatten", "jsonencode", "length", "tolist", "toset"] {
        let result = called(name, std::slice::from_ref(&huge));
        assert_eq!(rendered(&result), "error", "{name}");
    }
    assert_eq!(rendered(&equal(&huge, &huge, span)), "error");
    let truth = Value::bool(true, span);
    assert_eq!(rendered(&conditional(&truth, &huge, &huge, span)), "error");
    let any_list = Type::List(Box::new(Type::Any));
    assert_eq!(rendered(&convert(&huge, &any_list)), "error");
}

#[test]
fn text_does_not_grow_without_end() {
    let rows = [
        "replace(join(\"\", [for i in range(1000) : \"aaaaaaaaaa\"]), \"a\", join(\"\", [for i in range(1000) : \"aaaaaaaaaa\"]))",
        "replace(join(\"\", [for i in range(1000) : \"aaaaaaaaaa\"]), \"/(a+)/\", join(\"\", [for i in range(1000) : \"$1$1\"]))",
        "join(join(\"\", [for i in range(1000) : \"aaaaaaaaaa\"]), range(1000))",
        "indent(1000, join(\"\", [for i in range(1000) : \"\\n\\n\\n\\n\\n\\n\\n\"]))",
    ];
    for expression in rows {
        assert_eq!(rendered(&evaluated_among_unknowns(expression)), "error", "{expression}");
    }
}

#[test]
fn every_name_is_in_the_table_once() {
    let mut names: Vec<_> =
        FAMILIES.iter().copied().flatten().map(|function| function.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
