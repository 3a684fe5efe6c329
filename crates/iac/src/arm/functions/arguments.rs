//! The arguments of a call, as a function asks for them.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use crate::{
    Kind, Number, Part, Value, Why,
    evaluate::{caused_by, failed, items_of},
};

/// What the caller wrote, by position. Every getter stops the function with the
/// value that stands for its result.
pub(super) struct Arguments<'a> {
    pub name: &'static str,
    pub values: &'a [Value],
    /// The call.
    pub span: Span,
    /// A text with the ids in it taken apart.
    pub taken_apart: &'a dyn Fn(&Value) -> Value,
}

pub(super) type Entries = BTreeMap<Arc<str>, Value>;

/// What holds elements: an array, or text.
pub(super) enum Sequence<'a> {
    Items(Cow<'a, [Value]>),
    Text(Arc<str>),
    /// The parts of a text that is not wholly known.
    Parts(Vec<Part>, Value),
}

impl<'a> Arguments<'a> {
    /// An argument that is known; it may be null. Positions are within the arity of
    /// the function, or were looked at with [`Self::given`].
    pub(super) fn known(&self, position: usize) -> Result<&'a Value, Value> {
        match self.values.get(position) {
            Some(value) if value.is_known() => Ok(value),
            Some(value) => Err(caused_by(value, self.span)),
            None => Err(self.fail("an argument is missing")),
        }
    }

    pub(super) fn given(&self, position: usize) -> Option<&'a Value> {
        self.values.get(position)
    }

    pub(super) fn text(&self, position: usize) -> Result<Arc<str>, Value> {
        self.as_text(self.known(position)?)
    }

    pub(super) fn as_text(&self, value: &Value) -> Result<Arc<str>, Value> {
        match &value.kind {
            Kind::String(text) => Ok(Arc::clone(text)),
            _ if !value.is_known() => Err(caused_by(value, self.span)),
            _ => Err(self.fail("text is required")),
        }
    }

    pub(super) fn number(&self, position: usize) -> Result<&'a Number, Value> {
        match &self.known(position)?.kind {
            Kind::Number(number) => Ok(number),
            _ => Err(self.fail("a number is required")),
        }
    }

    pub(super) fn integer(&self, position: usize) -> Result<i64, Value> {
        self.number(position)?.to_i64().ok_or_else(|| self.fail("a whole number is required"))
    }

    /// A number of elements: none for a negative one.
    pub(super) fn count(&self, position: usize) -> Result<usize, Value> {
        Ok(usize::try_from(self.integer(position)?).unwrap_or(0))
    }

    pub(super) fn items(&self, position: usize) -> Result<Cow<'a, [Value]>, Value> {
        items_of(self.known(position)?).ok_or_else(|| self.fail("an array is required"))
    }

    pub(super) fn entries(&self, position: usize) -> Result<&'a Entries, Value> {
        self.known(position)?.as_object().ok_or_else(|| self.fail("an object is required"))
    }

    /// An argument that is an array or text, text as far as it is known.
    pub(super) fn sequence(&self, position: usize) -> Result<Sequence<'a>, Value> {
        let value = self.values.get(position).ok_or_else(|| self.fail("an argument is missing"))?;
        match &value.kind {
            Kind::List(..) => Ok(Sequence::Items(self.items(position)?)),
            Kind::String(text) => Ok(Sequence::Text(Arc::clone(text))),
            Kind::Reference(_) | Kind::Unknown(_) => {
                let apart = (self.taken_apart)(value);
                match &apart.kind {
                    Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
                        Ok(Sequence::Parts(unknown.parts.clone(), caused_by(value, self.span)))
                    }
                    _ => Err(caused_by(value, self.span)),
                }
            }
            _ => Err(self.fail("an array or text is required")),
        }
    }

    pub(super) fn fail(&self, message: impl AsRef<str>) -> Value {
        failed(format!("`{}`: {}", self.name, message.as_ref()), self.span)
    }

    /// What a function returns that only a deployment can compute.
    pub(super) fn not_offline(&self) -> Value {
        crate::evaluate::not_null(Value::unknown(Why::Function(self.name.to_owned()), self.span))
    }

    pub(super) fn string(&self, text: impl Into<Arc<str>>) -> Value {
        Value::string(text, self.span)
    }

    pub(super) fn bool(&self, value: bool) -> Value {
        Value::bool(value, self.span)
    }

    pub(super) fn integer_value(&self, value: usize) -> Value {
        Value::integer(i64::try_from(value).unwrap_or(i64::MAX), self.span)
    }

    pub(super) fn array(&self, items: Vec<Value>) -> Value {
        Value::tuple(items, self.span)
    }

    pub(super) fn object(&self, entries: Entries) -> Value {
        Value::object(entries, self.span)
    }

    /// The unknown value that this function has because of an argument.
    pub(super) fn because_of(&self, value: &Value) -> Value {
        caused_by(value, self.span)
    }
}
