//! Exact numbers, as Terraform and ARM have them.
//!
//! Terraform computes with binary fractions of 512 bits and prints the shortest
//! decimal that reads back as the same fraction. Decimals of up to 154 digits
//! survive that unchanged, so a number is kept as a decimal here, and only a
//! longer one is rounded the way Terraform does.

use std::{cmp::Ordering, fmt};

use bigdecimal::{
    BigDecimal, RoundingMode,
    num_bigint::{BigInt, BigUint, Sign},
    num_traits::{One, Signed, ToPrimitive, Zero},
};

/// A number. Whole numbers that fit are always [`Number::Integer`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Decimal(Box<BigDecimal>),
}

/// Numbers with more digits than this before or after the point do not exist
/// here; their arithmetic could take all memory there is.
const LARGEST_EXPONENT: i64 = 2_000;

/// Every decimal of so many digits is told apart by 512 bits.
const EXACT_DIGITS: u64 = 154;

const PRECISION: u64 = 512;

impl Number {
    /// The number written as `text`: a sign, digits, a fraction, an exponent.
    /// `None` if it is not a number, or one of more than 2,000 digits.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(integer) = text.parse::<i64>() {
            return Some(Self::Integer(integer));
        }
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return None;
        }
        let limit = usize::try_from(LARGEST_EXPONENT).ok()?;
        if whole.len() + fraction.len() > limit || exponent.abs() > LARGEST_EXPONENT {
            return None;
        }
        let magnitude = BigUint::parse_bytes(format!("{whole}{fraction}").as_bytes(), 10)?;
        let sign = if text.starts_with('-') { Sign::Minus } else { Sign::Plus };
        let scale = i64::try_from(fraction.len()).ok()? - exponent;
        Self::from_decimal(BigDecimal::new(BigInt::from_biguint(sign, magnitude), scale))
    }

    /// The shortest decimal that is nearest to `value` among 64-bit floats; `None`
    /// if it is infinite or no number.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let bits = value.abs().to_bits();
        let (fraction, exponent) = (bits & ((1 << 52) - 1), i64::try_from(bits >> 52).ok()?);
        if bits == 0 {
            return Some(Self::Integer(0));
        }
        let (mantissa, exponent) =
            if exponent == 0 { (fraction, -1_074) } else { (fraction | 1 << 52, exponent - 1_075) };
        let magnitude = shortest_decimal(&BigUint::from(mantissa), exponent);
        Self::from_decimal(if value < 0.0 { -magnitude } else { magnitude })
    }

    /// The sum; `None` if it is too large.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        if let (Self::Integer(a), Self::Integer(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Some(Self::Integer(sum));
        }
        let ([a, b], exponent) = aligned(self, other);
        Self::from_binary(&(a + b), exponent)
    }

    /// The difference; `None` if it is too large.
    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negated())
    }

    /// The product; `None` if it is too large.
    pub fn times(&self, other: &Self) -> Option<Self> {
        if let (Self::Integer(a), Self::Integer(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Some(Self::Integer(product));
        }
        let ((a, exponent_a), (b, exponent_b)) = (self.to_binary(), other.to_binary());
        Self::from_binary(&(a * b), exponent_a + exponent_b)
    }

    /// The quotient; `None` if `other` is zero or the quotient too large.
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (_, Self::Integer(0)) => None,
            (Self::Integer(a), Self::Integer(b)) if a.checked_rem(*b) == Some(0) => {
                Some(Self::Integer(a / b))
            }
            _ => {
                let ([a, b], _) = aligned(self, other);
                let quotient = nearest_fraction(a.magnitude(), b.magnitude());
                let negative = a.is_negative() != b.is_negative();
                Self::from_decimal(if negative { -quotient } else { quotient })
            }
        }
    }

    /// What is left of dividing, with the sign of `self`: all of it for zero, as in
    /// Terraform. `None` if it is too large.
    pub fn modulo(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (_, Self::Integer(0)) => Some(self.clone()),
            (Self::Integer(a), Self::Integer(b)) => Some(Self::Integer(a.wrapping_rem(*b))),
            _ => {
                let whole = self.divided_by(other)?.truncated();
                self.minus(&other.times(&whole)?)
            }
        }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Integer(value) => value
                .checked_neg()
                .map_or_else(|| Self::Decimal(Box::new(-BigDecimal::from(*value))), Self::Integer),
            Self::Decimal(value) => {
                Self::from_decimal(-BigDecimal::clone(value)).unwrap_or(Self::Integer(0))
            }
        }
    }

    /// The largest whole number that is not larger.
    #[must_use]
    pub fn floor(&self) -> Self {
        self.rounded(RoundingMode::Floor)
    }

    /// The smallest whole number that is not smaller.
    #[must_use]
    pub fn ceiling(&self) -> Self {
        self.rounded(RoundingMode::Ceiling)
    }

    /// The number without its fraction.
    #[must_use]
    pub fn truncated(&self) -> Self {
        self.rounded(RoundingMode::Down)
    }

    /// `self` to the power of `exponent`, with the precision of a 64-bit float,
    /// as Terraform's `pow`.
    pub fn power(&self, exponent: &Self) -> Option<Self> {
        Self::from_f64(power(self.to_f64(), exponent.to_f64()))
    }

    /// The number, if it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Decimal(_) => None,
        }
    }

    /// The number, if it is whole, not negative and fits.
    pub fn to_u32(&self) -> Option<u32> {
        self.to_i64().and_then(|value| u32::try_from(value).ok())
    }

    /// The number, if it is whole, not negative and fits.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i64().and_then(|value| usize::try_from(value).ok())
    }

    /// The nearest 64-bit float.
    pub fn to_f64(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The digits of a whole number, however many; `None` for a fraction.
    pub(crate) fn to_big_integer(&self) -> Option<BigInt> {
        match self {
            Self::Integer(value) => Some(BigInt::from(*value)),
            Self::Decimal(value) => {
                value.is_integer().then(|| value.with_scale(0).into_bigint_and_exponent().0)
            }
        }
    }

    pub(crate) fn from_big_integer(value: BigInt) -> Option<Self> {
        Self::from_decimal(BigDecimal::from(value))
    }

    pub(crate) fn to_decimal(&self) -> BigDecimal {
        match self {
            Self::Integer(value) => BigDecimal::from(*value),
            Self::Decimal(value) => BigDecimal::clone(value),
        }
    }

    /// The number as Terraform holds it: `mantissa * 2^exponent`, of which the
    /// mantissa has 512 bits at most unless the number is whole.
    fn to_binary(&self) -> (BigInt, i64) {
        match self {
            Self::Integer(value) => (BigInt::from(*value), 0),
            Self::Decimal(value) => {
                let (numerator, denominator) = ratio(value, &BigDecimal::one());
                if denominator.is_one() {
                    return (numerator, 0);
                }
                let (mantissa, exponent) =
                    nearest_binary(numerator.magnitude(), denominator.magnitude());
                (BigInt::from_biguint(numerator.sign(), mantissa), exponent)
            }
        }
    }

    fn from_binary(mantissa: &BigInt, exponent: i64) -> Option<Self> {
        let shift = exponent.unsigned_abs();
        let (numerator, denominator) = if exponent >= 0 {
            (mantissa.magnitude() << shift, BigUint::one())
        } else {
            (mantissa.magnitude().clone(), BigUint::one() << shift)
        };
        let value = nearest_fraction(&numerator, &denominator);
        Self::from_decimal(if mantissa.is_negative() { -value } else { value })
    }

    fn rounded(&self, mode: RoundingMode) -> Self {
        match self {
            Self::Integer(value) => Self::Integer(*value),
            Self::Decimal(value) => Self::from_decimal(value.with_scale_round(0, mode))
                .unwrap_or_else(|| Self::Decimal(value.clone())),
        }
    }

    fn from_decimal(value: BigDecimal) -> Option<Self> {
        let value = if value.digits() > EXACT_DIGITS { shortened(&value) } else { value };
        let value = value.normalized();
        let (digits, scale) = value.as_bigint_and_exponent();
        let digits_before_point = i64::try_from(value.digits()).ok()? - scale;
        if digits_before_point > LARGEST_EXPONENT + 1 || scale > LARGEST_EXPONENT {
            return None;
        }
        if scale <= 0
            && let Some(integer) = value.to_i64()
        {
            return Some(Self::Integer(integer));
        }
        if digits.is_zero() {
            return Some(Self::Integer(0));
        }
        Some(Self::Decimal(Box::new(value)))
    }
}

/// `base` to the power of `exponent`, rounded where Terraform rounds: it squares and
/// multiplies for the whole part of the exponent, and takes the root first.
fn power(base: f64, exponent: f64) -> f64 {
    /// Powers further than this from one are left to the machine.
    const FAR: f64 = 1_000.0;
    let exact = base.powf(exponent);
    if !(exact.is_normal() && base > 0.0 && exact.log2().abs() < FAR && exponent.abs() < 2e9) {
        return exact;
    }
    let (mut times, mut root) = (exponent.abs().trunc(), exponent.abs().fract());
    if root > 0.5 {
        root -= 1.0;
        times += 1.0;
    }
    let mut result = match (root, times) {
        (0.0, _) => 1.0,
        (0.5, 0.0) => base.sqrt(),
        _ => (root * base.ln()).exp(),
    };
    let mut square = base;
    while times >= 1.0 {
        if times % 2.0 > 0.5 {
            result *= square;
        }
        square *= square;
        times = (times / 2.0).trunc();
    }
    if exponent < 0.0 { 1.0 / result } else { result }
}

/// Two numbers as multiples of the same power of two.
fn aligned(a: &Number, b: &Number) -> ([BigInt; 2], i64) {
    let ((a, exponent_a), (b, exponent_b)) = (a.to_binary(), b.to_binary());
    let exponent = exponent_a.min(exponent_b);
    let raised = |value: BigInt, from: i64| value << (from - exponent).unsigned_abs();
    ([raised(a, exponent_a), raised(b, exponent_b)], exponent)
}

/// `a / b` as a fraction of whole numbers.
fn ratio(a: &BigDecimal, b: &BigDecimal) -> (BigInt, BigInt) {
    let (mut numerator, scale_a) = a.as_bigint_and_exponent();
    let (mut denominator, scale_b) = b.as_bigint_and_exponent();
    let shift = scale_b - scale_a;
    let power = BigInt::from(10).pow(u32::try_from(shift.unsigned_abs()).unwrap_or(u32::MAX));
    if shift >= 0 {
        numerator *= power;
    } else {
        denominator *= power;
    }
    (numerator, denominator)
}

fn shortened(value: &BigDecimal) -> BigDecimal {
    let (numerator, denominator) = ratio(value, &BigDecimal::one());
    let fraction = nearest_fraction(numerator.magnitude(), denominator.magnitude());
    if numerator.is_negative() { -fraction } else { fraction }
}

/// The shortest decimal for the 512-bit fraction that is nearest to a quotient.
fn nearest_fraction(numerator: &BigUint, denominator: &BigUint) -> BigDecimal {
    if numerator.is_zero() {
        return BigDecimal::zero();
    }
    let (mantissa, exponent) = nearest_binary(numerator, denominator);
    shortest_decimal(&mantissa, exponent)
}

/// The 512-bit fraction that is nearest to a quotient.
fn nearest_binary(numerator: &BigUint, denominator: &BigUint) -> (BigUint, i64) {
    let bits = |value: &BigUint| i64::try_from(value.bits()).unwrap_or(i64::MAX);
    let mut exponent =
        bits(numerator) - bits(denominator) - bits(&(BigUint::one() << PRECISION)) + 1;
    let mut mantissa = rounded_quotient(numerator, denominator, exponent);
    if mantissa.bits() > PRECISION {
        exponent += 1;
        mantissa = rounded_quotient(numerator, denominator, exponent);
    }
    (mantissa, exponent)
}

/// `numerator / denominator / 2^exponent`, halves rounded to even.
fn rounded_quotient(numerator: &BigUint, denominator: &BigUint, exponent: i64) -> BigUint {
    let shift = exponent.unsigned_abs();
    let (numerator, denominator) = if exponent < 0 {
        (numerator << shift, denominator.clone())
    } else {
        (numerator.clone(), denominator << shift)
    };
    let quotient = &numerator / &denominator;
    let twice_rest = (numerator - &quotient * &denominator) << 1u32;
    match twice_rest.cmp(&denominator) {
        Ordering::Greater => quotient + 1u32,
        Ordering::Equal if quotient.bit(0) => quotient + 1u32,
        Ordering::Less | Ordering::Equal => quotient,
    }
}

/// The decimal of fewest digits between the neighbours of `mantissa * 2^exponent`.
fn shortest_decimal(mantissa: &BigUint, exponent: i64) -> BigDecimal {
    let doubled = mantissa << 1u32;
    let [lower, value, upper] =
        [&doubled - 1u32, doubled.clone(), doubled + 1u32].map(|m| scaled(&m, exponent - 1));
    let scale = i64::try_from(exponent.saturating_sub(1).min(0).unsigned_abs()).unwrap_or(i64::MAX);
    let (value, lower, upper) = (value.to_string(), lower.to_string(), upper.to_string());
    let width = upper.len();
    let [lower, value, upper] = [lower, value, upper].map(|text| format!("{text:0>width$}"));
    let inclusive = !mantissa.bit(0);
    let cut = (0..width)
        .find_map(|index| rounding_at(index, [&lower, &value, &upper], inclusive))
        .unwrap_or_else(|| value.clone());
    let digits = BigInt::parse_bytes(cut.as_bytes(), 10).unwrap_or_default();
    let dropped = i64::try_from(width - cut.len()).unwrap_or(i64::MAX);
    BigDecimal::new(digits, scale - dropped)
}

/// The digits up to `index`, rounded, if that stays between the neighbours.
fn rounding_at(index: usize, [lower, value, upper]: [&str; 3], inclusive: bool) -> Option<String> {
    let digit = |text: &str| text.as_bytes()[index];
    let rest_is_zero = |text: &str| text.bytes().skip(index + 1).all(|byte| byte == b'0');
    let (low, middle, high) = (digit(lower), digit(value), digit(upper));
    let down = low != middle || (inclusive && rest_is_zero(lower));
    let up = middle != high && (inclusive || middle + 1 < high || !rest_is_zero(upper));
    let truncated = || value[..=index].to_owned();
    let raised = || {
        let digits = BigUint::parse_bytes(&value.as_bytes()[..=index], 10).unwrap_or_default();
        format!("{:0>width$}", digits + 1u32, width = index + 1)
    };
    let nearer_up = value.as_bytes().get(index + 1).is_some_and(|next| *next >= b'5');
    match (down, up) {
        (true, true) if nearer_up => Some(raised()),
        (true, _) => Some(truncated()),
        (false, true) => Some(raised()),
        (false, false) => None,
    }
}

/// `mantissa * 2^exponent` without its decimal point.
fn scaled(mantissa: &BigUint, exponent: i64) -> BigUint {
    let shift = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
    if exponent >= 0 { mantissa << shift } else { mantissa * BigUint::from(5u32).pow(shift) }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            _ => self.to_decimal().cmp(&other.to_decimal()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Decimal(value) => f.write_str(&value.to_plain_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("it is a number")
    }

    #[test]
    fn text_that_is_no_number_or_too_long_a_one_is_refused() {
        let long = "9".repeat(3_000);
        for text in
            ["", ".", "-", "e5", "1e", "1e999999999", "1e-999999999", "0x1", "1_0", " 1", &long]
        {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_result_of_too_many_digits_is_refused() {
        let large = number("9e2000");
        assert_eq!(large.times(&large), None);
        assert_eq!(large.plus(&large), None);
        assert_eq!(number("1e-2000").divided_by(&number("1e2000")), None);
        assert_eq!(number("10").power(&number("1e9")), None);
        assert_eq!(number("1").divided_by(&number("0")), None);
    }

    #[test]
    fn equal_numbers_have_one_form() {
        assert_eq!(number("1.50"), number("15e-1"));
        assert_eq!(number("10e-1"), Number::Integer(1));
        assert_eq!(number("0.0"), Number::Integer(0));
        assert_eq!(number("9223372036854775807.0"), Number::Integer(i64::MAX));
        assert_eq!(number("9223372036854775808").negated(), Number::Integer(i64::MIN));
        assert_eq!(Number::from_f64(0.1), Some(number("0.1")));
    }

    #[test]
    fn numbers_are_ordered_by_size_whatever_their_form() {
        let texts = ["-1e30", "-2", "-1.5", "0", "1e-30", "0.5", "1", "1e18", "1e30"];
        let numbers = texts.map(number);
        assert!(numbers.is_sorted(), "{numbers:?}");
    }

    #[test]
    fn only_whole_numbers_that_fit_are_integers() {
        assert_eq!(number("7").to_u32(), Some(7));
        assert_eq!(number("-7").to_u32(), None);
        assert_eq!(number("7.5").to_i64(), None);
        assert_eq!(number("1e30").to_usize(), None);
        assert_eq!(number("-2.5").floor(), Number::Integer(-3));
        assert_eq!(number("-2.5").ceiling(), Number::Integer(-2));
        assert_eq!(number("-2.5").truncated(), Number::Integer(-2));
    }
}
