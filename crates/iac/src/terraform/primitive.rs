//! Values that have to be text, a number or a truth value.

use std::sync::Arc;

use super::{expression::unknown_because_of, scope::Scope};
use crate::{Kind, Number, Value, evaluate};

/// The error is what an expression becomes that needs such a value: unknown for
/// the same reason, or failed.
impl Scope<'_, '_> {
    pub(super) fn text(&self, value: &Value) -> Result<Arc<str>, Value> {
        match evaluate::to_string(value) {
            Value { kind: Kind::String(text), .. } => Ok(text),
            other => Err(self.not_primitive(&other, value, "text")),
        }
    }

    pub(super) fn number(&self, value: &Value) -> Result<Number, Value> {
        match evaluate::to_number(value) {
            Value { kind: Kind::Number(number), .. } => Ok(number),
            other => Err(self.not_primitive(&other, value, "a number")),
        }
    }

    pub(super) fn truth(&self, value: &Value) -> Result<bool, Value> {
        match evaluate::to_bool(value) {
            Value { kind: Kind::Bool(truth), .. } => Ok(truth),
            other => Err(self.not_primitive(&other, value, "true or false")),
        }
    }

    fn not_primitive(&self, converted: &Value, value: &Value, wanted: &str) -> Value {
        if value.is_null() {
            self.fail(format!("{wanted} is needed, and this is null"), value.span)
        } else if value.is_known() {
            self.fail(format!("{wanted} is needed"), value.span)
        } else {
            unknown_because_of(converted, value.span)
        }
    }
}
