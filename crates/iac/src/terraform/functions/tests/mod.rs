//! Expressions against what `terraform console` 1.11 answers.

mod any_arguments;
mod collections;
mod numbers;
mod passing_on;
mod paths;
mod provider;
mod text;
mod unknowns;

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Sources;

use crate::{
    Address, Kind, ListKind, Memory, ObjectKind, Part, Value, Why,
    terraform::{
        repeat::Repetition,
        scope::{Names, NamesKind, Run, Scope, constant},
        syntax::{Expression, parse_expression},
    },
};

/// Each expression has the value that stands beside it.
#[track_caller]
pub(crate) fn check_all(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(rendered(&evaluated(expression)), *expected, "{expression}");
    }
}

pub(crate) fn evaluated(expression: &str) -> Value {
    constant(&parsed(expression))
}

fn parsed(expression: &str) -> Expression {
    let file = Sources::default().add("main.tf", expression.to_owned());
    parse_expression(expression, file).expect("the expression can be parsed")
}

/// The value of an expression in which `id` is the id of a subnet that is not
/// deployed yet, `name` its name, which is known, `ips` a list that a virtual hub will
/// have, and `u` a variable without a value.
fn evaluated_among_unknowns(expression: &str) -> Value {
    let expression = parsed(expression);
    let subnet = |attribute: &str| {
        Value::reference(Address::new("azurerm_subnet.gw"), attribute, expression.span)
    };
    let name = Value::string("GatewaySubnet", expression.span);
    let via = subnet("name").referent().cloned().expect("it is a reference");
    let names = BTreeMap::from([
        (Arc::from("id"), subnet("id")),
        (Arc::from("name"), name.with_via(via)),
        (
            Arc::from("ips"),
            Value::reference(Address::new("azurerm_virtual_hub.hub"), "ips", expression.span),
        ),
        (Arc::from("u"), Value::unknown(Why::InputNotGiven("var.u".to_owned()), expression.span)),
    ]);
    let files = Memory::default();
    let run = Run::new(&files, None);
    let names = Names { kind: NamesKind::Many(&names), outer: None };
    let repetition = &Repetition::Once;
    Scope { run: &run, instance: None, repetition, names: Some(&names) }.evaluate(&expression)
}

/// The value as the console prints it, on one line and without the types of nulls;
/// `error` where it refuses the expression.
pub(crate) fn rendered(value: &Value) -> String {
    let list = |items: &[Value]| {
        format!("[{}]", items.iter().map(rendered).collect::<Vec<_>>().join(", "))
    };
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(ListKind::Tuple, items) => list(items),
        Kind::List(ListKind::List, items) => format!("tolist({})", list(items)),
        Kind::List(ListKind::Set, items) => format!("toset({})", list(items)),
        Kind::Object(kind, entries) => {
            let entry = |(name, value)| format!("{name:?} = {}", rendered(value));
            let entries = entries.iter().map(entry).collect::<Vec<_>>().join(", ");
            match kind {
                ObjectKind::Object => format!("{{{entries}}}"),
                ObjectKind::Map => format!("tomap({{{entries}}})"),
            }
        }
        Kind::Reference(reference) => format!("{}.{}", reference.target, reference.attribute),
        Kind::Unknown(unknown) => match &unknown.why {
            Why::Failed(_) => "error".to_owned(),
            _ if unknown.parts.is_empty() => "unknown".to_owned(),
            _ => format!("\"{}\"", unknown.parts.iter().map(rendered_part).collect::<String>()),
        },
    }
}

fn rendered_part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::Reference(reference) => format!("${{{}.{}}}", reference.target, reference.attribute),
        Part::Unknown => "${?}".to_owned(),
    }
}
