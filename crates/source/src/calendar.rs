//! The Gregorian calendar.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// The day of `2026-12-31`; `None` where there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let is_padded = text.len() == 10 && text.bytes().all(|c| c.is_ascii_digit() || c == b'-');
        let mut numbers = text.split('-').map(|number| number.parse::<i64>().ok());
        let date = Self { year: numbers.next()??, month: numbers.next()??, day: numbers.next()?? };
        let days = days_since_epoch(date.year, date.month, date.day);
        let is_there = (1..=12).contains(&date.month) && Self::after(days) == date;
        (is_padded && numbers.next().is_none() && is_there).then_some(date)
    }

    /// The day that is so many days after the first one of 1970.
    pub fn after(days: i64) -> Self {
        let (year, month, day) = date_of(days);
        Self { year, month, day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days since 1970 of a date of the Gregorian calendar: years are counted from
/// March, so that the leap day is the last one.
pub fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of a day counted so.
pub fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn a_date_is_a_day_that_there_is() {
        for text in ["2026-12-31", "2024-02-29", "1970-01-01", "0001-01-01"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-12-31-1", "x"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(Some(Date::after(20_818)), Date::parse("2026-12-31"));
        assert!(Date::parse("2026-12-31") < Date::parse("2027-01-01"));
    }
}
