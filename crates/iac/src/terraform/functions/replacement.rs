//! Replacing in text of which only parts are known.
//!
//! What might be replaced together with text that is not known is not known in
//! the result either; everything else is.

use crate::Part;

/// The parts with `new` for each `old`. `None` where it depends on what is not known
/// which text is replaced, and for an empty `old`.
pub(super) fn replaced(parts: &[Part], old: &str, new: &str) -> Option<Vec<Part>> {
    if old.is_empty() {
        return None;
    }
    let mut result = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let Part::Text(text) = part else {
            result.push(Part::Unknown);
            continue;
        };
        // A match may begin in the unknown text before and end here.
        let start = if at > 0 { begins_within(text, old) } else { 0 };
        if text.find(old).is_some_and(|found| found < start) {
            return None;
        }
        let rest = text.get(start..)?;
        let last = rest.match_indices(old).last().map_or(0, |(found, _)| found + old.len());
        let (matched, tail) = rest.split_at_checked(last)?;
        // One may begin here and end in the unknown text behind.
        let within = if at + 1 < parts.len() { ends_within(tail, old) } else { 0 };
        let known = matched.replace(old, new) + tail.get(..tail.len() - within)?;
        if !known.is_empty() {
            result.push(Part::Text(known.into()));
        }
    }
    Some(result)
}

/// How much of the begin of `text` is an end of `old`, at most.
fn begins_within(text: &str, old: &str) -> usize {
    let ends = old.char_indices().skip(1).filter_map(|(at, _)| old.get(at..));
    ends.filter(|end| text.starts_with(end)).map(str::len).max().unwrap_or(0)
}

/// How much of the end of `text` is a begin of `old`, at most.
fn ends_within(text: &str, old: &str) -> usize {
    let begins = old.char_indices().filter_map(|(at, _)| old.get(..at));
    begins.filter(|begin| text.ends_with(begin)).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts as text, `?` for what is not known.
    fn parts(text: &str) -> Vec<Part> {
        let pieces = text.split_inclusive('?').flat_map(|piece| {
            let known = piece.trim_end_matches('?');
            let hole = piece.ends_with('?').then_some(Part::Unknown);
            let known = (!known.is_empty()).then(|| Part::Text(known.into()));
            known.into_iter().chain(hole)
        });
        pieces.collect()
    }

    #[track_caller]
    fn check(text: &str, old: &str, new: &str, expected: Option<&str>) {
        assert_eq!(replaced(&parts(text), old, new), expected.map(parts), "{text}");
    }

    #[test]
    fn what_lies_apart_from_the_unknown_is_replaced() {
        check("a-b/?/a-b", "-", "+", Some("a+b/?/a+b"));
        check("true ? true", "true", "1", Some("1 ? 1"));
    }

    #[test]
    fn what_may_be_replaced_with_the_unknown_is_unknown() {
        // The quotation marks may belong to `"true"`.
        check(r#"{"a":"?","b":"true"}"#, r#""true""#, "true", Some(r#"{"a":?,"b":true}"#));
        check("xtr?ue", "true", "1", Some("x?"));
    }

    #[test]
    fn what_depends_on_the_unknown_text_is_unknown_as_a_whole() {
        check("?ababa", "aba", "x", None);
        check("?a", "", "x", None);
    }
}
