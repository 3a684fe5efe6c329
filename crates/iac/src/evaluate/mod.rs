//! Operators and conversions, shared by the languages.
//!
//! Nothing here fails: what a language's rules reject is an unknown value whose
//! cause is [`Why::Failed`], and every operation on an unknown value hands the
//! first cause on. A failure among the operands comes before any other cause.

mod access;
mod conversion;
mod equality;
pub(crate) mod json;
mod limits;
mod memo;
mod operators;
mod set;
mod template;
mod unification;

use std::sync::Arc;

use nexthop_source::Span;

pub(crate) use access::{attribute, extended, index, items_of, with_step};
pub(crate) use conversion::{AttributeType, Type, convert, to_bool, to_number, to_string};
pub(crate) use equality::{equal, equality, not_equal};
pub(crate) use limits::{Level, Limits};
pub(crate) use memo::{AddressHasher, DeclaredMemo, Identity, Memo};
pub(crate) use operators::{
    add, and, arithmetic, conditional, divide, greater, greater_or_equal, less, less_or_equal,
    modulo, multiply, negate, not, or, subtract,
};
pub(crate) use set::{is_wholly_known, set_of};
pub(crate) use template::{join, known_prefix, known_suffix, map_text};
pub(crate) use unification::{type_of, unify, unify_types_of};

use crate::{Kind, Unknown, Value, Why};

/// A value that the language's rules reject.
pub(crate) fn failed(message: impl Into<String>, span: Span) -> Value {
    Value::unknown(Why::Failed(message.into()), span)
}

/// The first failure in a value, at any depth.
pub(crate) fn failure(value: &Value) -> Option<&Arc<Unknown>> {
    match &value.kind {
        Kind::Unknown(unknown) => matches!(unknown.why, Why::Failed(_)).then_some(unknown),
        Kind::List(_, items) => items.iter().find_map(failure),
        Kind::Object(_, entries) => entries.values().find_map(failure),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Reference(_) => None,
    }
}

/// The unknown value that an operation on these operands has, if one of them
/// cannot be told.
pub(crate) fn cause_among<'a>(
    operands: impl IntoIterator<Item = &'a Value>,
    span: Span,
) -> Option<Value> {
    let mut first = None;
    for operand in operands {
        match &operand.kind {
            Kind::Unknown(unknown) if matches!(unknown.why, Why::Failed(_)) => {
                return Some(caused_by(operand, span));
            }
            Kind::Unknown(_) | Kind::Reference(_) => first = first.or(Some(operand)),
            _ => {}
        }
    }
    first.map(|operand| caused_by(operand, span))
}

/// An unknown value at `span` for the reason that `operand` is unknown.
pub(crate) fn caused_by(operand: &Value, span: Span) -> Value {
    let unknown = match &operand.kind {
        Kind::Unknown(unknown) if unknown.parts.is_empty() && !unknown.not_null => {
            return Value::new(Kind::Unknown(Arc::clone(unknown)), span);
        }
        Kind::Unknown(unknown) => plain_unknown(unknown.why.clone(), unknown.span),
        _ => match operand.why() {
            Some(why) => plain_unknown(why, operand.span),
            None => return operand.clone(),
        },
    };
    Value::new(Kind::Unknown(Arc::new(unknown)), span)
}

/// Whether a value is one that Terraform's plan does not know either, unlike what is
/// unknown because an input or what lies outside is not here.
pub(crate) fn waits_for_deployment(value: &Value) -> bool {
    match &value.kind {
        Kind::Reference(reference) => !reference.target.is_outside(),
        Kind::Unknown(unknown) => match &unknown.why {
            Why::SetByAzure(_) => true,
            Why::Function(name) => matches!(name.as_str(), "timestamp" | "uuid"),
            _ => false,
        },
        _ => false,
    }
}

/// The same value; if it is unknown, then at least not null.
pub(crate) fn not_null(mut value: Value) -> Value {
    if let Kind::Unknown(unknown) = &mut value.kind
        && !unknown.not_null
        && !matches!(unknown.why, Why::Failed(_))
    {
        Arc::make_mut(unknown).not_null = true;
    }
    value
}

/// Whether it is certain that a value is not null.
pub(crate) fn is_never_null(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => false,
        Kind::Unknown(unknown) => unknown.not_null || !unknown.parts.is_empty(),
        // Every resource has an id, and interfaces, firewalls and load balancers have their
        // private address; any other attribute may be left empty.
        Kind::Reference(reference) => {
            let attribute = reference.attribute.as_str();
            matches!(attribute, "" | "id") || attribute.ends_with("private_ip_address")
        }
        _ => true,
    }
}

/// Values of more parts are not computed with. Sharing makes them small in memory,
/// but everything that walks over them would take forever.
const LARGEST: usize = 2_000_000;

/// Whether values are too large to walk over.
pub(crate) fn are_too_large<'a>(values: impl IntoIterator<Item = &'a Value>) -> bool {
    let sizes = values.into_iter().map(|value| value.extent().size);
    sizes.fold(0, usize::saturating_add) > LARGEST
}

fn plain_unknown(why: Why, span: Span) -> Unknown {
    Unknown { why, span, parts: Vec::new(), not_null: false }
}

#[cfg(test)]
mod tests;
