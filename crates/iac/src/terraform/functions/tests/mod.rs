//! Expressions against what `terraform console` 1.11 answers.

mod collections;
mod numbers;
mod text;

use nexthop_source::Sources;

use crate::{
    Kind, ListKind, ObjectKind, Value, Why,
    terraform::{scope::constant, syntax::parse_expression},
};

/// Each expression has the value that stands beside it.
#[track_caller]
pub(crate) fn check_all(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(rendered(&evaluated(expression)), *expected, "{expression}");
    }
}

fn evaluated(expression: &str) -> Value {
    let file = Sources::default().add("main.tf", expression.to_owned());
    constant(&parse_expression(expression, file).expect("the expression can be parsed"))
}

/// The value as the console prints it, on one line and without the types of nulls;
/// `error` where it refuses the expression.
fn rendered(value: &Value) -> String {
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
            why => format!("unknown: {why}"),
        },
    }
}
