//! Exact numbers, as Terraform and ARM have them.

use bigdecimal::BigDecimal;

/// A number. Whole numbers that fit are always [`Number::Integer`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Decimal(BigDecimal),
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}
