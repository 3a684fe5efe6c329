//! `tostring`, `tolist` and what else only changes the type.

use super::{
    ANY_NUMBER, Arguments, Function, Outcome, arguments::is_never_empty, function, nullable,
    unknowable,
};
use crate::{
    Kind, ListKind, ObjectKind, Value,
    evaluate::{Type, caused_by, convert, failure, unify},
};

pub(super) const FUNCTIONS: &[Function] = &[
    nullable("ephemeralasnull", (1, 1), same),
    // Those that Terraform had until 0.14.
    function("list", (0, ANY_NUMBER), list),
    function("map", (0, ANY_NUMBER), map),
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

fn list(arguments: &Arguments) -> Outcome {
    unify(arguments.values)
        .map(|items| arguments.list_of(ListKind::List, items))
        .ok_or_else(|| arguments.fail("all list elements must have the same type"))
}

fn map(arguments: &Arguments) -> Outcome {
    let (pairs, []) = arguments.values.as_chunks::<2>() else {
        return Err(arguments.fail("an even number of arguments is required"));
    };
    let names = pairs.iter().map(|[name, _]| arguments.as_text(name));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let values: Vec<Value> = pairs.iter().map(|[_, value]| value.clone()).collect();
    let values =
        unify(&values).ok_or_else(|| arguments.fail("all map elements must have the same type"))?;
    let entries = names.into_iter().zip(values).collect();
    Ok(Value::new(Kind::Object(ObjectKind::Map, entries), arguments.span))
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
