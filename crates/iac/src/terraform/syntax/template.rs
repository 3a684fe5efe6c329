//! Templates: literal text decoded, strip markers applied, heredocs dedented,
//! directives put into a tree, in the order in which Terraform does these.

use std::{mem, sync::Arc};

use super::{Expression, ExpressionKind, Name, TemplatePart};
use crate::terraform::normal_form::composed;

/// A template before its directives are a tree.
#[derive(Debug)]
pub(super) enum Piece {
    /// Decoded text; in heredocs and files one line or a part of one.
    Text(String),
    Sequence(Sequence, Strip),
}

/// What stands between `${` or `%{` and its `}`.
#[derive(Debug)]
pub(super) enum Sequence {
    Interpolation(Expression),
    If(Expression),
    Else,
    EndIf,
    For { key: Option<Name>, value: Name, collection: Expression },
    EndFor,
}

/// The `~` of a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub before: bool,
    pub after: bool,
}

/// How literal text is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `\n` and its like, `$${`, `%%{`.
    Quoted,
    /// `$${`, `%%{`: heredocs and template files.
    Bare,
}

/// A mistake in literal text, at an offset in it.
#[derive(Debug)]
pub(super) struct BadText {
    pub at: usize,
    pub message: &'static str,
}

/// Decodes the literal text `raw`.
pub(super) fn decode(raw: &str, escapes: Escapes) -> Result<String, BadText> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(next) = rest.find(['\\', '$', '%', '\n']) {
        text.push_str(&rest[..next]);
        rest = &rest[next..];
        let at = raw.len() - rest.len();
        let used = if rest.starts_with("$${") || rest.starts_with("%%{") {
            text.push_str(&rest[1..3]);
            3
        } else if escapes == Escapes::Quoted && rest.starts_with('\\') {
            let (character, length) =
                escaped(rest).ok_or(BadText { at, message: "invalid escape sequence" })?;
            text.push(character);
            length
        } else if escapes == Escapes::Quoted && rest.starts_with('\n') {
            return Err(BadText {
                at,
                message: "A string in quotes ends on the line it begins on",
            });
        } else {
            text.push_str(&rest[..1]);
            1
        };
        rest = &rest[used..];
    }
    text.push_str(rest);
    Ok(text)
}

/// The character that an escape sequence stands for, and the sequence's length.
fn escaped(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' => '"',
        b'\\' => '\\',
        b'u' => return Some((hexadecimal(text.get(2..6)?)?, 6)),
        b'U' => return Some((hexadecimal(text.get(2..10)?)?, 10)),
        _ => return None,
    };
    Some((character, 2))
}

fn hexadecimal(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// What a template is: text, the one expression in it, or its parts.
pub(super) fn expression(mut pieces: Vec<Piece>, dedented: bool) -> ExpressionKind {
    if let [Piece::Sequence(Sequence::Interpolation(_), _)] = pieces.as_slice()
        && let Some(Piece::Sequence(Sequence::Interpolation(only), _)) = pieces.pop()
    {
        return only.kind;
    }
    let mut parts = parts(pieces, dedented);
    match parts.as_mut_slice() {
        [] => ExpressionKind::String("".into()),
        [TemplatePart::Text(text)] => ExpressionKind::String(composed(Arc::clone(text))),
        _ => ExpressionKind::Template(parts),
    }
}

/// The parts of a template.
pub(super) fn parts(mut pieces: Vec<Piece>, dedented: bool) -> Vec<TemplatePart> {
    strip(&mut pieces);
    if dedented {
        dedent(&mut pieces);
    }
    tree(merge(pieces))
}

/// Joins adjacent text and drops what is empty.
fn merge(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (merged.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => merged.push(piece),
        }
    }
    merged
}

/// Takes away the white space beside `~`. It reaches to the end of the piece of
/// text, so in a heredoc not beyond the line.
fn strip(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let Piece::Sequence(_, strip) = pieces[at] else { continue };
        if strip.before
            && let Some(Piece::Text(text)) = at.checked_sub(1).and_then(|at| pieces.get_mut(at))
        {
            text.truncate(text.trim_end().len());
        }
        if strip.after
            && let Some(Piece::Text(text)) = pieces.get_mut(at + 1)
        {
            let start = text.len() - text.trim_start().len();
            text.drain(..start);
        }
    }
}

/// Takes away the indentation that all lines share, as `<<-` asks for.
fn dedent(pieces: &mut [Piece]) {
    let mut shared = usize::MAX;
    let mut starts = Vec::new();
    let mut line_starts = true;
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Text(text) = piece else {
            if mem::take(&mut line_starts) {
                shared = 0;
            }
            continue;
        };
        let content = text.trim_start();
        let blank = content.is_empty() && text.ends_with('\n');
        if line_starts && !blank {
            shared = shared.min(text[..text.len() - content.len()].chars().count());
            starts.push(at);
        }
        line_starts = text.ends_with('\n');
    }
    for at in starts {
        if let Piece::Text(text) = &mut pieces[at] {
            let end = text.char_indices().nth(shared).map_or(text.len(), |(end, _)| end);
            text.drain(..end);
        }
    }
}

/// An open directive, its head and what it has so far.
enum Open {
    Then(Expression),
    Otherwise(Expression, Vec<TemplatePart>),
    For { key: Option<Name>, value: Name, collection: Expression },
}

/// Nests directives. A closing one without its opening one is left out; the
/// parser has rejected such a template before.
fn tree(pieces: Vec<Piece>) -> Vec<TemplatePart> {
    let mut open: Vec<(Open, Vec<TemplatePart>)> = Vec::new();
    let mut parts = Vec::new();
    for piece in pieces {
        let sequence = match piece {
            Piece::Text(text) => {
                parts.push(TemplatePart::Text(composed(text)));
                continue;
            }
            Piece::Sequence(sequence, _) => sequence,
        };
        match sequence {
            Sequence::Interpolation(value) => parts.push(TemplatePart::Interpolation(value)),
            Sequence::If(condition) => {
                open.push((Open::Then(condition), mem::take(&mut parts)));
            }
            Sequence::For { key, value, collection } => {
                open.push((Open::For { key, value, collection }, mem::take(&mut parts)));
            }
            Sequence::Else => {
                if let Some((Open::Then(condition), outer)) = open.pop() {
                    open.push((Open::Otherwise(condition, mem::take(&mut parts)), outer));
                }
            }
            Sequence::EndIf | Sequence::EndFor => {
                if let Some((head, outer)) = open.pop() {
                    let inner = mem::replace(&mut parts, outer);
                    parts.push(closed(head, inner));
                }
            }
        }
    }
    parts
}

fn closed(head: Open, inner: Vec<TemplatePart>) -> TemplatePart {
    match head {
        Open::Then(condition) => TemplatePart::If { condition, then: inner, otherwise: Vec::new() },
        Open::Otherwise(condition, then) => TemplatePart::If { condition, then, otherwise: inner },
        Open::For { key, value, collection } => {
            TemplatePart::For { key, value, collection, body: inner }
        }
    }
}
