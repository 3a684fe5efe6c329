//! Where the parser stands in the tokens, and how it gets past what it cannot
//! read.

use std::sync::Arc;

use nexthop_source::{Diagnostic, FileId, Severity, Span};

use super::{
    Dialect, Expression, ExpressionKind, Name, Type, TypeKind,
    token::{Token, TokenKind, tokens},
};

/// Nothing that is nested deeper is read, whether by brackets or by operators.
const DEEPEST: u16 = 160;

/// What was to be read here is not. A diagnostic has been made of it.
#[derive(Debug)]
pub(super) struct Broken;

pub(super) type Parse<T> = Result<T, Broken>;

/// How a bracket that is closed nowhere is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// By the brackets alone.
    Brackets,
    /// By declarations that begin their line without indentation.
    Indentation,
}

pub(super) struct Cursor<'a> {
    text: &'a str,
    file: FileId,
    pub(super) dialect: Dialect,
    closing: Closing,
    tokens: &'a [Token],
    /// Of the next token that is no trivia.
    at: usize,
    /// Behind the last token that was taken.
    taken: u32,
    depth: u16,
    /// Whether `{…}` and `[…]` are values here; within `${…}` they are not.
    pub(super) literals: bool,
    /// The brackets that close what is being read, outermost first.
    pub(super) awaited: Vec<TokenKind>,
    /// The token at which a bracket was said to be left open: it stands for all that are.
    left_open_at: Option<usize>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads all of `text`, a second time by its indentation if a bracket is missing.
pub(super) fn read<T>(
    text: &str,
    file: FileId,
    dialect: Dialect,
    read: impl Fn(&mut Cursor<'_>) -> T,
) -> (T, Vec<Diagnostic>) {
    let (tokens, mistakes) = tokens(text);
    let attempt = |closing| {
        let mut cursor = Cursor {
            text,
            file,
            dialect,
            closing,
            tokens: &tokens,
            at: 0,
            taken: 0,
            depth: 0,
            literals: true,
            awaited: Vec::new(),
            left_open_at: None,
            diagnostics: Vec::new(),
        };
        cursor.skip_trivia();
        let result = read(&mut cursor);
        (result, cursor.diagnostics)
    };
    let (mut result, mut diagnostics) = attempt(Closing::Brackets);
    if !diagnostics.is_empty() {
        (result, diagnostics) = attempt(Closing::Indentation);
    }
    diagnostics.extend(mistakes.into_iter().map(|mistake| {
        let span = Span::new(file, mistake.range);
        Diagnostic::new("syntax-error", Severity::Error, span, mistake.message)
    }));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (result, diagnostics)
}

impl<'a> Cursor<'a> {
    fn skip_trivia(&mut self) {
        while self.token().kind == TokenKind::Trivia {
            self.at += 1;
        }
    }

    /// The next token; at the end, again and again, [`TokenKind::End`].
    pub(super) fn token(&self) -> Token {
        let end = Token { kind: TokenKind::End, start: self.taken, end: self.taken };
        self.tokens.get(self.at).or(self.tokens.last()).copied().unwrap_or(end)
    }

    pub(super) fn kind(&self) -> TokenKind {
        self.token().kind
    }

    pub(super) fn is(&self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    pub(super) fn is_keyword(&self, keyword: &str) -> bool {
        self.is(TokenKind::Identifier) && self.token_text() == keyword
    }

    pub(super) fn token_text(&self) -> &'a str {
        self.text.get(self.token().range()).unwrap_or_default()
    }

    /// The next token and all behind it that are no trivia.
    pub(super) fn following(&self) -> impl Iterator<Item = Token> {
        let tokens = self.tokens.get(self.at..).unwrap_or_default();
        tokens.iter().copied().filter(|token| token.kind != TokenKind::Trivia)
    }

    /// The token behind the next one.
    pub(super) fn second(&self) -> Token {
        self.following().nth(1).unwrap_or_else(|| self.token())
    }

    /// The next token that is no line end, counted from the one `skip` further.
    pub(super) fn behind_lines(&self, skip: usize) -> Token {
        let mut behind = self.following().skip(skip);
        behind.find(|token| token.kind != TokenKind::NewLine).unwrap_or_else(|| self.token())
    }

    pub(super) fn text_of(&self, token: Token) -> &'a str {
        self.text.get(token.range()).unwrap_or_default()
    }

    pub(super) fn take(&mut self) -> Token {
        let token = self.token();
        if token.kind != TokenKind::End {
            self.taken = token.end;
            self.at += 1;
            self.skip_trivia();
        }
        token
    }

    pub(super) fn take_if(&mut self, kind: TokenKind) -> bool {
        let there = self.is(kind);
        if there {
            self.take();
        }
        there
    }

    pub(super) fn take_keyword(&mut self, keyword: &str) -> bool {
        let there = self.is_keyword(keyword);
        if there {
            self.take();
        }
        there
    }

    pub(super) fn take_lines(&mut self) {
        while self.take_if(TokenKind::NewLine) {}
    }

    pub(super) fn expect(&mut self, kind: TokenKind, what: &str) -> Parse<Token> {
        if self.is(kind) { Ok(self.take()) } else { Err(self.expected(what)) }
    }

    pub(super) fn expect_keyword(&mut self, keyword: &str) -> Parse<()> {
        if self.take_keyword(keyword) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{keyword}`")))
        }
    }

    pub(super) fn name(&mut self, what: &str) -> Parse<Name> {
        let token = self.expect(TokenKind::Identifier, what)?;
        Ok(Name { text: Arc::from(self.text_of(token)), span: self.span(token) })
    }

    pub(super) fn span(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }

    /// From `start` to the last token that was taken.
    pub(super) fn span_from(&self, start: Span) -> Span {
        Span { file: self.file, start: start.start, end: self.taken.max(start.start) }
    }

    pub(super) fn here(&self) -> Span {
        self.span(self.token())
    }

    /// Says that something else should stand here.
    pub(super) fn expected(&mut self, what: &str) -> Broken {
        let found = match self.kind() {
            TokenKind::End => "the end of the file".to_owned(),
            TokenKind::NewLine => "the end of the line".to_owned(),
            // What the text is not made of has been told already.
            TokenKind::Unrecognized => return Broken,
            _ => {
                let text = self.token_text();
                let short: String = text.chars().take(30).take_while(|&c| c != '\n').collect();
                if short.len() < text.len() {
                    format!("`{short}…`")
                } else {
                    format!("`{short}`")
                }
            }
        };
        let span = match self.kind() {
            // Of a line end, where it is and not the empty lines behind it.
            TokenKind::NewLine => Span { file: self.file, start: self.taken, end: self.taken },
            _ => self.here(),
        };
        self.report(span, format!("expected {what}, found {found}"))
    }

    /// Says what is wrong, once at each place.
    pub(super) fn report(&mut self, span: Span, message: impl Into<String>) -> Broken {
        if self.diagnostics.last().is_none_or(|last| last.span.start != span.start) {
            let diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
            self.diagnostics.push(diagnostic);
        }
        Broken
    }

    /// Reads what is one level deeper.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth >= DEEPEST {
            return Err(self.too_deep());
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn too_deep(&mut self) -> Broken {
        let message = format!("nested more than {DEEPEST} levels deep");
        self.report(self.here(), message)
    }

    /// A value that stands upon values of the height `below`.
    pub(super) fn expression(
        &mut self,
        kind: ExpressionKind,
        span: Span,
        below: u16,
    ) -> Parse<Expression> {
        if below >= DEEPEST {
            return Err(self.too_deep());
        }
        Ok(Expression { kind, span, height: below + 1 })
    }

    /// As [`Cursor::expression`].
    pub(super) fn type_of(&mut self, kind: TypeKind, below: u16) -> Parse<Type> {
        if below >= DEEPEST {
            return Err(self.too_deep());
        }
        Ok(Type { kind, height: below + 1 })
    }

    /// Whether a declaration begins here for which an open bracket should have been
    /// closed before.
    pub(super) fn is_abandoned(&self) -> bool {
        if self.is(TokenKind::End) {
            return true;
        }
        let token = self.token();
        let before = self.text.as_bytes().get(..token.start as usize).unwrap_or_default();
        let first = before.last().is_none_or(|&byte| matches!(byte, b'\n' | b'\r'));
        if self.closing == Closing::Brackets || !first {
            return false;
        }
        let behind = self.second().kind;
        match token.kind {
            TokenKind::At => behind == TokenKind::Identifier,
            TokenKind::Identifier => {
                let named = behind == TokenKind::Identifier;
                match self.token_text() {
                    "param" | "var" | "type" | "func" | "resource" | "module" | "output"
                    | "metadata" | "assert" | "test" | "extension" => named,
                    "targetScope" => behind == TokenKind::Assign,
                    "import" => matches!(behind, TokenKind::LeftBrace | TokenKind::Asterisk),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether the innermost bracket should have been closed before: a declaration begins
    /// here, or a bracket around it is closed.
    pub(super) fn is_left_open(&self) -> bool {
        let around = self.awaited.split_last().map_or(&[][..], |(_, around)| around);
        let own = self.awaited.last().is_some_and(|own| *own == self.kind());
        self.is_abandoned() || !own && around.contains(&self.kind())
    }

    /// Says of the innermost bracket that is left open here that it is.
    pub(super) fn left_open(&mut self, opening: Span, closing: &str) {
        if self.left_open_at != Some(self.at) {
            self.left_open_at = Some(self.at);
            self.report(opening, format!("this bracket is never closed with `{closing}`"));
        }
    }

    /// Skips to one of `stops` that is outside of all brackets that are opened on
    /// the way, or to where a declaration begins.
    pub(super) fn skip_to(&mut self, stops: &[TokenKind]) {
        let mut open: usize = 0;
        while !self.is_abandoned() {
            let kind = self.kind();
            if open == 0 && stops.contains(&kind) {
                return;
            }
            match kind {
                TokenKind::LeftBrace | TokenKind::LeftParenthesis | TokenKind::LeftBracket => {
                    open += 1;
                }
                TokenKind::RightBrace | TokenKind::RightParenthesis | TokenKind::RightBracket => {
                    open = open.saturating_sub(1);
                }
                _ => {}
            }
            self.take();
        }
    }
}

/// What stands for a value that could not be read.
pub(super) fn invalid(span: Span) -> Expression {
    Expression { kind: ExpressionKind::Invalid, span, height: 1 }
}
