//! What stands between brackets: the elements of arrays, objects, types and calls.

use nexthop_source::Span;

use super::{
    Entry, Expression, ExpressionKind, Item,
    cursor::{Cursor, Parse, invalid},
    token::TokenKind,
};

/// What separates elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// A comma on the same line, or a line end.
    CommaOrLine,
    /// A comma, with line ends where one likes.
    Comma,
}

impl Cursor<'_> {
    /// Reads elements between the bracket that was taken at `opening` and the
    /// bracket `closing`. What `element` cannot read is skipped up to the next one.
    pub(super) fn elements(
        &mut self,
        opening: Span,
        closing: (TokenKind, &str),
        separator: Separator,
        mut element: impl FnMut(&mut Self) -> Parse<()>,
    ) {
        self.awaited.push(closing.0);
        self.elements_within(opening, closing, separator, &mut element);
        self.awaited.pop();
    }

    fn elements_within(
        &mut self,
        opening: Span,
        (closing, text): (TokenKind, &str),
        separator: Separator,
        element: &mut dyn FnMut(&mut Self) -> Parse<()>,
    ) {
        self.take_lines();
        while !self.is(closing) {
            if self.is_left_open() {
                self.left_open(opening, text);
                return;
            }
            if element(self).is_err() {
                self.skip_to(&[TokenKind::NewLine, TokenKind::Comma, closing]);
            }
            self.separator(closing, text, separator);
        }
        self.take();
    }

    /// The separator behind an element; says so where there is none.
    fn separator(&mut self, closing: TokenKind, text: &str, separator: Separator) {
        let lines = self.is(TokenKind::NewLine);
        match separator {
            Separator::CommaOrLine if lines => self.take_lines(),
            Separator::CommaOrLine => {
                if self.take_if(TokenKind::Comma) {
                    if self.is(TokenKind::NewLine) {
                        self.expected("an element behind the comma");
                        self.take_lines();
                    }
                } else if !self.is(closing) && !self.is_left_open() {
                    self.expected(&format!("a line end, `,` or `{text}`"));
                }
            }
            Separator::Comma => {
                self.take_lines();
                if self.take_if(TokenKind::Comma) {
                    self.take_lines();
                    if self.is(closing) {
                        self.expected("an argument behind the comma");
                    }
                } else if !self.is(closing) && !self.is_left_open() {
                    self.expected(&format!("`,` or `{text}`"));
                }
            }
        }
    }

    /// `[a, ...b]`
    pub(super) fn array(&mut self) -> Parse<Expression> {
        let start = self.here();
        self.expect(TokenKind::LeftBracket, "`[`")?;
        let mut items = Vec::new();
        let mut below = 0;
        self.elements(start, (TokenKind::RightBracket, "]"), Separator::CommaOrLine, |cursor| {
            let spread = cursor.take_if(TokenKind::Ellipsis);
            let stops = [TokenKind::NewLine, TokenKind::Comma, TokenKind::RightBracket];
            let value = cursor.value_or_invalid(&stops);
            below = below.max(value.height);
            items.push(Item { value, spread });
            Ok(())
        });
        self.expression(ExpressionKind::Array(items), self.span_from(start), below)
    }

    /// `{ a: 1, ...b }` as a value.
    pub(super) fn object(&mut self) -> Parse<Expression> {
        let start = self.here();
        self.expect(TokenKind::LeftBrace, "`{`")?;
        let mut entries = Vec::new();
        let mut below = 0;
        self.elements(start, (TokenKind::RightBrace, "}"), Separator::CommaOrLine, |cursor| {
            let entry = cursor.entry()?;
            below = below.max(height(&entry));
            entries.push(entry);
            Ok(())
        });
        self.expression(ExpressionKind::Object(entries), self.span_from(start), below)
    }

    /// `key: value` or `...object`
    pub(super) fn entry(&mut self) -> Parse<Entry> {
        let stops = [TokenKind::NewLine, TokenKind::Comma, TokenKind::RightBrace];
        if self.take_if(TokenKind::Ellipsis) {
            return Ok(Entry::Spread(self.value_or_invalid(&stops)));
        }
        let key = match self.kind() {
            TokenKind::Identifier => {
                let name = self.name("the name of a property")?;
                self.expression(ExpressionKind::String(name.text), name.span, 0)?
            }
            TokenKind::StringComplete | TokenKind::StringLeft => self.string()?,
            _ => return Err(self.expected("the name of a property")),
        };
        self.expect(TokenKind::Colon, "`:`")?;
        Ok(Entry::Property { key, value: self.value_or_invalid(&stops) })
    }

    /// A value; where it cannot be read, what stands for it, up to one of `stops`.
    pub(super) fn value_or_invalid(&mut self, stops: &[TokenKind]) -> Expression {
        let start = self.here();
        let literals = std::mem::replace(&mut self.literals, true);
        let value = self.value();
        self.literals = literals;
        value.unwrap_or_else(|_| {
            self.skip_to(stops);
            invalid(self.span_from(start))
        })
    }
}

/// The height of the higher of an entry's parts.
pub(super) fn height(entry: &Entry) -> u16 {
    match entry {
        Entry::Property { key, value } => key.height.max(value.height),
        Entry::Spread(value) => value.height,
    }
}
