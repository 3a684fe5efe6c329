//! The bodies of resources and modules.

use nexthop_source::Span;

use super::{
    Block, Entry, Expression, Resource,
    cursor::{Cursor, Parse},
    object::Separator,
    token::TokenKind,
};

/// What may stand in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Properties and nested resources.
    Resource,
    /// Properties.
    Module,
}

impl Cursor<'_> {
    /// The body behind `=`; where it cannot be read, an empty one, up to the line end.
    pub(super) fn block(&mut self, content: Content) -> Block {
        let start = self.here();
        let block = self.deeper(|cursor| {
            if cursor.is(TokenKind::NewLine) {
                let next = cursor.behind_lines(0);
                if next.kind == TokenKind::Identifier && cursor.text_of(next) == "if" {
                    cursor.take_lines();
                }
            }
            if !cursor.is(TokenKind::LeftBracket) {
                return cursor.conditional_block(content);
            }
            let (repeat, block) = cursor.for_loop(|cursor| cursor.conditional_block(content))?;
            Ok(Block { repeat: Some(repeat), ..block })
        });
        block.unwrap_or_else(|_| {
            self.skip_to(&[TokenKind::NewLine]);
            self.empty_block(start)
        })
    }

    pub(super) fn empty_block(&self, start: Span) -> Block {
        Block {
            repeat: None,
            condition: None,
            entries: Vec::new(),
            resources: Vec::new(),
            span: self.span_from(start),
        }
    }

    /// `{…}` or `if (…) {…}`
    fn conditional_block(&mut self, content: Content) -> Parse<Block> {
        match self.kind() {
            TokenKind::LeftBrace => self.plain_block(content),
            TokenKind::Identifier if self.is_keyword("if") => {
                self.take();
                let condition = self.condition()?;
                Ok(Block { condition: Some(condition), ..self.plain_block(content)? })
            }
            _ => Err(self.expected("`{`, `if` or `[`")),
        }
    }

    /// `(condition)`
    fn condition(&mut self) -> Parse<Expression> {
        self.expect(TokenKind::LeftParenthesis, "`(`")?;
        self.take_lines();
        let stops = [TokenKind::NewLine, TokenKind::RightParenthesis];
        let condition = self.value_or_invalid(&stops);
        self.take_lines();
        self.expect(TokenKind::RightParenthesis, "`)`")?;
        Ok(condition)
    }

    fn plain_block(&mut self, content: Content) -> Parse<Block> {
        let start = self.here();
        self.expect(TokenKind::LeftBrace, "`{`")?;
        let (mut entries, mut resources) = (Vec::new(), Vec::new());
        let closing = (TokenKind::RightBrace, "}");
        self.elements(start, closing, Separator::CommaOrLine, |cursor| {
            match cursor.block_element(content)? {
                Element::Entry(entry) => entries.push(entry),
                Element::Resource(resource) => resources.push(*resource),
            }
            Ok(())
        });
        let block = self.empty_block(start);
        Ok(Block { entries, resources, ..block })
    }

    fn block_element(&mut self, content: Content) -> Parse<Element> {
        // `resource: …` is a property of that name.
        let declares = self.is_keyword("resource") && self.second().kind == TokenKind::Identifier;
        if content == Content::Resource && (declares || self.is(TokenKind::At)) {
            self.decorators()?;
            return self
                .deeper(Self::resource)
                .map(|resource| Element::Resource(Box::new(resource)));
        }
        self.entry().map(Element::Entry)
    }
}

/// What stands in a body.
enum Element {
    Entry(Entry),
    Resource(Box<Resource>),
}
