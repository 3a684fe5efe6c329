//! Text in quotes and heredocs.

use std::{ops::Range, sync::Arc};

use super::{Reader, Space, continues_name};
use crate::terraform::{
    normal_form::composed,
    syntax::{
        ExpressionKind, Name,
        template::{self, Escapes, Piece, Sequence, Strip},
    },
};

impl Reader<'_> {
    /// A label in quotes.
    pub(super) fn label(&mut self) -> Option<Name> {
        let start = self.at;
        self.at += 1;
        let text = self.literal()?;
        let text = self.decoded(text, Escapes::Quoted)?;
        self.expect(b"\"")?;
        Some(Name { text: text.into(), span: self.span_from(start) })
    }

    /// Text in quotes, or a template.
    pub(super) fn quoted(&mut self) -> Option<ExpressionKind> {
        self.at += 1;
        let first = self.literal()?;
        if self.takes(b"\"") {
            return Some(ExpressionKind::String(self.plain(first)?));
        }
        let mut pieces = Vec::new();
        if !first.is_empty() {
            pieces.push(Piece::Text(self.decoded(first, Escapes::Quoted)?));
        }
        while !self.takes(b"\"") {
            pieces.push(self.interpolation()?);
            let text = self.literal()?;
            if !text.is_empty() {
                pieces.push(Piece::Text(self.decoded(text, Escapes::Quoted)?));
            }
        }
        Some(template::expression(pieces, false))
    }

    /// The text of a literal that is a value.
    fn plain(&mut self, range: Range<usize>) -> Option<Arc<str>> {
        const SHORT: usize = 24;
        let raw = self.text.get(range.clone())?;
        if memchr::memchr3(b'\\', b'$', b'%', raw.as_bytes()).is_none() {
            let text = if raw.len() <= SHORT { self.word(raw) } else { raw.into() };
            return Some(composed(text));
        }
        Some(composed(self.decoded(range, Escapes::Quoted)?))
    }

    fn decoded(&self, range: Range<usize>, escapes: Escapes) -> Option<String> {
        template::decode(self.text.get(range)?, escapes).ok()
    }

    /// Goes over literal text up to a quote or what stands between braces.
    fn literal(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        loop {
            match self.next() {
                b'"' => break,
                b'\\' => self.escape()?,
                b'$' | b'%' if self.is_escaped_marker() => self.at += 3,
                b'$' | b'%' if self.behind(1) == b'{' => break,
                b'\n' => return None,
                _ if self.at >= self.bytes.len() => return None,
                _ => self.at += 1,
            }
        }
        Some(start..self.at)
    }

    fn escape(&mut self) -> Option<()> {
        let digits = match self.behind(1) {
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let all = self.bytes.get(self.at + 2..self.at + 2 + digits)?;
        self.at += 2 + digits;
        all.iter().all(u8::is_ascii_hexdigit).then_some(())
    }

    fn is_escaped_marker(&self) -> bool {
        self.begins_with(b"$${") || self.begins_with(b"%%{")
    }

    /// `${ … }`; directives are left to the other reader.
    fn interpolation(&mut self) -> Option<Piece> {
        self.expect(b"${")?;
        let before = self.takes(b"~");
        self.skip(Space::Lines)?;
        let value = self.nested(Space::Lines)?;
        self.skip(Space::Lines)?;
        let after = self.takes(b"~");
        self.expect(b"}")?;
        Some(Piece::Sequence(Sequence::Interpolation(value), Strip { before, after }))
    }

    pub(super) fn heredoc(&mut self) -> Option<ExpressionKind> {
        self.expect(b"<<")?;
        let dedented = self.takes(b"-");
        let marker = self.identifier()?;
        self.expect(b"\n")?;
        let start = self.at;
        let end = self.end_of_heredoc(marker.clone())?;
        if memchr::memchr(b'\r', &self.bytes[start..end]).is_some() {
            return None;
        }
        let mut pieces = Vec::new();
        loop {
            self.heredoc_lines(end, &mut pieces)?;
            if self.at == end {
                break;
            }
            pieces.push(self.interpolation()?);
            if self.at > end {
                return None;
            }
        }
        while matches!(self.next(), b' ' | b'\t') {
            self.at += 1;
        }
        self.at += marker.len();
        Some(template::expression(pieces, dedented))
    }

    /// Where the closing marker's line begins. What only begins like it is left to the other
    /// reader, and so is a heredoc without text.
    fn end_of_heredoc(&self, marker: Range<usize>) -> Option<usize> {
        let marker = &self.bytes[marker];
        let mut line = self.at;
        loop {
            let rest = self.bytes.get(line..)?;
            let content = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
            if let Some(behind) = rest[content..].strip_prefix(marker) {
                let next = behind.first().copied().unwrap_or(b'\n');
                if next == b'\n' && line > self.at {
                    return Some(line);
                }
                if !next.is_ascii() || !continues_name(next) {
                    return None;
                }
            }
            line += memchr::memchr(b'\n', rest)? + 1;
        }
    }

    /// The lines, or parts of lines, up to an interpolation or to `end`.
    fn heredoc_lines(&mut self, end: usize, pieces: &mut Vec<Piece>) -> Option<()> {
        let mut start = self.at;
        while self.at < end {
            match self.next() {
                b'$' | b'%' if self.is_escaped_marker() => self.at += 3,
                b'$' | b'%' if self.behind(1) == b'{' => break,
                b'\n' => {
                    self.at += 1;
                    pieces.push(Piece::Text(self.decoded(start..self.at, Escapes::Bare)?));
                    start = self.at;
                }
                _ => self.at += 1,
            }
        }
        if start < self.at {
            pieces.push(Piece::Text(self.decoded(start..self.at, Escapes::Bare)?));
        }
        Some(())
    }
}
