//! Text with interpolations.

use std::sync::Arc;

use nexthop_source::Span;

use super::{
    expression::{Elements, elements, unknown_because_of},
    normal_form::composed,
    scope::{Names, NamesKind, Scope, failed},
    syntax::{Expression, Name, TemplatePart},
};
use crate::{Kind, Value, evaluate};

/// The longest text that is still put together.
const LONGEST: usize = 4_000_000;

/// The pieces of a text, in order.
#[derive(Default)]
struct Pieces {
    values: Vec<Value>,
    length: usize,
}

impl Pieces {
    fn push(&mut self, value: Value) {
        if let Kind::String(text) = &value.kind {
            self.length = self.length.saturating_add(text.len());
        }
        self.values.push(value);
    }
}

impl Scope<'_, '_> {
    /// The text of a template.
    pub(super) fn template(&self, parts: &[TemplatePart], span: Span) -> Value {
        let mut pieces = Pieces::default();
        match self.render(parts, span, &mut pieces) {
            Ok(()) if pieces.length > LONGEST => self.fail("this text is too long", span),
            Ok(()) => {
                let mut text = evaluate::join(&pieces.values, span);
                if let Kind::String(joined) = &mut text.kind {
                    *joined = composed(Arc::clone(joined));
                }
                self.run.charge_for(&text);
                self.checked(text, pieces.values.iter().find(|value| failed(value)).as_slice())
            }
            Err(failed) => failed,
        }
    }

    fn render(&self, parts: &[TemplatePart], span: Span, pieces: &mut Pieces) -> Result<(), Value> {
        for part in parts {
            match part {
                TemplatePart::Text(text) => pieces.push(Value::string(text.clone(), span)),
                TemplatePart::Interpolation(expression) => pieces.push(self.evaluate(expression)),
                TemplatePart::If { condition, then, otherwise } => {
                    let condition = self.evaluate(condition);
                    match self.truth(&condition) {
                        Ok(true) => self.render(then, span, pieces)?,
                        Ok(false) => self.render(otherwise, span, pieces)?,
                        Err(failure) if failed(&failure) => return Err(failure),
                        Err(unknown) => pieces.push(unknown),
                    }
                }
                TemplatePart::For { key, value, collection, body } => {
                    self.repeat((key.as_ref(), value), collection, (body, span), pieces)?;
                }
            }
        }
        Ok(())
    }

    fn repeat(
        &self,
        (key, value): (Option<&Name>, &Name),
        collection: &Expression,
        (body, span): (&[TemplatePart], Span),
        pieces: &mut Pieces,
    ) -> Result<(), Value> {
        let collection = self.evaluate(collection);
        let elements = match elements(&collection) {
            Elements::Known(elements) => elements,
            Elements::Unknown => {
                pieces.push(unknown_because_of(&collection, collection.span));
                return Ok(());
            }
            Elements::None => {
                return Err(self.fail("for needs a list, a set or a map", collection.span));
            }
        };
        for element in elements {
            let kind = NamesKind::One(&value.text, element.value);
            let names = Names { kind, outer: self.names };
            let scope = self.with(&names);
            if let Some(key) = key {
                let index = element.key();
                let keys = Names { kind: NamesKind::One(&key.text, &index), outer: scope.names };
                scope.with(&keys).render(body, span, pieces)?;
            } else {
                scope.render(body, span, pieces)?;
            }
        }
        Ok(())
    }
}
