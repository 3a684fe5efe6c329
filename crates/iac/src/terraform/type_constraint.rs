//! Type expressions of variables: `map(object({ name = optional(string, "x") }))`.

use std::{collections::BTreeMap, sync::Arc};

use super::syntax::{Call, Expression, ExpressionKind, ObjectKey, UnaryOperator};
use crate::{
    Value,
    evaluate::{AttributeType, Type, convert, failed, negate},
};

/// The type that an expression stands for; as an error what is wrong with it.
pub(crate) fn parse(expression: &Expression) -> Result<Type, String> {
    match &expression.kind {
        ExpressionKind::Variable(name) => named(&name.text),
        // Terraform 0.11 wrote types as text.
        ExpressionKind::String(name) => named(name),
        ExpressionKind::Parenthesis(inner) => parse(inner),
        ExpressionKind::Call(call) => constructed(call),
        _ => Err("A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).".to_owned()),
    }
}

fn named(name: &str) -> Result<Type, String> {
    match name {
        "any" => Ok(Type::Any),
        "string" => Ok(Type::String),
        "number" => Ok(Type::Number),
        "bool" => Ok(Type::Bool),
        "list" => Ok(Type::List(Box::new(Type::Any))),
        "set" => Ok(Type::Set(Box::new(Type::Any))),
        "map" => Ok(Type::Map(Box::new(Type::Any))),
        _ => Err(format!("The keyword \"{name}\" is not a valid type specification.")),
    }
}

fn constructed(call: &Call) -> Result<Type, String> {
    let name = call.name.text.as_ref();
    let [argument] = call.arguments.as_slice() else {
        return Err(format!("The {name} type constructor requires one argument."));
    };
    let element = || parse(argument).map(Box::new);
    match (name, &argument.kind) {
        ("list", _) => Ok(Type::List(element()?)),
        ("set", _) => Ok(Type::Set(element()?)),
        ("map", _) => Ok(Type::Map(element()?)),
        ("object", ExpressionKind::Object(items)) => object(items),
        ("tuple", ExpressionKind::Tuple(items)) => {
            items.iter().map(parse).collect::<Result<_, _>>().map(Type::Tuple)
        }
        ("optional", _) => {
            Err("Keyword \"optional\" is valid only as a modifier for object type attributes.".to_owned())
        }
        ("object", _) => Err("Object type constructor requires a map whose keys are attribute names and whose values are attribute types.".to_owned()),
        ("tuple", _) => Err("Tuple type constructor requires a list of element types.".to_owned()),
        _ => Err(format!("Keyword \"{name}\" is not a valid type constructor.")),
    }
}

fn object(items: &[(ObjectKey, Expression)]) -> Result<Type, String> {
    let mut attributes = BTreeMap::new();
    for (key, value) in items {
        attributes.insert(attribute_name(key)?, attribute(value)?);
    }
    Ok(Type::Object(attributes))
}

fn attribute_name(key: &ObjectKey) -> Result<Arc<str>, String> {
    match key {
        ObjectKey::Name(name) => Ok(Arc::clone(&name.text)),
        ObjectKey::Expression(key) => match &key.kind {
            ExpressionKind::String(text) => Ok(Arc::clone(text)),
            _ => Err("Object constructor map keys must be attribute names.".to_owned()),
        },
    }
}

fn attribute(expression: &Expression) -> Result<AttributeType, String> {
    match &expression.kind {
        ExpressionKind::Call(call) if call.name.text.as_ref() == "optional" => {
            let (value, default) =
                match call.arguments.as_slice() {
                    [value] => (value, None),
                    [value, default] => (value, Some(literal(default))),
                    _ => return Err(
                        "Optional attribute modifier requires the attribute type as its argument."
                            .to_owned(),
                    ),
                };
            let value = parse(value)?;
            let default = default.filter(|default| !default.is_null());
            let default = default.map(|default| convert(&default, &value));
            Ok(AttributeType { value, optional: true, default })
        }
        _ => Ok(AttributeType { value: parse(expression)?, optional: false, default: None }),
    }
}

/// The value of a default: nothing can be referred to and no function called there.
fn literal(expression: &Expression) -> Value {
    let span = expression.span;
    match &expression.kind {
        ExpressionKind::Null => Value::null(span),
        ExpressionKind::Bool(value) => Value::bool(*value, span),
        ExpressionKind::Number(value) => Value::new(crate::Kind::Number(value.clone()), span),
        ExpressionKind::String(text) => Value::string(Arc::clone(text), span),
        ExpressionKind::Tuple(items) => Value::tuple(items.iter().map(literal).collect(), span),
        ExpressionKind::Object(items) => {
            let entries = items
                .iter()
                .filter_map(|(key, value)| Some((attribute_name(key).ok()?, literal(value))))
                .collect();
            Value::object(entries, span)
        }
        ExpressionKind::Parenthesis(inner) => literal(inner),
        ExpressionKind::Unary(UnaryOperator::Negate, operand) => negate(&literal(operand), span),
        _ => failed("Default value must be a constant.", span),
    }
}

#[cfg(test)]
mod tests;
