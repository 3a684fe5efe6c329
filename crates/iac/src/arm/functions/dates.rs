//! Functions of dates.

use nexthop_source::calendar::{date_of, days_since_epoch};

use super::{Arguments, Function, Outcome, function, unknowable};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("dateTimeAdd", (2, 3), date_time_add),
    function("dateTimeFromEpoch", (1, 1), date_time_from_epoch),
    function("dateTimeToEpoch", (1, 1), date_time_to_epoch),
    unknowable("utcNow", (0, 1)),
];

const DAY: i64 = 86_400;

/// A moment as .NET reads it from ISO 8601, in seconds since 1970 in UTC.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let mut parts = date.split('-').map(digits);
    let (year, month, day) = match (parts.next()??, parts.next(), parts.next(), parts.next()) {
        (year, Some(month), Some(day), None) => (year, month?, day?),
        (packed, None, ..) if date.len() == 8 => {
            (packed / 10_000, packed / 100 % 100, packed % 100)
        }
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let (clock, offset) = split_offset(rest)?;
    Some(days_since_epoch(year, month, day) * DAY + seconds_of_clock(clock)? - offset)
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The clock and the offset from UTC in seconds.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, offset) = text.split_at(at);
    let (hours, minutes) = offset.get(1..)?.split_once(':').unwrap_or((offset.get(1..)?, "0"));
    let offset_seconds = digits(hours)? * 3_600 + digits(minutes)? * 60;
    (offset_seconds <= DAY)
        .then_some((clock, if offset.starts_with('-') { -offset_seconds } else { offset_seconds }))
}

fn seconds_of_clock(clock: &str) -> Option<i64> {
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    if clock.is_empty() {
        return Some(0);
    }
    let (hour, minute, second) = if clock.contains(':') {
        let mut parts = clock.split(':').map(digits);
        (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?)
    } else if clock.len() == 6 {
        let packed = digits(clock)?;
        (packed / 10_000, packed / 100 % 100, packed % 100)
    } else {
        return None;
    };
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3_600 + minute * 60 + second)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// `2023-04-05T06:07:08Z`
fn sortable(seconds: i64) -> String {
    let (year, month, day) = date_of(seconds.div_euclid(DAY));
    let clock = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// No date of .NET is further away.
const FURTHEST: i64 = 253_402_300_799;

fn date_time_from_epoch(arguments: &Arguments) -> Outcome {
    let seconds = arguments.integer(0)?;
    if seconds.abs() > FURTHEST {
        return Err(arguments.fail("there is no such date"));
    }
    Ok(arguments.string(sortable(seconds)))
}

fn date_time_to_epoch(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let seconds = seconds(&text).ok_or_else(|| arguments.fail("this is no date"))?;
    Ok(Value::integer(seconds, arguments.span))
}

/// A duration of ISO 8601: whole months, and seconds.
fn duration(text: &str) -> Option<(i64, i64)> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text),
    };
    let (before, behind) = text.strip_prefix('P')?.split_once('T').unwrap_or((&text[1..], ""));
    let mut months = 0_i64;
    let mut seconds = 0_i64;
    for (part, units) in [
        (before, [('Y', 0), ('M', 0), ('W', 7 * DAY), ('D', DAY)].as_slice()),
        (behind, [('H', 3_600), ('M', 60), ('S', 1)].as_slice()),
    ] {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
            let amount: i64 = rest.get(..end)?.parse().ok()?;
            let unit = rest[end..].chars().next()?;
            let (_, size) = units.iter().find(|(letter, _)| *letter == unit)?;
            let amount = amount.checked_mul(sign)?;
            match (unit, size) {
                ('Y', 0) => months = months.checked_add(amount.checked_mul(12)?)?,
                ('M', 0) => months = months.checked_add(amount)?,
                (_, size) => seconds = seconds.checked_add(amount.checked_mul(*size)?)?,
            }
            rest = &rest[end + unit.len_utf8()..];
        }
    }
    Some((months, seconds))
}

/// The sum is only told in a format that sorts: others follow the conventions of a
/// culture. Without a format it is that of the base.
fn date_time_add(arguments: &Arguments) -> Outcome {
    let (base, added) = (arguments.text(0)?, arguments.text(1)?);
    let start = seconds(&base).ok_or_else(|| arguments.fail("this is no date"))?;
    let (months, more) = duration(&added).ok_or_else(|| arguments.fail("this is no duration"))?;
    let (year, month, day) = date_of(start.div_euclid(DAY));
    let total = months.checked_add(year * 12 + month - 1);
    let sum = total.and_then(|total| {
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        let day = day.min(days_in(year, month));
        let midnight =
            (0..=9_999).contains(&year).then(|| days_since_epoch(year, month, day) * DAY)?;
        midnight.checked_add(start.rem_euclid(DAY))?.checked_add(more)
    });
    let sum = sum.filter(|sum| sum.abs() <= FURTHEST);
    let sum = sum.ok_or_else(|| arguments.fail("there is no such date"))?;
    let text = sortable(sum);
    match arguments.given(2).map(|_| arguments.text(2)).transpose()?.as_deref() {
        Some("u") => Ok(arguments.string(text.replace('T', " "))),
        Some("s") => Ok(arguments.string(text.trim_end_matches('Z'))),
        Some("yyyy-MM-ddTHH:mm:ssZ") => Ok(arguments.string(text)),
        Some("yyyyMMddTHHmmssZ") => Ok(arguments.string(text.replace(['-', ':'], ""))),
        Some("yyyy-MM-dd") => Ok(arguments.string(&text[..10])),
        Some("yyyy") => Ok(arguments.string(&text[..4])),
        None if base.len() == text.len() && base.contains('T') && base.ends_with('Z') => {
            Ok(arguments.string(text))
        }
        Some(_) | None => Ok(arguments.not_offline()),
    }
}
