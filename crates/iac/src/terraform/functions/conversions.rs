//! `tostring`, `tolist` and what else only changes the type.

use super::{Arguments, Function, Outcome, arguments::is_never_empty, nullable, unknowable};
use crate::{
    Kind, Value,
    evaluate::{Type, caused_by, convert, failure},
};

pub(super) const FUNCTIONS: &[Function] = &[
    nullable("ephemeralasnull", (1, 1), same),
    // Nothing is tracked of what is sensitive.
    unknowable("issensitive", (1, 1)),
    nullable("nonsensitive", (1, 1), same),
    nullable("sensitive", (1, 1), same),
    nullable("tobool", (1, 1), tobool),
    nullable("tolist", (1, 1), tolist),
    nullable("tomap", (1, 1), tomap),
    nullable("tonumber", (1, 1), tonumber),
    nullable("toset", (1, 1), toset),
    nullable("tostring", (1, 1), tostring),
];

fn same(arguments: &Arguments) -> Outcome {
    arguments.given(0).cloned().ok_or_else(|| arguments.not_offline())
}

fn tobool(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::Bool)
}

fn tonumber(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::Number)
}

fn tostring(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::String)
}

fn tolist(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::List(Box::new(Type::Any)))
}

fn toset(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::Set(Box::new(Type::Any)))
}

fn tomap(arguments: &Arguments) -> Outcome {
    converted(arguments, &Type::Map(Box::new(Type::Any)))
}

fn converted(arguments: &Arguments, wanted: &Type) -> Outcome {
    let value = same(arguments)?;
    let needs_parsing = matches!(wanted, Type::Number | Type::Bool);
    if needs_parsing && matches!(value.kind, Kind::Reference(_)) && is_never_empty(&value) {
        return Err(caused_by(&value, arguments.span));
    }
    let result = convert(&value, wanted);
    if failure(&result).is_none() || failure(&value).is_some() {
        return Ok(result);
    }
    Err(arguments.fail(format!("cannot convert {} to {wanted}", described(&value))))
}

fn described(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => format!("{text:?}"),
        Kind::Bool(_) => "bool".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::List(..) => "list".to_owned(),
        Kind::Object(..) => "object".to_owned(),
        Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => "unknown".to_owned(),
    }
}
