//! `value.name`, `value[index]` and their safe forms.
//!
//! What is written of a resource is an object that has more properties than are
//! written. It is told from other objects by its [`Value::via`]: a property that it
//! lacks is a reference, not a mistake.

use nexthop_source::Span;

use super::{
    expression::{Access, Expression, ExpressionKind},
    operators::is_failure,
    scope::Scope,
};
use crate::{
    Kind, Value,
    evaluate::{caused_by, extended, failed, with_step},
};

/// A step and the expression that ends with it.
pub(super) type Step<'e> = (&'e Access, Span);

impl Scope<'_, '_> {
    /// The value at the end of a chain of accesses.
    pub(super) fn access(&self, expression: &Expression) -> Value {
        self.access_then(expression, &[])
    }

    /// The id of what an expression stands for: of a resource, of a scope, or the
    /// text itself.
    pub(super) fn id_of(&self, expression: &Expression) -> Value {
        let mut base = expression;
        while let ExpressionKind::Access(inner, _) = &base.kind {
            base = inner;
        }
        let id = Access::Property { name: "id".into(), safe: false };
        if let ExpressionKind::Symbol(_) = base.kind {
            return self.access_then(expression, &[(&id, expression.span)]);
        }
        let value = self.evaluate(expression);
        if value.as_object().is_some() { property(&value, "id", value.span) } else { value }
    }

    fn access_then(&self, expression: &Expression, more: &[Step<'_>]) -> Value {
        let mut steps: Vec<Step<'_>> = Vec::new();
        let mut base = expression;
        while let ExpressionKind::Access(inner, access) = &base.kind {
            steps.push((access, base.span));
            base = inner;
        }
        steps.reverse();
        steps.extend(more);
        let (value, used) = match &base.kind {
            ExpressionKind::Symbol(name) => self.symbol(name, &steps, base.span),
            ExpressionKind::Call(call) if call.name.eq_ignore_ascii_case("reference") => {
                self.reference(&call.arguments, &steps, base.span)
            }
            ExpressionKind::Call(call) if call.name.eq_ignore_ascii_case("resourceInfo") => {
                self.resource_info(&call.arguments, &steps, base.span)
            }
            _ => (self.evaluate(base), 0),
        };
        self.follow(value, &steps[used..])
    }

    /// Where a safe step finds nothing the steps behind it are not taken; they too
    /// may find nothing.
    fn follow(&self, value: Value, steps: &[Step<'_>]) -> Value {
        let mut value = value;
        let mut safe = false;
        for (access, span) in steps {
            let (found, own) = match access {
                Access::Property { name, safe } => (find_property(&value, name, *span), *safe),
                Access::Index { index, safe, from_end } => {
                    (at(&value, &self.evaluate(index), *from_end, *span), *safe)
                }
            };
            safe |= own;
            value = match found {
                Ok(found) => found,
                Err(_) if safe => return Value::null(*span),
                Err(missing) => missing,
            };
            if safe && value.is_null() {
                return value;
            }
        }
        value
    }
}

/// `value.name`
pub(super) fn property(value: &Value, name: &str, span: Span) -> Value {
    find_property(value, name, span).unwrap_or_else(|missing| missing)
}

/// `value[key]`, or `value[^key]`; an error is what stands for it where there is no
/// such element.
pub(super) fn at(value: &Value, key: &Value, from_end: bool, span: Span) -> Result<Value, Value> {
    if is_failure(value) || is_failure(key) {
        return Ok(caused_by(if is_failure(value) { value } else { key }, span));
    }
    match (&value.kind, &key.kind) {
        (_, Kind::String(name)) => find_property(value, name, span),
        (Kind::List(_, items), Kind::Number(number)) => {
            let position = number.to_usize().and_then(|position| {
                if from_end { items.len().checked_sub(position) } else { Some(position) }
            });
            let found = position.and_then(|position| Some((position, items.get(position)?)));
            match found {
                Some((position, item)) => Ok(with_step(item, value, format_args!("[{position}]"))),
                None => Err(failed(
                    format!("there is no element {number} in an array of {}", items.len()),
                    span,
                )),
            }
        }
        (Kind::Reference(reference), Kind::Number(number)) if !from_end => {
            Ok(extended(reference, &format!("[{number}]"), span))
        }
        (Kind::Null, _) => Err(failed("null has no elements", span)),
        (Kind::Reference(_) | Kind::Unknown(_), _) => Ok(caused_by(value, span)),
        (_, Kind::Reference(_) | Kind::Unknown(_)) => Ok(caused_by(key, span)),
        _ => Err(failed("this value has no such element", span)),
    }
}

/// A property; an error is what stands for it where there is none.
fn find_property(value: &Value, name: &str, span: Span) -> Result<Value, Value> {
    match &value.kind {
        Kind::Object(..) => match (entry(value, name), &value.via) {
            (Some((name, item)), _) => Ok(with_step(item, value, format_args!(".{name}"))),
            (None, Some(via)) => Ok(extended(via, &format!(".{name}"), span)),
            (None, None) => Err(failed(format!("there is no property `{name}` here"), span)),
        },
        Kind::Reference(reference) => Ok(extended(reference, &format!(".{name}"), span)),
        Kind::Unknown(_) => Ok(caused_by(value, span)),
        Kind::Null => Err(failed(format!("null has no property `{name}`"), span)),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::List(..) => {
            Err(failed(format!("this value has no property `{name}`"), span))
        }
    }
}

/// An entry of an object by name; its case does not matter unless two differ in it.
pub(super) fn entry<'v>(object: &'v Value, name: &str) -> Option<(&'v str, &'v Value)> {
    let entries = object.as_object()?;
    if let Some((name, item)) = entries.get_key_value(name) {
        return Some((name, item));
    }
    let found = entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(name, item)| (&**name, item))
}
