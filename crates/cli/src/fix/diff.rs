//! Edits as a unified diff.

use std::ops::Range;

use camino::Utf8Path;
use nexthop_source::{Edit, edited};

use crate::report::push;

/// So many lines around a change are shown.
const CONTEXT: usize = 3;

/// Lines that are replaced.
struct Replaced<'t> {
    old: Range<usize>,
    new: Vec<&'t str>,
}

/// The edits of a file, which are within its text and apart from each other.
pub(super) fn unified(path: &Utf8Path, text: &str, edits: &[Edit]) -> String {
    let Some(after) = edited(text, edits) else { return String::new() };
    let (old, new): (Vec<_>, Vec<_>) = (lines(text), lines(&after));
    let replaced = replaced(text, edits, &old, &new);
    let mut diff = format!("--- {path}\n+++ {path}\n");
    let mut so_far = Lengths::default();
    for hunk in hunks(&replaced) {
        so_far = write(&mut diff, &old, hunk, so_far);
    }
    diff
}

/// The lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Which lines are replaced by which: those that edits touch, without what is the
/// same at their beginning and end.
fn replaced<'t>(text: &str, edits: &[Edit], old: &[&str], new: &[&'t str]) -> Vec<Replaced<'t>> {
    let line = |offset: u32| text[..offset as usize].matches('\n').count();
    let mut touched: Vec<Range<usize>> = Vec::new();
    let mut grown: Vec<usize> = Vec::new();
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort();
    edits.dedup();
    for edit in edits {
        let range = line(edit.span.start)..(line(edit.span.end) + 1).min(old.len());
        let written = &text[edit.span.start as usize..edit.span.end as usize];
        let (more, fewer) = (edit.text.matches('\n').count(), written.matches('\n').count());
        match touched.last_mut().zip(grown.last_mut()) {
            Some((last, lines)) if range.start < last.end => {
                last.end = last.end.max(range.end);
                *lines = *lines + more - fewer.min(*lines + more);
            }
            _ => {
                grown.push(range.len() + more - fewer.min(range.len() + more));
                touched.push(range);
            }
        }
    }
    let mut at = 0;
    let mut behind = 0;
    let mut replaced = Vec::new();
    for (range, lines) in touched.into_iter().zip(grown) {
        at += range.start - behind;
        behind = range.end;
        let lines = lines.min(new.len().saturating_sub(at));
        replaced.push(trimmed(range, old, &new[at..at + lines]));
        at += lines;
    }
    replaced
}

fn trimmed<'t>(range: Range<usize>, old: &[&str], new: &[&'t str]) -> Replaced<'t> {
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let before = old[range.clone()].iter().zip(new).take_while(same).count();
    let (start, new) = (range.start + before, &new[before..]);
    let rest = &old[start..range.end];
    let behind = rest.iter().rev().zip(new.iter().rev()).take_while(same).count();
    Replaced { old: start..range.end - behind, new: new[..new.len() - behind].to_vec() }
}

/// Changes whose surroundings touch each other.
fn hunks<'r, 't>(replaced: &'r [Replaced<'t>]) -> impl Iterator<Item = &'r [Replaced<'t>]> {
    replaced.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT)
}

/// How many lines went and came.
#[derive(Clone, Copy, Default)]
struct Lengths {
    gone: usize,
    come: usize,
}

impl Lengths {
    fn with(self, one: &Replaced<'_>) -> Self {
        Self { gone: self.gone + one.old.len(), come: self.come + one.new.len() }
    }

    /// So many of these old lines are there in the new text.
    fn of(self, lines: usize) -> usize {
        lines + self.come - self.gone
    }
}

/// Writes a hunk; what went and came up to its end.
fn write(diff: &mut String, old: &[&str], hunk: &[Replaced<'_>], so_far: Lengths) -> Lengths {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return so_far };
    let start = first.old.start.saturating_sub(CONTEXT);
    let end = (last.old.end + CONTEXT).min(old.len());
    let here = hunk.iter().fold(Lengths::default(), Lengths::with);
    let (length, after) = (end - start, here.of(end - start));
    let (from, to) = (start + 1, so_far.of(start) + 1);
    push(diff, format_args!("@@ -{from},{length} +{to},{after} @@\n"));
    let mut at = start;
    for one in hunk {
        old[at..one.old.start].iter().for_each(|line| add(diff, ' ', line));
        old[one.old.clone()].iter().for_each(|line| add(diff, '-', line));
        one.new.iter().for_each(|line| add(diff, '+', line));
        at = one.old.end;
    }
    old[at..end].iter().for_each(|line| add(diff, ' ', line));
    hunk.iter().fold(so_far, Lengths::with)
}

fn add(diff: &mut String, sign: char, line: &str) {
    diff.push(sign);
    diff.push_str(line);
    if !line.ends_with('\n') {
        diff.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use nexthop_source::{Sources, Span};

    use super::*;

    fn diff(text: &str, edits: &[(Range<usize>, &str)]) -> String {
        let mut sources = Sources::default();
        let file = sources.add("main.tf", text.to_owned());
        let edit = |(range, text): &(Range<usize>, &str)| Edit {
            span: Span::new(file, range.clone()),
            text: (*text).to_owned(),
        };
        let edits: Vec<_> = edits.iter().map(edit).collect();
        unified(Utf8Path::new("main.tf"), text, &edits)
    }

    // As `diff -u` prints them.
    #[test]
    fn changes_far_from_each_other_are_hunks_of_their_own() {
        let text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let expected = "--- main.tf\n+++ main.tf\n@@ -1,4 +1,5 @@\n a\n+A\n b\n c\n d\n@@ -7,5 +8,5 @@\n g\n h\n i\n-j\n+J\n k\n";
        assert_eq!(diff(text, &[(1..1, "\nA"), (18..19, "J")]), expected);
    }

    #[test]
    fn changes_near_each_other_are_one_hunk() {
        let expected = "--- main.tf\n+++ main.tf\n@@ -1,4 +1,4 @@\n-a\n+x\n b\n c\n-d\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n";
        assert_eq!(diff("a\nb\nc\nd", &[(0..1, "x"), (6..7, "y")]), expected);
    }
}
