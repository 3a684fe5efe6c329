//! What Terraform accepts and `hcl_edit` does not, or not in bearable time: the
//! copy is changed until it does, and the tree comes out as if nothing had been.
//!
//! - Line ends beside an operator in a `for` or a template directive count for
//!   nothing; they become spaces.
//! - An object may repeat a key; its entries are read one by one.
//! - A heredoc without any text ends at the next marker of another one of its name;
//!   it gets a line.
//! - A large object takes time by the square of its entries; it is read in parts.

use std::ops::Range;

use super::lower::{Fragment, Rejection, Site};
use super::patch::Patch;
use super::scan::{self, Closing, Grammar, Object};

/// A text with fewer entries cannot hold an object that takes long.
const LARGE_TEXT: usize = 4000;
/// So many entries an object may have before it is read in parts, of this size.
const LARGE_OBJECT: usize = 1000;
const PART: usize = 250;
/// Objects in objects that are read by themselves.
const MOST_LEVELS: usize = 8;

/// An object whose entries are read by themselves, and which is empty in the copy.
#[derive(Debug)]
pub(super) struct Detached {
    /// Of the opening brace.
    pub at: usize,
    pub parts: Vec<Range<usize>>,
}

/// Reads what `patch` holds by `lower`.
pub(super) fn read<T>(
    patch: &Patch<'_>,
    site: Site<'_>,
    grammar: Grammar,
    lower: fn(Fragment<'_>) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let filled = filled(patch, grammar);
    let patch = filled.as_ref().unwrap_or(patch);
    let attempt = |patch: &Patch<'_>, whole: &Patch<'_>, detached: &[Detached]| {
        lower(Fragment { patch, whole, detached, site })
    };
    let large = patch.copy.len() > 2 * LARGE_TEXT && separators(&patch.copy) > LARGE_TEXT;
    let mut rejection = None;
    if !large {
        match attempt(patch, patch, &[]) {
            Ok(read) => return Ok(read),
            Err(rejected) => rejection = Some(rejected),
        }
    }
    let mut outline = scan::scan(&patch.copy, grammar, Closing::Brackets);
    outline.objects.sort_by_key(|object| object.range.start);
    let mut folded = patch.clone();
    for range in &outline.folds {
        folded.fold(range.clone());
    }
    let within_levels = site.level < MOST_LEVELS;
    if let Some(rejection) = rejection
        && outline.folds.is_empty()
        && !rejection.repeated_key
    {
        return Err(rejection);
    }
    let part = |object: &Object| match &object.items {
        _ if !within_levels => None,
        items if repeats_a_key(&folded.copy, items) => Some(1),
        items => (items.len() > LARGE_OBJECT).then_some(PART),
    };
    let (copy, detached) = detach(&folded, &outline.objects, part);
    let rejection = match attempt(&copy, &folded, &detached) {
        Ok(read) => return Ok(read),
        Err(rejection) => rejection,
    };
    if !rejection.repeated_key || !within_levels {
        return Err(rejection);
    }
    let part = |object: &Object| (object.items.len() > 1).then_some(1);
    let (copy, detached) = detach(&folded, &outline.objects, part);
    attempt(&copy, &folded, &detached)
}

/// Whether two entries of an object begin with the same key, as far as that is seen from
/// how they are written.
fn repeats_a_key(text: &str, items: &[Range<usize>]) -> bool {
    let mut keys: Vec<_> = items.iter().filter_map(|item| key(text.get(item.clone())?)).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}

fn key(item: &str) -> Option<&str> {
    let end = item.find(['=', ':'])?;
    Some(item[..end].trim())
}

/// How many entries a text can have, all objects together.
fn separators(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'=' | b':')).count()
}

/// The copy with a line in each heredoc that has none, if there is such a one.
fn filled<'a>(patch: &Patch<'a>, grammar: Grammar) -> Option<Patch<'a>> {
    if !may_have_empty_heredoc(&patch.copy) {
        return None;
    }
    let outline = scan::scan(&patch.copy, grammar, Closing::Brackets);
    let mut filled = patch.clone();
    for &at in outline.empty_heredocs.iter().rev() {
        filled.insert(at, "\n");
    }
    Some(filled)
}

/// Whether a line that ends with `<<` and a word is followed by the word alone.
fn may_have_empty_heredoc(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let Some(rest) = text[at + 1..].strip_prefix('<') else { return false };
        let mut lines = rest.lines();
        let marker = lines.next().unwrap_or_default().trim_start_matches('-');
        !marker.is_empty() && lines.next().is_some_and(|line| line.trim() == marker)
    })
}

/// Empties the outermost of the objects, which are in order of their begin, that are to
/// be read in parts, of as many entries as `part` says.
fn detach<'a>(
    patch: &Patch<'a>,
    objects: &[Object],
    part: impl Fn(&Object) -> Option<usize>,
) -> (Patch<'a>, Vec<Detached>) {
    let mut copy = patch.clone();
    let mut detached = Vec::new();
    let mut end = 0;
    for object in objects {
        let Range { start, end: closed } = object.range;
        if start < end {
            continue;
        }
        let Some(part) = part(object) else { continue };
        end = closed;
        copy.fold(start + 1..closed - 1);
        let parts = object.items.chunks(part).filter_map(|items| {
            let (first, last) = (items.first()?, items.last()?);
            Some(first.start..last.end)
        });
        detached.push(Detached { at: start, parts: parts.collect() });
    }
    (copy, detached)
}
