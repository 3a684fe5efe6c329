//! Arithmetic.

use bigdecimal::num_bigint::BigInt;

use super::{ANY_NUMBER, Arguments, Function, Outcome, function};
use crate::{Number, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    function("abs", (1, 1), abs),
    function("ceil", (1, 1), |arguments| rounded(arguments, Number::ceiling)),
    function("floor", (1, 1), |arguments| rounded(arguments, Number::floor)),
    function("log", (2, 2), log),
    function("max", (1, ANY_NUMBER), |arguments| extreme(arguments, Ord::max)),
    function("min", (1, ANY_NUMBER), |arguments| extreme(arguments, Ord::min)),
    function("parseint", (2, 2), parseint),
    function("pow", (2, 2), pow),
    function("signum", (1, 1), signum),
    function("sum", (1, 1), sum),
];

const ZERO: Number = Number::Integer(0);

fn rounded(arguments: &Arguments, round: fn(&Number) -> Number) -> Outcome {
    arguments.computed(Some(round(&arguments.number(0)?)))
}

fn abs(arguments: &Arguments) -> Outcome {
    let number = arguments.number(0)?;
    arguments.computed(Some(if number < ZERO { number.negated() } else { number }))
}

fn signum(arguments: &Arguments) -> Outcome {
    Ok(Value::integer(arguments.integer(0)?.signum(), arguments.span))
}

fn log(arguments: &Arguments) -> Outcome {
    let (number, base) = (arguments.number(0)?, arguments.number(1)?);
    arguments.computed(Number::from_f64(number.to_f64().ln() / base.to_f64().ln()))
}

fn pow(arguments: &Arguments) -> Outcome {
    arguments.computed(arguments.number(0)?.power(&arguments.number(1)?))
}

fn extreme(arguments: &Arguments, choose: fn(Number, Number) -> Number) -> Outcome {
    let mut best = arguments.number(0)?;
    for position in 1..arguments.values.len() {
        best = choose(best, arguments.number(position)?);
    }
    arguments.computed(Some(best))
}

fn sum(arguments: &Arguments) -> Outcome {
    let items = arguments.items(0)?;
    if items.is_empty() {
        return Err(arguments.fail("cannot sum an empty list"));
    }
    let mut total = Some(ZERO);
    for item in items {
        let number = arguments.as_number(item)?;
        total = total.and_then(|total| total.plus(&number));
    }
    arguments.computed(total)
}

/// Digits beyond these would take too long to convert, and mean nothing here.
const LONGEST_INTEGER: usize = 1_000;

fn parseint(arguments: &Arguments) -> Outcome {
    if !matches!(arguments.known(0)?.kind, crate::Kind::String(_)) {
        return Err(arguments.fail("first argument must be a string"));
    }
    let (text, base) = (arguments.text(0)?, arguments.integer(1)?);
    let base = u32::try_from(base)
        .ok()
        .filter(|base| (2..=62).contains(base))
        .ok_or_else(|| arguments.fail("base must be a whole number between 2 and 62 inclusive"))?;
    let number = integer_of_base(&text, base);
    let unparsed = || arguments.fail(format!("cannot parse {text:?} as a base {base} integer"));
    arguments.computed(Some(number.ok_or_else(unparsed)?))
}

fn integer_of_base(text: &str, base: u32) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() || unsigned.len() > LONGEST_INTEGER {
        return None;
    }
    let mut value = BigInt::default();
    for character in unsigned.chars() {
        value = value * base + digit_of_base(character, base)?;
    }
    Number::from_big_integer(if text.starts_with('-') { -value } else { value })
}

/// Digits of bases over 36 are `0-9a-zA-Z`, those of smaller ones have no case.
fn digit_of_base(character: char, base: u32) -> Option<u32> {
    if base <= 36 {
        return character.to_digit(base);
    }
    let digit = match character {
        '0'..='9' => u32::from(character) - u32::from('0'),
        'a'..='z' => u32::from(character) - u32::from('a') + 10,
        'A'..='Z' => u32::from(character) - u32::from('A') + 36,
        _ => return None,
    };
    (digit < base).then_some(digit)
}
