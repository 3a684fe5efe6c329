//! Functions of text.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{ANY_NUMBER, Arguments, Function, Outcome, function};
use crate::{
    Kind, ListKind, Part, Value,
    evaluate::{join as joined, known_prefix, known_suffix, map_text, to_string},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("chomp", (1, 1), chomp),
    function("endswith", (2, 2), endswith),
    function("indent", (2, 2), indent),
    function("join", (2, ANY_NUMBER), join),
    function("lower", (1, 1), |arguments| cased(arguments, str::to_lowercase)),
    function("split", (2, 2), split),
    function("startswith", (2, 2), startswith),
    function("strcontains", (2, 2), strcontains),
    function("strrev", (1, 1), strrev),
    function("substr", (3, 3), substr),
    function("title", (1, 1), title),
    function("trim", (2, 2), trim),
    function("trimprefix", (2, 2), trimprefix),
    function("trimspace", (1, 1), trimspace),
    function("trimsuffix", (2, 2), trimsuffix),
    function("upper", (1, 1), |arguments| cased(arguments, upper)),
];

/// No text is longer than this.
pub(super) const LONGEST: usize = 4_000_000;

/// No text is cut to more pieces.
pub(super) const MOST_PIECES: usize = 100_000;

/// A text made of the first argument: the same name, and read from the same place.
fn text_from_first(arguments: &Arguments, text: impl Into<Arc<str>>) -> Value {
    Value { via: arguments.values[0].via.clone(), ..arguments.string(text) }
}

fn chomp(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    Ok(text_from_first(arguments, text.trim_end_matches(['\r', '\n'])))
}

fn indent(arguments: &Arguments) -> Outcome {
    /// Wider indentation is a mistake.
    const WIDEST: i64 = 1_000;
    let (spaces, text) = (arguments.integer(0)?, arguments.text(1)?);
    let spaces = usize::try_from(spaces.min(WIDEST))
        .map_err(|_| arguments.fail("the number of spaces is negative"))?;
    let indented = format!("\n{:spaces$}", "");
    replaced(arguments, &text, "\n", &indented)
}

fn join(arguments: &Arguments) -> Outcome {
    let separator = Value::string(arguments.text(0)?, arguments.span);
    let mut pieces: Vec<&Value> = Vec::new();
    for position in 1..arguments.values.len() {
        for item in arguments.items(position)? {
            if matches!(item.kind, Kind::Null | Kind::List(..) | Kind::Object(..)) {
                return Err(
                    arguments.fail("an element is null or no string; cannot concatenate it")
                );
            }
            if !pieces.is_empty() {
                pieces.push(&separator);
            }
            pieces.push(item);
        }
    }
    Ok(joined(pieces, arguments.span))
}

/// `text` with `new` for each `old`, unless that would be too long.
pub(super) fn replaced(arguments: &Arguments, text: &str, old: &str, new: &str) -> Outcome {
    let growth = text.matches(old).count().saturating_mul(new.len());
    if growth > LONGEST {
        return Err(arguments.fail("the text is too long"));
    }
    Ok(arguments.string(text.replace(old, new)))
}

/// Letters one by one, as Terraform does: `ß` has no capital.
fn upper(text: &str) -> String {
    let single = |letter: char| {
        let mut upper = letter.to_uppercase();
        upper.next().filter(|_| upper.next().is_none()).unwrap_or(letter)
    };
    text.chars().map(single).collect()
}

/// The first argument in the other case; as far as its text is known.
fn cased(arguments: &Arguments, change: fn(&str) -> String) -> Outcome {
    if let Some(value @ Value { kind: Kind::Unknown(unknown), .. }) = arguments.given(0)
        && !unknown.parts.is_empty()
    {
        return Ok(Value { span: arguments.span, ..map_text(value, change) });
    }
    let text = change(&arguments.text(0)?);
    Ok(text_from_first(arguments, text))
}

fn split(arguments: &Arguments) -> Outcome {
    let (separator, text) = (arguments.text(0)?, arguments.text(1)?);
    let pieces: Vec<Value> = if separator.is_empty() {
        text.chars()
            .take(MOST_PIECES + 1)
            .map(|letter| arguments.string(letter.to_string()))
            .collect()
    } else {
        text.split(separator.as_ref())
            .take(MOST_PIECES + 1)
            .map(|piece| arguments.string(piece))
            .collect()
    };
    if pieces.len() > MOST_PIECES {
        return Err(arguments.fail("there are too many pieces"));
    }
    Ok(arguments.list_of(ListKind::List, pieces))
}

fn startswith(arguments: &Arguments) -> Outcome {
    let prefix = arguments.text(1)?;
    edge_decides(arguments, known_prefix, |known, whole| {
        if known.starts_with(prefix.as_ref()) {
            return Some(true);
        }
        (whole || !prefix.starts_with(known)).then_some(false)
    })
}

fn endswith(arguments: &Arguments) -> Outcome {
    let suffix = arguments.text(1)?;
    edge_decides(arguments, known_suffix, |known, whole| {
        if known.ends_with(suffix.as_ref()) {
            return Some(true);
        }
        (whole || !suffix.ends_with(known)).then_some(false)
    })
}

/// What one end of the first argument says, `whole` if that is all of it.
fn edge_decides(
    arguments: &Arguments,
    edge: fn(&Value) -> Option<&str>,
    decide: impl Fn(&str, bool) -> Option<bool>,
) -> Outcome {
    let value = to_string(&arguments.values[0]);
    let decided = edge(&value).and_then(|known| decide(known, value.is_known()));
    match decided {
        Some(truth) => Ok(arguments.bool(truth)),
        None => Err(match arguments.text(0) {
            Ok(_) => arguments.fail("string required"),
            Err(stop) => stop,
        }),
    }
}

fn strcontains(arguments: &Arguments) -> Outcome {
    let wanted = arguments.text(1)?;
    if let Some(Value { kind: Kind::Unknown(unknown), .. }) = arguments.given(0) {
        let known =
            |part: &Part| matches!(part, Part::Text(text) if text.contains(wanted.as_ref()));
        if unknown.parts.iter().any(known) {
            return Ok(arguments.bool(true));
        }
    }
    Ok(arguments.bool(arguments.text(0)?.contains(wanted.as_ref())))
}

fn strrev(arguments: &Arguments) -> Outcome {
    Ok(arguments.string(arguments.text(0)?.graphemes(true).rev().collect::<String>()))
}

fn substr(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let (offset, length) = (arguments.integer(1)?, arguments.integer(2)?);
    let count = i64::try_from(text.graphemes(true).count()).unwrap_or(i64::MAX);
    let start = if offset < 0 { offset.saturating_add(count).max(0) } else { offset };
    let length = if length < 0 { count } else { length };
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(arguments.string(text.graphemes(true).skip(start).take(length).collect::<String>()))
}

fn title(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let mut result = String::with_capacity(text.len());
    let mut in_word = false;
    for letter in text.chars() {
        if in_word {
            result.push(letter);
        } else {
            result.extend(letter.to_uppercase());
        }
        in_word = letter.is_alphanumeric() || letter == '_';
    }
    Ok(text_from_first(arguments, result))
}

fn trim(arguments: &Arguments) -> Outcome {
    let (text, cut) = (arguments.text(0)?, arguments.text(1)?);
    Ok(text_from_first(arguments, text.trim_matches(|letter| cut.contains(letter))))
}

fn trimprefix(arguments: &Arguments) -> Outcome {
    let (text, prefix) = (arguments.text(0)?, arguments.text(1)?);
    Ok(text_from_first(arguments, text.strip_prefix(prefix.as_ref()).unwrap_or(&text)))
}

fn trimsuffix(arguments: &Arguments) -> Outcome {
    let (text, suffix) = (arguments.text(0)?, arguments.text(1)?);
    Ok(text_from_first(arguments, text.strip_suffix(suffix.as_ref()).unwrap_or(&text)))
}

fn trimspace(arguments: &Arguments) -> Outcome {
    Ok(text_from_first(arguments, arguments.text(0)?.trim()))
}
