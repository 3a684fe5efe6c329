//! The arguments of a call, converted to what a function asks for.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{CallContext, Outcome};
use crate::terraform::normal_form::composed;
use crate::{
    Kind, ListKind, Number, Unknown, Value, Why,
    evaluate::{caused_by, failed, is_wholly_known, to_bool, to_number, to_string, unify},
};

/// What the caller wrote, by position. Every getter stops the function with the
/// value that stands for its result: unknown because of that argument, or a
/// failure.
pub(super) struct Arguments<'a> {
    pub name: &'static str,
    pub values: &'a [Value],
    pub context: &'a CallContext<'a>,
    /// The call.
    pub span: Span,
}

type Entries = BTreeMap<Arc<str>, Value>;

impl<'a> Arguments<'a> {
    pub(super) fn new(
        name: &'static str,
        values: &'a [Value],
        context: &'a CallContext<'a>,
    ) -> Self {
        Self { name, values, context, span: context.span }
    }

    /// An argument that is not null and known. Positions are within the arity of
    /// the function, or were looked at with [`Self::given`].
    pub(super) fn known(&self, position: usize) -> Result<&'a Value, Value> {
        match self.values.get(position) {
            None | Some(Value { kind: Kind::Null, .. }) => {
                Err(self.fail("argument must not be null"))
            }
            Some(value) => self.need_known(value),
        }
    }

    pub(super) fn given(&self, position: usize) -> Option<&'a Value> {
        self.values.get(position)
    }

    pub(super) fn text(&self, position: usize) -> Result<Arc<str>, Value> {
        self.as_text(self.known(position)?)
    }

    /// The value that a text says, which is decoded once.
    pub(super) fn decoded(&self, text: &Arc<str>, decode: impl FnOnce() -> Outcome) -> Outcome {
        self.context.remembered.decoded((self.name, self.span, text), decode)
    }

    pub(super) fn number(&self, position: usize) -> Result<Number, Value> {
        self.as_number(self.known(position)?)
    }

    pub(super) fn integer(&self, position: usize) -> Result<i64, Value> {
        let number = self.number(position)?;
        number.to_i64().ok_or_else(|| self.fail("a whole number is required"))
    }

    /// The elements of a list, a tuple or a set.
    pub(super) fn items(&self, position: usize) -> Result<&'a [Value], Value> {
        let value = self.known(position)?;
        value.as_list().ok_or_else(|| self.fail("argument must be a list, tuple, or set"))
    }

    /// The elements of a list, those of a tuple converted to one type.
    pub(super) fn list(&self, position: usize) -> Result<Vec<Value>, Value> {
        let items = self.items(position)?;
        if self.list_kind(position) != Some(ListKind::Tuple) {
            return Ok(items.to_vec());
        }
        unify(items).ok_or_else(|| self.fail("all list elements must have the same type"))
    }

    pub(super) fn list_kind(&self, position: usize) -> Option<ListKind> {
        match self.values.get(position)?.kind {
            Kind::List(kind, _) => Some(kind),
            _ => None,
        }
    }

    /// The entries of a map or an object.
    pub(super) fn entries(&self, position: usize) -> Result<&'a Entries, Value> {
        let value = self.known(position)?;
        value.as_object().ok_or_else(|| self.fail("argument must be a map or an object"))
    }

    /// The elements of a list as text.
    pub(super) fn texts(&self, position: usize) -> Result<Vec<Arc<str>>, Value> {
        self.items(position)?.iter().map(|item| self.as_text(item)).collect()
    }

    pub(super) fn as_text(&self, value: &Value) -> Result<Arc<str>, Value> {
        let text = to_string(value);
        match &self.need_known(&text)?.kind {
            Kind::String(text) => Ok(Arc::clone(text)),
            _ => Err(self.fail("argument must not be null")),
        }
    }

    pub(super) fn as_number(&self, value: &Value) -> Result<Number, Value> {
        let number = to_number(value);
        match &self.need_known(&number)?.kind {
            Kind::Number(number) => Ok(number.clone()),
            _ => Err(self.fail("argument must not be null")),
        }
    }

    /// The truth value; `None` for null.
    pub(super) fn as_bool(&self, value: &Value) -> Result<Option<bool>, Value> {
        let truth = to_bool(value);
        match self.need_known(&truth)?.kind {
            Kind::Bool(truth) => Ok(Some(truth)),
            _ => Ok(None),
        }
    }

    /// Stops the function if the value is unknown.
    pub(super) fn need_known<'b>(&self, value: &'b Value) -> Result<&'b Value, Value> {
        if value.is_known() { Ok(value) } else { Err(caused_by(value, self.span)) }
    }

    pub(super) fn fail(&self, message: impl Into<String>) -> Value {
        let message = format!("Call to function \"{}\" failed: {}.", self.name, message.into());
        failed(message, self.span)
    }

    /// What a function returns that only a deployment can compute.
    pub(super) fn not_offline(&self) -> Value {
        Value::unknown(Why::Function(self.name.to_owned()), self.span)
    }

    pub(super) fn string(&self, text: impl Into<Arc<str>>) -> Value {
        Value::string(composed(text), self.span)
    }

    pub(super) fn bool(&self, value: bool) -> Value {
        Value::bool(value, self.span)
    }

    pub(super) fn list_of(&self, kind: ListKind, items: Vec<Value>) -> Value {
        Value::new(Kind::List(kind, items.into()), self.span)
    }

    /// The number, unless it was too large to compute.
    pub(super) fn computed(&self, number: Option<Number>) -> Result<Value, Value> {
        let number = number.ok_or_else(|| self.fail("the result is too large"))?;
        Ok(Value::new(Kind::Number(number), self.span))
    }
}

/// The first unknown value in a value, at any depth.
pub(super) fn first_unknown(value: &Value) -> Option<&Value> {
    match &value.kind {
        Kind::List(_, items) => items.iter().find_map(first_unknown),
        Kind::Object(_, entries) => entries.values().find_map(first_unknown),
        _ => (!value.is_known()).then_some(value),
    }
}

/// Whether the value is the id of a resource or a text with something in it.
pub(super) fn is_never_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Reference(reference) => reference.attribute.rsplit('.').next() == Some("id"),
        Kind::Unknown(unknown) => has_text(unknown),
        _ => is_wholly_known(value),
    }
}

fn has_text(unknown: &Unknown) -> bool {
    unknown.parts.iter().any(|part| matches!(part, crate::Part::Text(text) if !text.is_empty()))
}
