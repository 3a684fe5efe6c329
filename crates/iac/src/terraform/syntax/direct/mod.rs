//! Reads what is written as nearly all code is, without `hcl_edit` and many times as fast.
//!
//! A text gets the tree that [`super::accept`] makes of it, or none: what is rare
//! (directives, names that are not ASCII, carriage returns by themselves) and what is wrong
//! is read there, where every mistake is explained. The rules are `hcl_edit`'s, where it
//! lets a line end among them; the tests hold both readers against each other.

mod expression;
mod text;

use std::{ops::Range, sync::Arc};

use nexthop_source::{FileId, Span};

use super::{Attribute, Block, Body, Name};

/// What is nested deeper, or has longer chains of operators, is left to the other reader,
/// which has a limit for it.
const DEEPEST: usize = 32;
const MOST_OPERATORS: usize = 64;

/// So many words are remembered, as most of them are written again and again.
const WORDS: usize = 256;

/// The content of a file, if it is written as most are.
pub(super) fn body(text: &str, file: FileId) -> Option<Body> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', bytes).any(lone) {
        return None;
    }
    let words = vec![None; WORDS];
    let mut reader = Reader { text, bytes, file, at: 0, depth: 0, operators: 0, words };
    let body = reader.body()?;
    (reader.at == bytes.len()).then_some(body)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    file: FileId,
    at: usize,
    depth: usize,
    /// The longest chain of operators of the expression that is being read.
    operators: usize,
    /// Words that were read, each where its letters say.
    words: Vec<Option<Arc<str>>>,
}

/// Whether white space reaches beyond the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Line,
    Lines,
}

impl Reader<'_> {
    /// The next byte; nothing in a text stands for its end, as no byte that is read is zero.
    fn next(&self) -> u8 {
        self.behind(0)
    }

    fn behind(&self, bytes: usize) -> u8 {
        self.bytes.get(self.at + bytes).copied().unwrap_or_default()
    }

    fn begins_with(&self, text: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    /// Goes behind what must come next.
    fn expect(&mut self, text: &[u8]) -> Option<()> {
        self.takes(text).then_some(())
    }

    /// Goes behind what may come next.
    fn takes(&mut self, text: &[u8]) -> bool {
        let found = self.begins_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(self.file, start..self.at)
    }

    /// Goes behind white space and comments.
    fn skip(&mut self, space: Space) -> Option<()> {
        loop {
            match self.next() {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' if space == Space::Lines => self.at += 1,
                b'#' if space == Space::Lines => self.line_comment(),
                b'/' if space == Space::Lines && self.behind(1) == b'/' => self.line_comment(),
                b'/' if self.behind(1) == b'*' => {
                    let rest = self.bytes.get(self.at + 2..)?;
                    self.at += 2 + memchr::memmem::find(rest, b"*/")? + 2;
                }
                _ => return Some(()),
            }
        }
    }

    /// Goes to the end of a line.
    fn line_comment(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// Goes behind a comment at the end of a line.
    fn trailing_comment(&mut self) -> bool {
        let found = self.next() == b'#' || self.begins_with(b"//");
        if found {
            self.line_comment();
        }
        found
    }

    fn line_end(&mut self) -> Option<()> {
        (self.takes(b"\n") || self.takes(b"\r\n")).then_some(())
    }

    fn identifier(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if !begins_name(self.next()) {
            return None;
        }
        while continues_name(self.next()) {
            self.at += 1;
        }
        self.next().is_ascii().then_some(start..self.at)
    }

    fn name(&mut self) -> Option<Name> {
        let range = self.identifier()?;
        self.named(range)
    }

    fn named(&mut self, range: Range<usize>) -> Option<Name> {
        let text = self.word(self.text.get(range.clone())?);
        Some(Name { text, span: Span::new(self.file, range) })
    }

    /// A word that may have been read before.
    fn word(&mut self, word: &str) -> Arc<str> {
        let mix = |hash: usize, byte: &u8| hash.wrapping_mul(31).wrapping_add(usize::from(*byte));
        let place = word.as_bytes().iter().fold(0, mix) % WORDS;
        match &self.words[place] {
            Some(known) if **known == *word => Arc::clone(known),
            _ => Arc::clone(self.words[place].insert(word.into())),
        }
    }

    fn body(&mut self) -> Option<Body> {
        let mut body = Body::default();
        loop {
            self.skip(Space::Lines)?;
            if !begins_name(self.next()) {
                break;
            }
            let name = self.name()?;
            self.skip(Space::Line)?;
            if self.takes(b"=") {
                body.attributes.push(self.attribute(name)?);
            } else {
                body.blocks.push(self.block(name)?);
            }
            self.skip(Space::Line)?;
            self.trailing_comment();
            if self.at < self.bytes.len() {
                self.line_end()?;
            }
        }
        are_distinct(&body.attributes).then_some(body)
    }

    /// The value behind `=`.
    fn attribute(&mut self, name: Name) -> Option<Attribute> {
        self.skip(Space::Line)?;
        let value = self.scoped(Space::Line)?;
        Some(Attribute { name, value })
    }

    /// What is behind the kind of a block.
    fn block(&mut self, kind: Name) -> Option<Block> {
        let mut labels = Vec::new();
        while self.next() == b'"' || begins_name(self.next()) {
            let label = if self.next() == b'"' { self.label()? } else { self.name()? };
            labels.push(label);
            self.skip(Space::Line)?;
        }
        let header = labels.last().map_or(kind.span, |label| kind.span.to(label.span));
        self.expect(b"{")?;
        let body = self.deeper(Self::block_body)?;
        Some(Block { kind, labels, body, header })
    }

    fn block_body(&mut self) -> Option<Body> {
        self.skip(Space::Line)?;
        let commented = self.trailing_comment();
        let body = if self.line_end().is_some() {
            self.body()?
        } else if commented {
            return None;
        } else {
            self.body_on_one_line()?
        };
        self.expect(b"}")?;
        Some(body)
    }

    fn body_on_one_line(&mut self) -> Option<Body> {
        let mut body = Body::default();
        if begins_name(self.next()) {
            let name = self.name()?;
            self.skip(Space::Line)?;
            self.expect(b"=")?;
            body.attributes.push(self.attribute(name)?);
            self.skip(Space::Line)?;
        }
        Some(body)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn continues_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether no argument is set twice.
fn are_distinct(attributes: &[Attribute]) -> bool {
    const FEW: usize = 8;
    let mut names: Vec<&str> = attributes.iter().map(|attribute| &*attribute.name.text).collect();
    if names.len() <= FEW {
        return (1..names.len()).all(|at| !names[..at].contains(&names[at]));
    }
    names.sort_unstable();
    names.windows(2).all(|pair| pair[0] != pair[1])
}
