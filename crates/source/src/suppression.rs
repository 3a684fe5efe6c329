//! `nexthop: ignore[rule] until 2026-12-31 reason`, found in the comments of any language.

use crate::{Date, FileId, Sources, Span};

/// What a suppression comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The comment's own line and the one below it.
    Lines(u32, u32),
    /// The whole file.
    File,
}

/// One suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment, from its `nexthop:` to the end of the line.
    pub span: Span,
    /// The rules it names.
    pub rules: Vec<String>,
    /// Why; empty when none was given.
    pub reason: String,
    /// The last day on which it holds, if it ends.
    pub until: Option<Date>,
    /// What stands where that day should.
    pub no_date: Option<String>,
    /// Where it holds.
    pub scope: Scope,
}

impl Suppression {
    /// One of `rules` with what is said behind them: `until 2026-12-31`, and why.
    pub fn new(span: Span, rules: Vec<String>, said: &str, scope: Scope) -> Self {
        let said = said.trim();
        let (mut reason, mut until, mut no_date) = (said, None, None);
        if let Some((word, rest)) = said.strip_prefix("until ").map(split_word)
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            reason = rest;
            until = Date::parse(word);
            no_date = until.is_none().then(|| word.to_owned());
        }
        Self { span, rules, reason: reason.to_owned(), until, no_date, scope }
    }

    /// Whether a finding of `rule` is covered that begins on `line` of `file`.
    pub fn covers(&self, rule: &str, file: FileId, line: u32) -> bool {
        let here = match self.scope {
            Scope::File => true,
            Scope::Lines(first, last) => (first..=last).contains(&line),
        };
        here && self.span.file == file && self.rules.iter().any(|name| name == rule)
    }

    /// Whether it has ended, or says no day on which it does.
    pub fn is_over(&self, today: Date) -> bool {
        self.no_date.is_some() || self.until.is_some_and(|until| until < today)
    }

    /// The suppressions of a file whose comments begin with one of `markers`
    /// (`#`, `//`, `/*`).
    ///
    /// A comment that stands alone on its line covers the next line that is not
    /// itself such a comment; one behind code covers its own line.
    pub fn find(sources: &Sources, file: FileId, markers: &[&str]) -> Vec<Self> {
        let text = sources.file_text(file);
        // Most files have none; do not split them into lines.
        if !text.contains("nexthop:") {
            return Vec::new();
        }
        let lines: Vec<&str> = text.split('\n').collect();
        let mut found = Vec::new();
        let mut offset = 0;
        for (at, line) in lines.iter().enumerate() {
            if let Some((start, parsed)) = parse(line, markers) {
                let own = u32::try_from(at + 1).unwrap_or(u32::MAX);
                let alone = markers.iter().any(|marker| line.trim_start().starts_with(marker));
                let next = lines[at + 1..]
                    .iter()
                    .take_while(|line| parse(line, markers).is_some())
                    .count();
                let last = if alone { own + 1 + u32::try_from(next).unwrap_or(0) } else { own };
                let scope = if parsed.whole_file { Scope::File } else { Scope::Lines(own, last) };
                let span = Span::new(file, offset + start..offset + line.trim_end().len());
                found.push(Self::new(span, parsed.rules, &parsed.said, scope));
            }
            offset += line.len() + 1;
        }
        found
    }
}

struct Parsed {
    whole_file: bool,
    rules: Vec<String>,
    said: String,
}

/// The first word of a text, and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

/// The offset of `nexthop:` in a line whose comment says so, and what it says.
fn parse(line: &str, markers: &[&str]) -> Option<(usize, Parsed)> {
    let start = line.find("nexthop:")?;
    let before = line[..start].trim_end();
    if !markers.iter().any(|marker| before.ends_with(marker)) {
        return None;
    }
    let rest = line[start + "nexthop:".len()..].trim_start();
    let (whole_file, rest) = match rest.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("ignore")?),
    };
    let (names, reason) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let rules = names.split(',').map(|name| name.trim().to_owned()).collect();
    let said = reason.trim().trim_end_matches("*/").trim().to_owned();
    Some((start, Parsed { whole_file, rules, said }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Vec<Suppression> {
        let mut sources = Sources::default();
        let file = sources.add("a.tf", text.to_owned());
        Suppression::find(&sources, file, &["#", "//", "/*"])
    }

    #[test]
    fn a_comment_alone_covers_the_next_line_and_one_behind_code_its_own() {
        let found = find("# nexthop: ignore[a-b] why\nx = 1\ny = 2 // nexthop: ignore[c, d]\n");
        assert_eq!(found[0].scope, Scope::Lines(1, 2));
        assert_eq!(found[0].rules, ["a-b"]);
        assert_eq!(found[0].reason, "why");
        assert_eq!(found[1].scope, Scope::Lines(3, 3));
        assert_eq!(found[1].rules, ["c", "d"]);
        assert!(found[1].covers("d", found[1].span.file, 3));
        assert!(!found[1].covers("d", found[1].span.file, 4));
    }

    #[test]
    fn a_suppression_may_end() {
        let found = find(
            "# nexthop: ignore[a] until 2026-06-30 migration\n\
             # nexthop: ignore[a] until 2026-06-31 migration\n\
             # nexthop: ignore[a] until June\n",
        );
        let day = |text| Date::parse(text).expect("it is a date");
        assert_eq!(found[0].reason, "migration");
        assert!(!found[0].is_over(day("2026-06-30")) && found[0].is_over(day("2026-07-01")));
        assert_eq!(found[1].no_date.as_deref(), Some("2026-06-31"));
        assert!(found[1].is_over(day("2026-01-01")));
        assert_eq!(found[2].reason, "until June");
        assert!(!found[2].is_over(day("2026-07-01")));
    }

    #[test]
    fn stacked_comments_cover_the_same_code() {
        let found = find("# nexthop: ignore[a] x\n# nexthop: ignore[b] y\ncode\n");
        assert_eq!(found[0].scope, Scope::Lines(1, 3));
        assert_eq!(found[1].scope, Scope::Lines(2, 3));
    }

    #[test]
    fn text_that_is_no_comment_suppresses_nothing() {
        assert_eq!(find("x = \"nexthop: ignore[a] b\"\n"), []);
        assert_eq!(find("/* nexthop: ignore-file[a] all of it */\n")[0].scope, Scope::File);
        assert_eq!(find("/* nexthop: ignore-file[a] all of it */\n")[0].reason, "all of it");
    }
}
