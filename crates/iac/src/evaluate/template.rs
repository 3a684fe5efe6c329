//! Text put together from parts of which some may be unknown.

use std::sync::Arc;

use nexthop_source::Span;

use super::{failed, to_string};
use crate::{Kind, Part, Unknown, Value, Why};

/// No text is longer than this.
const LONGEST: usize = 4_000_000;

/// The text of the values one after the other. If one of them cannot be told,
/// what is known of the text is kept as its parts.
pub(crate) fn join<'a>(values: impl IntoIterator<Item = &'a Value>, span: Span) -> Value {
    let mut parts = Parts::default();
    let mut cause: Option<(Why, Span)> = None;
    for value in values {
        if parts.length > LONGEST {
            return failed("The text is too long.", span);
        }
        let text = to_string(value);
        match &text.kind {
            Kind::String(text) => parts.push_text(text),
            Kind::Null => {
                return failed(
                    "The expression result is null. Cannot include a null value in a string template.",
                    value.span,
                );
            }
            Kind::Unknown(unknown) => {
                if matches!(unknown.why, Why::Failed(_)) {
                    return super::caused_by(&text, span);
                }
                cause.get_or_insert_with(|| (unknown.why.clone(), unknown.span));
                parts.extend(unknown);
            }
            _ => {
                if let Some(why) = text.why() {
                    cause.get_or_insert((why, text.span));
                }
                parts.push_value(&text);
            }
        }
    }
    match cause {
        None => Value::string(parts.last_text, span),
        Some((why, cause_span)) => {
            let unknown = Unknown { why, span: cause_span, parts: parts.finish(), not_null: true };
            Value::new(Kind::Unknown(Arc::new(unknown)), span)
        }
    }
}

#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    last_text: String,
    length: usize,
}

impl Parts {
    fn push_text(&mut self, text: &str) {
        self.length = self.length.saturating_add(text.len());
        self.last_text.push_str(text);
    }

    fn push_value(&mut self, value: &Value) {
        self.push(match &value.kind {
            Kind::Reference(reference) => Part::Reference(Arc::clone(reference)),
            _ => Part::Unknown,
        });
    }

    fn extend(&mut self, unknown: &Unknown) {
        if unknown.parts.is_empty() {
            self.push(Part::Unknown);
        }
        for part in &unknown.parts {
            match part {
                Part::Text(text) => self.push_text(text),
                other => self.push(other.clone()),
            }
        }
    }

    fn push(&mut self, part: Part) {
        self.length = self.length.saturating_add(1);
        self.flush();
        self.done.push(part);
    }

    fn flush(&mut self) {
        if !self.last_text.is_empty() {
            let text = std::mem::take(&mut self.last_text);
            self.done.push(Part::Text(text.into()));
        }
    }

    fn finish(mut self) -> Vec<Part> {
        self.flush();
        self.done
    }
}

/// The value with its text changed, letter by letter, as far as it is known text;
/// anything else as it is.
pub(crate) fn map_text(value: &Value, change: fn(&str) -> String) -> Value {
    let kind = match &value.kind {
        Kind::String(text) => Kind::String(change(text).into()),
        Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
            let parts = unknown.parts.iter().map(|part| match part {
                Part::Text(text) => Part::Text(change(text).into()),
                // What Azure makes up may have letters of either case.
                Part::Reference(_) | Part::Unknown => Part::Unknown,
            });
            let parts = parts.collect();
            Kind::Unknown(Arc::new(Unknown { parts, why: unknown.why.clone(), ..**unknown }))
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, via: value.via.clone() }
}

/// The text that a value begins with for certain; `None` if it may be no text.
pub(crate) fn known_prefix(value: &Value) -> Option<&str> {
    match &value.kind {
        Kind::String(text) => Some(text),
        Kind::Unknown(unknown) => edge(unknown.parts.first()),
        _ => None,
    }
}

/// The text that a value ends with for certain; `None` if it may be no text.
pub(crate) fn known_suffix(value: &Value) -> Option<&str> {
    match &value.kind {
        Kind::String(text) => Some(text),
        Kind::Unknown(unknown) => edge(unknown.parts.last()),
        _ => None,
    }
}

fn edge(part: Option<&Part>) -> Option<&str> {
    part.map(|part| match part {
        Part::Text(text) => text.as_ref(),
        Part::Reference(_) | Part::Unknown => "",
    })
}
