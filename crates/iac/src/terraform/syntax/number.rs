//! Numbers as they are written.

use std::str::FromStr;

use bigdecimal::{BigDecimal, ToPrimitive};

use crate::Number;

/// No whole number with more zeros at its end fits an [`i64`].
const MOST_ZEROS: i64 = 19;

/// The number that `text` is, digit for digit.
pub(in crate::terraform) fn parse(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse() {
        return Some(Number::Integer(whole));
    }
    let number = BigDecimal::from_str(text).ok()?.normalized();
    // Never expanded: `1e999999999` would be a billion digits.
    let zeros = -number.fractional_digit_count();
    match (0..=MOST_ZEROS).contains(&zeros).then(|| number.to_i64()).flatten() {
        Some(whole) => Some(Number::Integer(whole)),
        None => Some(Number::Decimal(number)),
    }
}
