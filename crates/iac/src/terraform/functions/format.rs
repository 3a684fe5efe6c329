//! `format` and `formatlist`.

use bigdecimal::{BigDecimal, RoundingMode, num_traits::Signed};

use super::{ANY_NUMBER, Arguments, Function, Outcome, function, json};
use crate::{
    Kind, ListKind, Number, Value,
    evaluate::{join, to_bool, to_number, to_string},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("format", (1, ANY_NUMBER), format),
    function("formatlist", (1, ANY_NUMBER), formatlist),
];

fn format(arguments: &Arguments) -> Outcome {
    let values: Vec<&Value> = arguments.values.iter().skip(1).collect();
    formatted(arguments, &arguments.text(0)?, &values)
}

fn formatlist(arguments: &Arguments) -> Outcome {
    let pattern = arguments.text(0)?;
    let mut length = None;
    for value in &arguments.values[1..] {
        if let Some(items) = arguments.need_known(value)?.as_list()
            && *length.get_or_insert(items.len()) != items.len()
        {
            return Err(arguments.fail("its lists are of different lengths"));
        }
    }
    let rows = (0..length.unwrap_or(1)).map(|row| {
        let values: Vec<&Value> = arguments.values[1..]
            .iter()
            .map(|value| value.as_list().map_or(value, |items| &items[row]))
            .collect();
        formatted(arguments, &pattern, &values)
    });
    Ok(arguments.list_of(ListKind::List, rows.collect::<Result<_, _>>()?))
}

/// A directive such as `%-5.2f`.
#[derive(Clone, Copy)]
struct Verb<'a> {
    /// Any of `+ -#0`.
    flags: &'a str,
    width: usize,
    precision: Option<usize>,
    /// The number of the argument, if it is given: `%[2]s`.
    position: Option<usize>,
    letter: char,
}

/// Neither width nor precision goes beyond this.
const WIDEST: usize = 1_000;

fn formatted(arguments: &Arguments, pattern: &str, values: &[&Value]) -> Outcome {
    let mut pieces: Vec<Value> = Vec::new();
    let mut next = 0;
    let mut used = 0;
    let mut rest = pattern;
    while let Some((literal, directive)) = rest.split_once('%') {
        pieces.push(arguments.string(literal));
        let (verb, behind) = Verb::parse(directive)
            .ok_or_else(|| arguments.fail(format!("invalid format string {pattern:?}")))?;
        rest = behind;
        if verb.letter == '%' {
            pieces.push(arguments.string("%"));
            continue;
        }
        let position = verb.position.unwrap_or(next + 1);
        let value = position.checked_sub(1).and_then(|index| values.get(index));
        let value = value.ok_or_else(|| {
            arguments.fail(format!(
                "not enough arguments for \"%{}\": need index {position} but have {} total",
                verb.letter,
                values.len()
            ))
        })?;
        pieces.push(verb.apply(arguments, value)?);
        next = position;
        used = used.max(position);
    }
    if used < values.len() {
        return Err(
            arguments.fail(format!("too many arguments; only {used} used by format string"))
        );
    }
    pieces.push(arguments.string(rest));
    Ok(join(&pieces, arguments.span))
}

impl<'a> Verb<'a> {
    /// The directive at the start of `text`, and what is behind it.
    fn parse(text: &'a str) -> Option<(Self, &'a str)> {
        let rest = text.trim_start_matches(['+', ' ', '-', '#', '0']);
        let flags = &text[..text.len() - rest.len()];
        let (width, mut rest) = number(rest);
        let mut precision = None;
        if let Some(behind) = rest.strip_prefix('.') {
            let digits;
            (digits, rest) = number(behind);
            precision = Some(digits.unwrap_or(0));
        }
        let mut position = None;
        if let Some(behind) = rest.strip_prefix('[') {
            (position, rest) = number(behind);
            position?;
            rest = rest.strip_prefix(']')?;
        }
        let letter = rest.chars().next()?;
        let width = width.unwrap_or(0);
        let valid = width <= WIDEST && precision.unwrap_or(0) <= WIDEST;
        let verb = Self { flags, width, precision, position, letter };
        valid.then(|| (verb, &rest[letter.len_utf8()..]))
    }

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    fn apply(&self, arguments: &Arguments, value: &Value) -> Outcome {
        let wrong = |kind: &str| {
            arguments.fail(format!("unsupported value for \"%{}\": {kind} required", self.letter))
        };
        if value.is_null() {
            return Err(arguments.fail("null value cannot be formatted"));
        }
        if !value.is_known() {
            // Padding would depend on the text.
            let as_written = matches!(self.letter, 's' | 'v') && self.width == 0 && !self.has('#');
            return match (as_written, self.precision) {
                (true, None) => Ok(value.clone()),
                _ => Ok(crate::evaluate::caused_by(value, arguments.span)),
            };
        }
        let text = match self.letter {
            'v' => return self.apply_natural(arguments, value),
            't' => match to_bool(value).kind {
                Kind::Bool(truth) => return Ok(arguments.string(truth.to_string())),
                _ => return Err(wrong("a bool is")),
            },
            's' | 'q' => {
                let Kind::String(text) = to_string(value).kind else { return Err(wrong("string")) };
                let cut: String = text.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
                if self.letter == 'q' { json::quoted(&cut) } else { cut }
            }
            'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let Kind::Number(number) = to_number(value).kind else {
                    return Err(wrong("a number is"));
                };
                self.number(&number).ok_or_else(|| wrong("an integer is"))?
            }
            other => return Err(arguments.fail(format!("unsupported format verb {other:?}"))),
        };
        Ok(arguments.string(self.padded(text)))
    }

    /// `%v`: text as it is, numbers in their shortest form, all else as JSON.
    fn apply_natural(&self, arguments: &Arguments, value: &Value) -> Outcome {
        let with = |letter| Self { letter, position: None, ..*self };
        match &value.kind {
            Kind::String(_) if !self.has('#') => with('s').apply(arguments, value),
            Kind::Number(_) if !self.has('#') => with('g').apply(arguments, value),
            Kind::Bool(truth) if !self.has('#') => {
                Ok(arguments.string(self.padded(truth.to_string())))
            }
            _ => {
                let encoded = json::encode(arguments, value);
                match encoded.as_str() {
                    Some(text) => Ok(arguments.string(self.padded(text.to_owned()))),
                    None => Ok(encoded),
                }
            }
        }
    }

    fn number(&self, number: &Number) -> Option<String> {
        let negative = *number < Number::Integer(0);
        let magnitude = if negative { number.negated() } else { number.clone() };
        let decimal = magnitude.to_decimal();
        let digits = match self.letter {
            'd' | 'b' | 'o' | 'x' | 'X' => self.integer(&magnitude)?,
            'f' | 'F' => fixed(&decimal, self.precision.unwrap_or(6)),
            'e' | 'E' => exponential(&decimal, Some(self.precision.unwrap_or(6))),
            _ => general(&decimal, self.precision),
        };
        let digits = if matches!(self.letter, 'E' | 'G') { digits.to_uppercase() } else { digits };
        let sign = match (negative, self.has('+'), self.has(' ')) {
            (true, _, _) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        if self.has('0') && !self.has('-') {
            let width = self.width.saturating_sub(sign.len());
            return Some(format!("{sign}{digits:0>width$}"));
        }
        Some(format!("{sign}{digits}"))
    }

    fn integer(&self, magnitude: &Number) -> Option<String> {
        let integer = magnitude.to_big_integer()?;
        let (base, prefix) = match self.letter {
            'b' => (2, "0b"),
            'o' => (8, "0"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let digits = integer.to_str_radix(base);
        let digits = if self.letter == 'X' { digits.to_uppercase() } else { digits };
        Some(if self.has('#') { format!("{prefix}{digits}") } else { digits })
    }

    fn padded(&self, text: String) -> String {
        let width = self.width;
        match (self.has('-'), self.has('0')) {
            _ if width == 0 => text,
            (true, _) => format!("{text:<width$}"),
            (false, true) => format!("{text:0>width$}"),
            (false, false) => format!("{text:>width$}"),
        }
    }
}

fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].parse().ok(), &text[end..])
}

fn fixed(value: &BigDecimal, precision: usize) -> String {
    let scale = i64::try_from(precision).unwrap_or(0);
    let rounded = value.with_scale_round(scale, RoundingMode::HalfEven);
    let text = rounded.to_plain_string();
    if precision == 0 { text.trim_end_matches('.').to_owned() } else { text }
}

/// The digits of a number, and the power of ten of the first one.
fn digits_of(value: &BigDecimal, precision: Option<usize>) -> (String, i64) {
    let rounded = match precision.and_then(|digits| u64::try_from(digits + 1).ok()) {
        Some(digits) => match std::num::NonZeroU64::new(digits) {
            Some(digits) => value.with_precision_round(digits, RoundingMode::HalfEven),
            None => value.clone(),
        },
        None => value.normalized(),
    };
    let (integer, scale) = rounded.as_bigint_and_exponent();
    let digits = integer.abs().to_string();
    let length = i64::try_from(digits.len()).unwrap_or(0);
    let exponent = if digits == "0" { 0 } else { length - 1 - scale };
    (digits, exponent)
}

fn exponential(value: &BigDecimal, precision: Option<usize>) -> String {
    let (digits, exponent) = digits_of(value, precision);
    let wanted = precision.map_or(digits.len(), |precision| precision + 1);
    let digits = format!("{digits:0<wanted$}");
    let (first, fraction) = digits.split_at(1);
    let point = if fraction.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{fraction}e{sign}{:02}", exponent.abs())
}

/// Fixed for ordinary sizes, with an exponent for others; no zeros at the end.
fn general(value: &BigDecimal, precision: Option<usize>) -> String {
    let significant = precision.map(|precision| precision.max(1) - 1);
    let (digits, exponent) = digits_of(value, significant);
    let kept = digits.trim_end_matches('0');
    let shown = kept.len().max(1) - 1;
    let limit = match precision {
        Some(precision) => i64::try_from(precision.max(1)).unwrap_or(i64::MAX),
        None => 6,
    };
    if exponent < -4 || exponent >= limit {
        return exponential(value, Some(shown));
    }
    let decimals = i64::try_from(shown).unwrap_or(0) - exponent;
    fixed(value, usize::try_from(decimals).unwrap_or(0))
}
