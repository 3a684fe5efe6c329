//! Sets of ports.

use std::fmt;

/// A set of ports, as ranges in ascending order that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ports(Vec<(u16, u16)>);

impl Ports {
    pub(crate) fn all() -> Self {
        Self(vec![(0, u16::MAX)])
    }

    pub(crate) fn one(port: u16) -> Self {
        Self(vec![(port, port)])
    }

    pub(crate) fn between(first: u16, last: u16) -> Self {
        Self(vec![(first.min(last), first.max(last))])
    }

    /// Ports as rules write them: `443`, `1000-2000` or `*`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "*" {
            return Some(Self::all());
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let range = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (range.0 <= range.1).then(|| Self(vec![range]))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_all(&self) -> bool {
        self.0 == [(0, u16::MAX)]
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().any(|one| other.0.iter().any(|its| one.0 <= its.1 && its.0 <= one.1))
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
        self.0.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(self.0.len());
        for &(first, last) in &self.0 {
            match joined.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        self.0 = joined;
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        for &(from, to) in &other.0 {
            let mut left = Vec::with_capacity(self.0.len() + 1);
            for &(first, last) in &self.0 {
                if to < first || last < from {
                    left.push((first, last));
                    continue;
                }
                if first < from {
                    left.push((first, from - 1));
                }
                if to < last {
                    left.push((to + 1, last));
                }
            }
            self.0 = left;
        }
    }

    pub(crate) fn common(&self, other: &Self) -> Self {
        let overlaps = self
            .0
            .iter()
            .flat_map(|one| other.0.iter().map(move |its| (one.0.max(its.0), one.1.min(its.1))));
        Self(overlaps.filter(|(first, last)| first <= last).collect())
    }
}

/// How many ranges are named before the rest is only counted.
const MOST_NAMED: usize = 6;

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().take(MOST_NAMED).enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            if first == last { write!(f, "{first}")? } else { write!(f, "{first}-{last}")? }
        }
        match self.0.len().checked_sub(MOST_NAMED) {
            Some(more @ 1..) => write!(f, " and {more} more"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ports(text: &str) -> Ports {
        let mut all = Ports::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            all.add(&Ports::parse(part).expect("ports"));
        }
        all
    }

    #[test]
    fn ports_are_written_as_rules_write_them() {
        assert_eq!(ports("443,1433").to_string(), "443, 1433");
        assert_eq!(ports("*"), Ports::all());
        assert_eq!(ports("0-65535"), Ports::all());
        assert_eq!(Ports::parse("2000-1000"), None);
        assert_eq!(Ports::parse("65536"), None);
        assert_eq!(Ports::parse("https"), None);
    }

    #[test]
    fn ranges_that_touch_are_one() {
        assert_eq!(ports("80-89,90,100").to_string(), "80-90, 100");
        assert_eq!(ports("0-1000,1001-65535"), Ports::all());
    }

    #[test]
    fn what_is_removed_is_not_in_common() {
        let mut left = Ports::all();
        left.remove(&ports("22,443"));
        assert_eq!(left.to_string(), "0-21, 23-442, 444-65535");
        assert!(!left.overlaps(&ports("22")));
        assert!(left.common(&ports("22,443")).is_empty());
        assert_eq!(left.common(&ports("20-24")).to_string(), "20-21, 23-24");
        left.remove(&Ports::all());
        assert!(left.is_empty());
    }

    #[test]
    fn long_lists_are_cut_short() {
        assert_eq!(ports("1,3,5,7,9,11,13,15").to_string(), "1, 3, 5, 7, 9, 11 and 2 more");
    }
}
