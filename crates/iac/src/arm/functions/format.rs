//! `format`, with the format items of .NET.

use super::{ANY_NUMBER, Arguments, Function, Outcome, function, text::LONGEST};
use crate::{
    Kind, Number, Value, Why,
    arm::operators,
    evaluate::{caused_by, join},
};

pub(super) const FUNCTIONS: &[Function] = &[function("format", (1, ANY_NUMBER), format)];

/// A piece of a format.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'f> {
    Text(String),
    /// `{0,-5:N2}`
    Item {
        index: usize,
        width: i32,
        specifier: &'f str,
    },
}

fn format(arguments: &Arguments) -> Outcome {
    let format = arguments.text(0)?;
    let pieces = pieces(&format).ok_or_else(|| arguments.fail("this is no valid format"))?;
    let mut texts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        texts.push(match piece {
            Piece::Text(text) => arguments.string(text),
            Piece::Item { index, width, specifier } => {
                let value = index
                    .checked_add(1)
                    .and_then(|position| arguments.given(position))
                    .ok_or_else(|| arguments.fail(format!("there is no argument {index}")))?;
                padded(arguments, &formatted(arguments, value, specifier), width)
            }
        });
    }
    Ok(join(&texts, arguments.span))
}

/// The pieces of a format; `None` if it is malformed.
fn pieces(format: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        let behind = &rest[at + 1..];
        if behind.starts_with(brace) {
            text.push_str(brace);
            rest = &behind[1..];
            continue;
        }
        if brace == "}" {
            return None;
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        let end = behind.find('}')?;
        pieces.push(item(&behind[..end])?);
        rest = &behind[end + 1..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Some(pieces)
}

fn item(text: &str) -> Option<Piece<'_>> {
    let (head, specifier) = text.split_once(':').unwrap_or((text, ""));
    let (index, width) = match head.split_once(',') {
        Some((index, width)) => (index, width.trim().parse().ok()?),
        None => (head, 0),
    };
    Some(Piece::Item { index: index.trim().parse().ok()?, width, specifier })
}

/// The text of a value; unknown if what the specifier makes of it cannot be told.
fn formatted(arguments: &Arguments, value: &Value, specifier: &str) -> Value {
    let text = match &value.kind {
        Kind::Number(number) if !specifier.is_empty() => formatted_number(number, specifier),
        // Only numbers and dates have formats; .NET ignores them for anything else.
        _ if value.is_known() || specifier.is_empty() => {
            return operators::in_format(value, arguments.span);
        }
        _ => return caused_by(value, arguments.span),
    };
    match text {
        Some(text) => arguments.string(text),
        None => Value::unknown(Why::Function("format".to_owned()), arguments.span),
    }
}

/// A number in a standard format with the conventions of no culture, or with zeros
/// for its digits; `None` for other formats.
fn formatted_number(number: &Number, specifier: &str) -> Option<String> {
    if specifier.bytes().all(|letter| letter == b'0') {
        return padded_digits(number, specifier.len());
    }
    let letter = specifier.chars().next()?;
    let precision = match &specifier[letter.len_utf8()..] {
        "" => None,
        digits => Some(digits.parse::<usize>().ok().filter(|digits| *digits < 100)?),
    };
    match letter.to_ascii_lowercase() {
        'd' => padded_digits(number, precision.unwrap_or(0)),
        'x' => {
            let width = precision.unwrap_or(0);
            let value = number.to_i64()?;
            let digits = if let Ok(small) = i32::try_from(value) {
                format!("{small:0width$x}")
            } else {
                format!("{value:0width$x}")
            };
            Some(if letter == 'X' { digits.to_uppercase() } else { digits })
        }
        'n' => Some(grouped(&fixed(number, precision.unwrap_or(2))?)),
        'f' => fixed(number, precision.unwrap_or(2)),
        'p' => {
            let hundredfold = number.times(&Number::from(100))?;
            Some(format!("{} %", grouped(&fixed(&hundredfold, precision.unwrap_or(2))?)))
        }
        'g' if precision.is_none() => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number with at least so many digits.
fn padded_digits(number: &Number, width: usize) -> Option<String> {
    let value = number.to_i64()?;
    let sign = if value < 0 { "-" } else { "" };
    Some(format!("{sign}{:0width$}", value.unsigned_abs()))
}

/// A whole number with so many digits behind the point; of others the rounding is
/// not ours to tell.
fn fixed(number: &Number, digits: usize) -> Option<String> {
    let whole = number.to_i64()?;
    let point = if digits > 0 { "." } else { "" };
    Some(format!("{whole}{point}{}", "0".repeat(digits)))
}

/// The digits before the point in groups of three.
fn grouped(text: &str) -> String {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => ("-", text),
        None => ("", text),
    };
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut result = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result + fraction
}

/// The text with spaces before it, or behind it for a negative width.
fn padded(arguments: &Arguments, text: &Value, width: i32) -> Value {
    let Some(known) = text.as_str() else {
        return if width == 0 { text.clone() } else { caused_by(text, arguments.span) };
    };
    let wanted = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
    if wanted > LONGEST {
        return arguments.fail("the text is too long");
    }
    let spaces = " ".repeat(wanted.saturating_sub(super::text::length_of(known)));
    if spaces.is_empty() {
        return text.clone();
    }
    arguments.string(if width < 0 { format!("{known}{spaces}") } else { spaces + known })
}
