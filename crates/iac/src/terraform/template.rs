//! Text with interpolations.

use std::sync::Arc;

use nexthop_source::Span;

use super::{
    expression::{Elements, cause, elements},
    scope::{Names, NamesKind, Scope, failed},
    syntax::{Expression, Name, TemplatePart},
};
use crate::{Kind, Part, Unknown, Value};

/// The longest text that is still put together.
const LONGEST: usize = 4_000_000;

/// Text as far as it is known.
#[derive(Default)]
struct Text {
    known: String,
    parts: Vec<Part>,
    length: usize,
    /// The first cause of its not being known.
    cause: Option<Unknown>,
}

impl Text {
    fn push(&mut self, text: &str) {
        self.length += text.len();
        if self.length <= LONGEST {
            self.known.push_str(text);
        }
    }

    fn push_part(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }

    fn flush(&mut self) {
        if !self.known.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.known).into()));
        }
    }

    fn push_unknown(&mut self, value: &Value) {
        match &value.kind {
            Kind::Reference(reference) => self.push_part(Part::Reference(Arc::clone(reference))),
            Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
                for part in &unknown.parts {
                    match part {
                        Part::Text(text) => self.push(text),
                        Part::Reference(_) | Part::Unknown => self.push_part(part.clone()),
                    }
                }
            }
            _ => self.push_part(Part::Unknown),
        }
        self.cause.get_or_insert_with(|| cause(value));
    }

    fn finish(mut self, span: Span) -> Value {
        let Some(cause) = self.cause.take() else {
            return Value::string(self.known, span);
        };
        self.flush();
        let unknown = Unknown { parts: self.parts, not_null: true, ..cause };
        Value::new(Kind::Unknown(Arc::new(unknown)), span)
    }
}

impl Scope<'_, '_> {
    /// The text of a template.
    pub(super) fn template(&self, parts: &[TemplatePart], span: Span) -> Value {
        let mut text = Text::default();
        match self.render(parts, &mut text) {
            Ok(()) if text.length > LONGEST => self.fail("this text is too long", span),
            Ok(()) => text.finish(span),
            Err(failed) => failed,
        }
    }

    fn render(&self, parts: &[TemplatePart], text: &mut Text) -> Result<(), Value> {
        for part in parts {
            match part {
                TemplatePart::Text(known) => text.push(known),
                TemplatePart::Interpolation(expression) => self.interpolate(expression, text)?,
                TemplatePart::If { condition, then, otherwise } => {
                    let condition = self.evaluate(condition);
                    if condition.is_known() || failed(&condition) {
                        let chosen = self.truth(&condition)?;
                        self.render(if chosen { then } else { otherwise }, text)?;
                    } else {
                        text.push_unknown(&cause_alone(&condition));
                    }
                }
                TemplatePart::For { key, value, collection, body } => {
                    self.repeat((key.as_ref(), value), collection, body, text)?;
                }
            }
        }
        Ok(())
    }

    fn interpolate(&self, expression: &Expression, text: &mut Text) -> Result<(), Value> {
        let value = self.evaluate(expression);
        if value.is_known() || failed(&value) {
            text.push(&*self.text(&value)?);
        } else {
            text.push_unknown(&value);
        }
        Ok(())
    }

    fn repeat(
        &self,
        (key, value): (Option<&Name>, &Name),
        collection: &Expression,
        body: &[TemplatePart],
        text: &mut Text,
    ) -> Result<(), Value> {
        let collection = self.evaluate(collection);
        let elements = match elements(&collection) {
            Elements::Known(elements) => elements,
            Elements::Unknown => {
                text.push_unknown(&cause_alone(&collection));
                return Ok(());
            }
            Elements::None => {
                return Err(self.fail("for needs a list, a set or a map", collection.span));
            }
        };
        for (index, element) in elements {
            let names =
                Names { kind: NamesKind::One(&value.text, element), outer: self.names };
            let scope = self.with(&names);
            if let Some(key) = key {
                let keys = Names { kind: NamesKind::One(&key.text, index), outer: scope.names };
                scope.with(&keys).render(body, text)?;
            } else {
                scope.render(body, text)?;
            }
        }
        Ok(())
    }
}

/// Why a value is not known, without what is known of it.
fn cause_alone(value: &Value) -> Value {
    super::expression::unknown_because_of(value, value.span)
}
