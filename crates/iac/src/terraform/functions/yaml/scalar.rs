//! What a scalar without quotes is.

use super::super::time;
use crate::Number;

pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(Number),
    /// As RFC 3339 has it.
    Time(String),
    Text,
}

pub(super) fn read(text: &str) -> Result<Scalar, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => return Err("there is no such number".to_owned()),
        _ if matches!(text.trim_start_matches(['+', '-']), ".inf" | ".Inf" | ".INF") => {
            return Err("there is no infinite number".to_owned());
        }
        _ => match number(text) {
            Some(number) => Scalar::Number(number),
            None => time::of_yaml(text).map_or(Scalar::Text, Scalar::Time),
        },
    })
}

fn number(text: &str) -> Option<Number> {
    let based = |digits: &str, base: u32| {
        let valid = digits.chars().all(|digit| digit.is_digit(base));
        let number = valid.then(|| i128::from_str_radix(digits, base).ok()).flatten()?;
        Number::parse(&number.to_string())
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    Number::parse(text)
}
