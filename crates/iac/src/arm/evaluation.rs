//! The value of an expression.

use super::{expression::Expression, scope::Scope};
use crate::{Value, evaluate};

impl Scope<'_, '_> {
    /// The value of an expression in this scope.
    pub(super) fn evaluate(&self, expression: &Expression) -> Value {
        evaluate::failed("expressions are not evaluated yet", expression.span)
    }
}
