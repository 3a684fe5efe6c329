//! JSON, also of values of which some are unknown.
//!
//! What `jsonencode` makes of a partly unknown value is text with holes, and
//! `jsondecode` of such a text puts the unknown values back in place.

use std::sync::Arc;

use super::{Arguments, Outcome};
use crate::{
    Kind, Part, Unknown, Value,
    evaluate::{caused_by, join},
};

pub(super) fn encode(arguments: &Arguments, value: &Value) -> Value {
    let mut pieces = Vec::new();
    encode_into(arguments, value, &mut pieces);
    join(&pieces, arguments.span)
}

fn encode_into(arguments: &Arguments, value: &Value, pieces: &mut Vec<Value>) {
    let push = |pieces: &mut Vec<Value>, text: &str| pieces.push(arguments.string(text));
    match &value.kind {
        Kind::Null => push(pieces, "null"),
        Kind::Bool(truth) => push(pieces, if *truth { "true" } else { "false" }),
        Kind::Number(number) => push(pieces, &number.to_string()),
        Kind::String(text) => push(pieces, &quoted(text)),
        Kind::List(_, items) => {
            push(pieces, "[");
            for (position, item) in items.iter().enumerate() {
                push(pieces, if position == 0 { "" } else { "," });
                encode_into(arguments, item, pieces);
            }
            push(pieces, "]");
        }
        Kind::Object(_, entries) => {
            push(pieces, "{");
            for (position, (name, item)) in entries.iter().enumerate() {
                let comma = if position == 0 { "" } else { "," };
                push(pieces, &format!("{comma}{}:", quoted(name)));
                encode_into(arguments, item, pieces);
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
            pieces.push(escaped_parts(unknown, value));
            push(pieces, "\"");
        }
    }
}

fn escaped_parts(unknown: &Unknown, value: &Value) -> Value {
    let escaped = unknown.parts.iter().map(|part| match part {
        Part::Text(text) => {
            let quoted = quoted(text);
            Part::Text(quoted[1..quoted.len() - 1].into())
        }
        other => other.clone(),
    });
    let unknown = Unknown { parts: escaped.collect(), why: unknown.why.clone(), ..*unknown };
    Value::new(Kind::Unknown(Arc::new(unknown)), value.span)
}

/// A JSON string as Go writes it, which keeps HTML safe.
pub(super) fn quoted(text: &str) -> String {
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
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                result.extend(["\\u", &format!("{:04x}", u32::from(letter))]);
            }
            other => result.push(other),
        }
    }
    result.push('"');
    result
}

pub(super) fn decode(arguments: &Arguments) -> Outcome {
    let value = &arguments.values[0];
    if let Kind::Unknown(unknown) = &value.kind
        && !unknown.parts.is_empty()
    {
        return Holes { value, unknown }
            .decode(arguments)
            .ok_or_else(|| caused_by(value, arguments.span));
    }
    let text = arguments.text(0)?;
    let parsed: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| arguments.fail(format!("the text is not JSON: {error}")))?;
    Ok(from_json(parsed, arguments, &|text| arguments.string(text)))
}

fn from_json(
    json: serde_json::Value,
    arguments: &Arguments,
    string: &dyn Fn(&str) -> Value,
) -> Value {
    let span = arguments.span;
    match json {
        serde_json::Value::Null => Value::null(span),
        serde_json::Value::Bool(truth) => Value::bool(truth, span),
        serde_json::Value::Number(number) => {
            let parsed = match number.as_f64() {
                Some(float) if number.is_f64() => crate::Number::from_f64(float),
                _ => crate::Number::parse(&number.to_string()),
            };
            parsed.map_or_else(
                || arguments.fail("a number is too large"),
                |number| Value::new(Kind::Number(number), span),
            )
        }
        serde_json::Value::String(text) => string(&text),
        serde_json::Value::Array(items) => {
            let items = items.into_iter().map(|item| from_json(item, arguments, string));
            Value::tuple(items.collect(), span)
        }
        serde_json::Value::Object(entries) => {
            let entries = entries
                .into_iter()
                .map(|(name, item)| (name.into(), from_json(item, arguments, string)));
            Value::object(entries.collect(), span)
        }
    }
}

/// A JSON text with holes.
struct Holes<'a> {
    value: &'a Value,
    unknown: &'a Unknown,
}

/// Stands around the number of a hole; no character of a text.
const MARK: char = '\u{10fffe}';

impl Holes<'_> {
    /// `None` if the text is no JSON, or the hole may be anything.
    fn decode(&self, arguments: &Arguments) -> Option<Value> {
        let parsed = serde_json::from_str(&self.marked()?).ok()?;
        Some(from_json(parsed, arguments, &|text| self.filled(text, arguments)))
    }

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

    fn filled(&self, text: &str, arguments: &Arguments) -> Value {
        let mut pieces: Vec<Value> = Vec::new();
        for (turn, piece) in text.split(MARK).enumerate() {
            match (turn % 2, piece.strip_suffix('!')) {
                (0, _) => pieces.push(arguments.string(piece)),
                (_, Some(_)) => return caused_by(self.value, arguments.span),
                (_, None) => pieces.push(self.hole(piece, arguments)),
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
            _ => join(&pieces, arguments.span),
        }
    }

    fn hole(&self, number: &str, arguments: &Arguments) -> Value {
        let part = number.parse::<usize>().ok().and_then(|number| self.unknown.parts.get(number));
        match part {
            Some(Part::Reference(reference)) => {
                Value::new(Kind::Reference(Arc::clone(reference)), arguments.span)
            }
            _ => caused_by(self.value, arguments.span),
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
