//! Times that are written down; the present one is not known offline.

use nexthop_source::calendar::{date_of, days_since_epoch};

use super::{Arguments, Function, Outcome, function, unknowable};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("formatdate", (2, 2), formatdate),
    unknowable("plantimestamp", (0, 0)),
    function("timeadd", (2, 2), timeadd),
    function("timecmp", (2, 2), timecmp),
    unknowable("timestamp", (0, 0)),
];

/// A moment, with the offset from UTC that it was written with.
struct Time {
    /// Nanoseconds since 1970, UTC.
    nanoseconds: i128,
    offset_minutes: i64,
}

/// The fields of a clock and calendar.
struct Fields {
    year: i64,
    month: usize,
    day: i64,
    /// 0 is Sunday.
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

const SECOND: i128 = 1_000_000_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i64> {
    let digits = text.get(range)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl Time {
    /// A time in the form of RFC 3339.
    fn parse(text: &str) -> Option<Self> {
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !separators.iter().all(|(at, byte)| text.as_bytes().get(*at) == Some(byte)) {
            return None;
        }
        let (year, month, day) = (digits(text, 0..4)?, digits(text, 5..7)?, digits(text, 8..10)?);
        let (hour, minute) = (digits(text, 11..13)?, digits(text, 14..16)?);
        let second = digits(text, 17..19)?;
        let days = days_since_epoch(year, month, day);
        let exists = (1..=12).contains(&month) && date_of(days) == (year, month, day);
        if !exists || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let (fraction, zone) = match text.get(19..)?.strip_prefix('.') {
            Some(rest) => {
                let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
                (nanoseconds(&rest[..end])?, &rest[end..])
            }
            None => (0, text.get(19..)?),
        };
        let offset_minutes = offset(zone)?;
        let seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
        Some(Self { nanoseconds: i128::from(seconds) * SECOND + fraction, offset_minutes })
    }

    fn fields(&self) -> Fields {
        let seconds = i64::try_from(self.nanoseconds.div_euclid(SECOND)).unwrap_or(0)
            + self.offset_minutes * 60;
        let (days, second_of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = date_of(days);
        Fields {
            year,
            month: usize::try_from(month).unwrap_or(1),
            day,
            weekday: usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0),
            hour: second_of_day / 3_600,
            minute: second_of_day / 60 % 60,
            second: second_of_day % 60,
        }
    }

    fn zone(&self, colon: &str, utc: &str) -> String {
        if self.offset_minutes == 0 && !utc.is_empty() {
            return utc.to_owned();
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.abs();
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }

    fn rfc3339(&self) -> String {
        let Fields { year, month, day, hour, minute, second, .. } = self.fields();
        let zone = self.zone(":", "Z");
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

/// A date or time as YAML may have it, as RFC 3339 has it; without its fraction.
pub(super) fn of_yaml(text: &str) -> Option<String> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(end) => (&text[..end], Some(text[end..].split_at(1))),
        None => (text, None),
    };
    let mut numbers = date.split('-');
    let [year, month, day] = [numbers.next()?, numbers.next()?, numbers.next()?];
    if numbers.next().is_some() || year.len() != 4 {
        return None;
    }
    let date = format!("{year}-{}-{}", two_digits(month)?, two_digits(day)?);
    let Some((separator, time)) = rest else {
        return Some(Time::parse(&format!("{date}T00:00:00Z"))?.rfc3339());
    };
    let zone = time.find(['Z', '+', '-']);
    let (time, zone) = match (separator, zone) {
        (" ", None) => (time, "Z"),
        (" ", _) => return None,
        (_, zone) => time.split_at(zone?),
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut numbers = time.split(':').map(two_digits);
    let [hour, minute, second] = [numbers.next()??, numbers.next()??, numbers.next()??];
    let valid = numbers.next().is_none() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let time = format!("{date}T{hour}:{minute}:{second}.{fraction}{zone}");
    Some(Time::parse(valid.then_some(&*time)?)?.rfc3339())
}

fn two_digits(text: &str) -> Option<String> {
    matches!(text.len(), 1 | 2).then(|| format!("{text:0>2}"))
}

/// The digits behind the point as nanoseconds.
fn nanoseconds(fraction: &str) -> Option<i128> {
    let nine: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    (!fraction.is_empty()).then(|| nine.parse().ok()).flatten()
}

fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (digits(zone, 1..3)?, digits(zone, 4..6)?);
    (zone.len() == 6 && zone.as_bytes()[3] == b':').then_some(sign * (hours * 60 + minutes))
}

/// A length of time as Go writes it: `1h30m`, `-0.5s`.
fn duration(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned == "0" {
        return Some(0);
    }
    let mut rest = unsigned;
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (amount, behind) = rest.split_at(end);
        let end = behind.find(|letter: char| letter.is_ascii_digit() || letter == '.');
        let (unit, behind) = behind.split_at(end.unwrap_or(behind.len()));
        total = total.checked_add(amount_of(amount, unit_nanoseconds(unit)?)?)?;
        rest = behind;
    }
    let fits = !unsigned.is_empty() && i64::try_from(total).is_ok();
    fits.then_some(if text.starts_with('-') { -total } else { total })
}

fn amount_of(amount: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = if fraction.is_empty() { 0 } else { nanoseconds(fraction)? };
    whole.checked_mul(unit)?.checked_add(fraction * unit / SECOND)
}

fn unit_nanoseconds(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => SECOND,
        "m" => 60 * SECOND,
        "h" => 3_600 * SECOND,
        _ => return None,
    })
}

fn time(arguments: &Arguments, position: usize) -> Result<Time, Value> {
    let text = arguments.text(position)?;
    Time::parse(&text)
        .ok_or_else(|| arguments.fail(format!("not a valid RFC3339 timestamp: {text:?}")))
}

fn timeadd(arguments: &Arguments) -> Outcome {
    let (mut time, length) = (time(arguments, 0)?, arguments.text(1)?);
    let length =
        duration(&length).ok_or_else(|| arguments.fail(format!("invalid duration {length:?}")))?;
    time.nanoseconds += length;
    Ok(arguments.string(time.rfc3339()))
}

fn timecmp(arguments: &Arguments) -> Outcome {
    let (a, b) = (time(arguments, 0)?, time(arguments, 1)?);
    Ok(Value::integer(a.nanoseconds.cmp(&b.nanoseconds) as i64, arguments.span))
}

fn formatdate(arguments: &Arguments) -> Outcome {
    let (pattern, time) = (arguments.text(0)?, time(arguments, 1)?);
    let fields = time.fields();
    let mut result = String::new();
    let mut rest = pattern.as_ref();
    while let Some(letter) = rest.chars().next() {
        if letter == '\'' {
            let (literal, behind) = quoted(&rest[1..])
                .ok_or_else(|| arguments.fail("unterminated literal in format string"))?;
            result.push_str(&literal);
            rest = behind;
            continue;
        }
        let end = rest.find(|other| other != letter).unwrap_or(rest.len());
        let (token, behind) = rest.split_at(end);
        rest = behind;
        if letter.is_ascii_alphabetic() {
            let text = token_text(token, &time, &fields);
            result.push_str(&text.ok_or_else(|| {
                arguments.fail(format!("invalid format verb {token:?} in format string"))
            })?);
        } else {
            result.push_str(token);
        }
    }
    Ok(arguments.string(result))
}

/// The text up to the closing quote, a doubled one being a quote, and what is behind.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut literal = String::new();
    let mut rest = text;
    loop {
        let (piece, behind) = rest.split_once('\'')?;
        literal.push_str(piece);
        match behind.strip_prefix('\'') {
            Some(next) => {
                literal.push('\'');
                rest = next;
            }
            None => return Some((literal, behind)),
        }
    }
}

fn token_text(token: &str, time: &Time, fields: &Fields) -> Option<String> {
    let twelve = (fields.hour + 11) % 12 + 1;
    let half = if fields.hour < 12 { "AM" } else { "PM" };
    let (month, weekday) = (MONTHS.get(fields.month - 1)?, WEEKDAYS.get(fields.weekday)?);
    Some(match token {
        "YY" => format!("{:02}", fields.year % 100),
        "YYYY" => format!("{:04}", fields.year),
        "M" => fields.month.to_string(),
        "MM" => format!("{:02}", fields.month),
        "MMM" => month[..3].to_owned(),
        "MMMM" => (*month).to_owned(),
        "D" => fields.day.to_string(),
        "DD" => format!("{:02}", fields.day),
        "EEE" => weekday[..3].to_owned(),
        "EEEE" => (*weekday).to_owned(),
        "h" => fields.hour.to_string(),
        "hh" => format!("{:02}", fields.hour),
        "H" => twelve.to_string(),
        "HH" => format!("{twelve:02}"),
        "AA" => half.to_owned(),
        "aa" => half.to_lowercase(),
        "m" => fields.minute.to_string(),
        "mm" => format!("{:02}", fields.minute),
        "s" => fields.second.to_string(),
        "ss" => format!("{:02}", fields.second),
        "Z" => time.zone(":", "Z"),
        "ZZZ" => time.zone("", "UTC"),
        "ZZZZ" => time.zone("", ""),
        "ZZZZZ" => time.zone(":", ""),
        _ => return None,
    })
}
