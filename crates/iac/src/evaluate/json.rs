//! JSON of values of which some are unknown.
//!
//! What is made of a partly unknown value is text with holes, and to read such a
//! text puts the unknown values back in place.

use std::sync::Arc;

use nexthop_source::Span;

use super::{caused_by, join};
use crate::{Kind, Part, Unknown, Value};

/// How a language reads a text as JSON; what the strings in it are, the function
/// that it gets says.
pub(crate) type Read = fn(&str, Span, &dyn Fn(&str) -> Value) -> Option<Value>;

/// The JSON text of a value, its strings written by `quote`, which puts one
/// quotation mark around them.
pub(crate) fn encode(value: &Value, span: Span, quote: fn(&str) -> String) -> Value {
    let mut pieces = Vec::new();
    Encoder { span, quote }.encode(value, &mut pieces);
    join(&pieces, span)
}

struct Encoder {
    span: Span,
    quote: fn(&str) -> String,
}

impl Encoder {
    fn encode(&self, value: &Value, pieces: &mut Vec<Value>) {
        let push =
            |pieces: &mut Vec<Value>, text: &str| pieces.push(Value::string(text, self.span));
        match &value.kind {
            Kind::Null => push(pieces, "null"),
            Kind::Bool(truth) => push(pieces, if *truth { "true" } else { "false" }),
            Kind::Number(number) => push(pieces, &number.to_string()),
            Kind::String(text) => push(pieces, &(self.quote)(text)),
            Kind::List(_, items) => {
                push(pieces, "[");
                for (position, item) in items.iter().enumerate() {
                    push(pieces, if position == 0 { "" } else { "," });
                    self.encode(item, pieces);
                }
                push(pieces, "]");
            }
            Kind::Object(_, entries) => {
                push(pieces, "{");
                let in_order = entries.in_order().unwrap_or_else(|| entries.iter().collect());
                for (position, (name, item)) in in_order.into_iter().enumerate() {
                    let comma = if position == 0 { "" } else { "," };
                    push(pieces, &format!("{comma}{}:", (self.quote)(name)));
                    self.encode(item, pieces);
                }
                push(pieces, "}");
            }
            Kind::Reference(_) => {
                push(pieces, "\"");
                pieces.push(value.clone());
                push(pieces, "\"");
            }
            Kind::Unknown(unknown) if unknown.parts.is_empty() => pieces.push(value.clone()),
            Kind::Unknown(unknown) => {
                push(pieces, "\"");
                pieces.push(self.escaped_parts(unknown, value));
                push(pieces, "\"");
            }
        }
    }

    fn escaped_parts(&self, unknown: &Unknown, value: &Value) -> Value {
        let escaped = unknown.parts.iter().map(|part| match part {
            Part::Text(text) => {
                let quoted = (self.quote)(text);
                Part::Text(quoted[1..quoted.len() - 1].into())
            }
            other => other.clone(),
        });
        let unknown = Unknown { parts: escaped.collect(), why: unknown.why.clone(), ..*unknown };
        Value::new(Kind::Unknown(Arc::new(unknown)), value.span)
    }
}

/// A JSON string as JSON asks for it, and nothing more.
pub(crate) fn quoted(text: &str) -> String {
    quoted_besides(text, |_| false)
}

/// A JSON string in which further characters are written as their numbers.
pub(crate) fn quoted_besides(text: &str, besides: impl Fn(char) -> bool) -> String {
    let mut result = String::with_capacity(text.len() + 2);
    result.push('"');
    for letter in text.chars() {
        match letter {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            '\t' => result.push_str("\\t"),
            '\u{8}' => result.push_str("\\b"),
            '\u{c}' => result.push_str("\\f"),
            letter if letter < ' ' || besides(letter) => {
                result.extend(["\\u", &format!("{:04x}", u32::from(letter))]);
            }
            other => result.push(other),
        }
    }
    result.push('"');
    result
}

/// What a JSON text with holes says, as far as the holes are within strings or are
/// whole values; if it says nothing, unknown for the reason of the text.
pub(crate) fn decode_with_holes(value: &Value, span: Span, read: Read) -> Value {
    let holes = match &value.kind {
        Kind::Unknown(unknown) if !unknown.parts.is_empty() => Holes { value, unknown, span },
        _ => return caused_by(value, span),
    };
    let text = holes.marked();
    let read = text.and_then(|text| read(&text, span, &|text| holes.filled(text)));
    read.unwrap_or_else(|| caused_by(value, span))
}

/// A JSON text with holes.
struct Holes<'a> {
    value: &'a Value,
    unknown: &'a Unknown,
    span: Span,
}

/// Stands around the number of a hole; no character of a text.
const MARK: char = '\u{10fffe}';

impl Holes<'_> {
    /// The text with a numbered mark for each hole, as a string where the hole
    /// stands for a whole value.
    fn marked(&self) -> Option<String> {
        let mut text = String::new();
        let mut in_string = false;
        for (position, part) in self.unknown.parts.iter().enumerate() {
            match part {
                Part::Text(known) if known.contains(MARK) => return None,
                Part::Text(known) => {
                    in_string = ends_in_string(known, in_string);
                    text.push_str(known);
                }
                Part::Reference(_) | Part::Unknown if in_string => {
                    text.extend([MARK.to_string(), position.to_string(), MARK.to_string()]);
                }
                Part::Reference(_) | Part::Unknown => {
                    text.extend([format!("\"{MARK}"), position.to_string(), format!("!{MARK}\"")]);
                }
            }
        }
        Some(text)
    }

    fn filled(&self, text: &str) -> Value {
        let mut pieces: Vec<Value> = Vec::new();
        for (turn, piece) in text.split(MARK).enumerate() {
            match (turn % 2, piece.strip_suffix('!')) {
                (0, _) => pieces.push(Value::string(piece, self.span)),
                (_, Some(_)) => return caused_by(self.value, self.span),
                (_, None) => pieces.push(self.hole(piece)),
            }
        }
        match pieces.as_slice() {
            [before, hole, behind]
                if before.as_str() == Some("")
                    && behind.as_str() == Some("")
                    && matches!(hole.kind, Kind::Reference(_)) =>
            {
                hole.clone()
            }
            _ => join(&pieces, self.span),
        }
    }

    fn hole(&self, number: &str) -> Value {
        let part = number.parse::<usize>().ok().and_then(|number| self.unknown.parts.get(number));
        match part {
            Some(Part::Reference(reference)) => {
                Value::new(Kind::Reference(Arc::clone(reference)), self.span)
            }
            _ => caused_by(self.value, self.span),
        }
    }
}

fn ends_in_string(text: &str, mut in_string: bool) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                letters.next();
            }
            _ => {}
        }
    }
    in_string
}
