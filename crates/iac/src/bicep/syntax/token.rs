//! The text as tokens. Whatever it holds, the tokens one after the other are the
//! text.
//!
//! Bicep can only be split with a memory of what is open: `}` ends an object, or
//! goes on with the text around an interpolation.

use std::ops::Range;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Spaces, comments, `#disable-next-line …`: nothing to the grammar.
    Trivia,
    /// One or more line ends without anything between them.
    NewLine,
    Identifier,
    Integer,
    /// `'text'`, `'''text'''`
    StringComplete,
    /// `'text${`
    StringLeft,
    /// `}text${`
    StringMiddle,
    /// `}text'`
    StringRight,
    LeftBrace,
    RightBrace,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    At,
    Comma,
    Dot,
    Ellipsis,
    Question,
    DoubleQuestion,
    Colon,
    DoubleColon,
    Plus,
    Minus,
    Percent,
    Asterisk,
    Slash,
    Hat,
    Exclamation,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Assign,
    Equal,
    EqualIgnoringCase,
    NotEqual,
    NotEqualIgnoringCase,
    Arrow,
    And,
    Or,
    Pipe,
    /// Bytes that mean nothing in Bicep.
    Unrecognized,
    /// The end of the text, without any of it.
    End,
}

/// A mistake within a token.
#[derive(Clone, Debug)]
pub(super) struct TokenMistake {
    pub range: Range<usize>,
    pub message: &'static str,
}

/// Splits a text; the last token is [`TokenKind::End`].
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<TokenMistake>) {
    let mut lexer = Lexer { bytes: text.as_bytes(), at: 0, open: Vec::new(), mistakes: Vec::new() };
    // A token is about five bytes long.
    let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
    loop {
        let start = lexer.at;
        let kind = if start >= text.len() { TokenKind::End } else { lexer.token() };
        // Spans end with the first 4 GiB of a text.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        tokens.push(Token { kind, start: offset(start), end: offset(lexer.at) });
        if kind == TokenKind::End {
            return (tokens, lexer.mistakes);
        }
    }
}

/// What is open around the place that is being read, if that is an interpolation.
#[derive(Clone, Copy, Debug)]
enum Open {
    /// Text between single quotes.
    Line,
    /// Text between three quotes; so many `$` begin an interpolation.
    Lines { dollars: usize },
    /// Braces of an object in an interpolation.
    Brace,
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    mistakes: Vec<TokenMistake>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn advance_while(&mut self, matches: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest.iter().position(|&byte| !matches(byte)).unwrap_or(rest.len());
    }

    fn mistake(&mut self, start: usize, message: &'static str) {
        self.mistakes.push(TokenMistake { range: start..self.at, message });
    }

    fn token(&mut self) -> TokenKind {
        match self.peek(0) {
            b' ' | b'\t' => {
                self.advance_while(|byte| matches!(byte, b' ' | b'\t'));
                TokenKind::Trivia
            }
            b'\r' | b'\n' => self.line_end(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                self.advance_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                TokenKind::Identifier
            }
            b'0'..=b'9' => {
                self.advance_while(|byte| byte.is_ascii_digit());
                TokenKind::Integer
            }
            b'\'' => self.opening_quote(0),
            b'$' => self.dollar(),
            b'/' if matches!(self.peek(1), b'/' | b'*') => self.comment(),
            b'#' if self.is_directive() => {
                self.advance_while(|byte| !matches!(byte, b'\r' | b'\n'));
                TokenKind::Trivia
            }
            b'{' => {
                if !self.open.is_empty() {
                    self.open.push(Open::Brace);
                }
                self.take(1, TokenKind::LeftBrace)
            }
            b'}' => self.closing_brace(),
            0xEF if self.at == 0 && self.bytes.starts_with(b"\xEF\xBB\xBF") => {
                self.take(3, TokenKind::Trivia)
            }
            _ => self.symbol(),
        }
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.at += length;
        kind
    }

    fn line_end(&mut self) -> TokenKind {
        // Text between single quotes, and what is interpolated in it, ends with its line.
        if !self.open.is_empty() {
            self.open.clear();
            self.mistake(self.at, "a line ends within an interpolation");
        }
        self.advance_while(|byte| matches!(byte, b'\r' | b'\n'));
        TokenKind::NewLine
    }

    fn comment(&mut self) -> TokenKind {
        let start = self.at;
        if self.peek(1) == b'/' {
            self.advance_while(|byte| !matches!(byte, b'\r' | b'\n'));
            return TokenKind::Trivia;
        }
        self.at += 2;
        if let Some(length) = self.rest().windows(2).position(|pair| pair == b"*/") {
            self.at += length + 2;
        } else {
            self.at = self.bytes.len();
            self.mistakes.push(TokenMistake {
                range: start..start + 2,
                message: "this comment is never closed with `*/`",
            });
        }
        TokenKind::Trivia
    }

    /// `#disable-next-line`, `#disable-diagnostics` or `#restore-diagnostics`,
    /// first on its line.
    fn is_directive(&self) -> bool {
        let line = self.bytes[..self.at].iter().rev();
        let mut before = line.take_while(|&&byte| !matches!(byte, b'\r' | b'\n'));
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let known: [&[u8]; 3] =
            [b"disable-next-line", b"disable-diagnostics", b"restore-diagnostics"];
        known.iter().any(|word| rest.starts_with(word))
            && before.all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// `$'''`, `$$'''`
    fn dollar(&mut self) -> TokenKind {
        let start = self.at;
        self.advance_while(|byte| byte == b'$');
        if self.rest().starts_with(b"'''") {
            return self.opening_quote(self.at - start);
        }
        self.unrecognized(start)
    }

    fn opening_quote(&mut self, dollars: usize) -> TokenKind {
        let start = self.at;
        if !self.rest().starts_with(b"'''") {
            self.at += 1;
            return self.line_text(start, true);
        }
        self.at += 3;
        let kind = self.lines_text(start, dollars, true);
        if kind == TokenKind::StringLeft {
            self.open.push(Open::Lines { dollars });
        }
        kind
    }

    fn closing_brace(&mut self) -> TokenKind {
        let start = self.at;
        self.at += 1;
        match self.open.last().copied() {
            None => TokenKind::RightBrace,
            Some(Open::Brace) => {
                self.open.pop();
                TokenKind::RightBrace
            }
            Some(Open::Line) => {
                self.open.pop();
                self.line_text(start, false)
            }
            Some(Open::Lines { dollars }) => {
                let kind = self.lines_text(start, dollars, false);
                if kind == TokenKind::StringRight {
                    self.open.pop();
                }
                kind
            }
        }
    }

    /// Text up to its closing quote, an interpolation or the end of the line. An
    /// interpolation stays open.
    fn line_text(&mut self, start: usize, first: bool) -> TokenKind {
        let (whole, part) = if first {
            (TokenKind::StringComplete, TokenKind::StringLeft)
        } else {
            (TokenKind::StringRight, TokenKind::StringMiddle)
        };
        loop {
            self.advance_while(|byte| !matches!(byte, b'\'' | b'\\' | b'$' | b'\r' | b'\n'));
            match self.peek(0) {
                b'\'' => return self.take(1, whole),
                b'$' if self.peek(1) == b'{' => {
                    self.open.push(Open::Line);
                    return self.take(2, part);
                }
                b'$' => self.at += 1,
                b'\\' => self.escape(),
                _ => {
                    self.mistake(start, "this text has no closing `'` on its line");
                    return whole;
                }
            }
        }
    }

    fn escape(&mut self) {
        let start = self.at;
        match self.peek(1) {
            b'n' | b'r' | b't' | b'\\' | b'\'' => self.at += 2,
            b'$' => self.at += if self.peek(2) == b'{' { 3 } else { 2 },
            b'u' => {
                self.at += 2;
                if self.peek(0) == b'{' {
                    self.at += 1;
                    self.advance_while(|byte| byte.is_ascii_hexdigit());
                    self.at += usize::from(self.peek(0) == b'}');
                }
                let written = self.bytes.get(start..self.at).unwrap_or_default();
                if super::string::code_point(written).is_none() {
                    self.mistake(start, r"a character by its number is written `\u{1F600}`");
                }
            }
            b'\r' | b'\n' | 0 => {
                self.at += 1;
                self.mistake(start, r"`\` needs a character behind it");
            }
            _ => {
                self.at += 1;
                // Of more than one byte, perhaps.
                self.at += 1;
                self.advance_while(|byte| byte & 0xC0 == 0x80);
                self.mistake(
                    start,
                    r"only `\n`, `\r`, `\t`, `\\`, `\'`, `\$` and `\u{…}` are escapes",
                );
            }
        }
    }

    /// Text up to three quotes, or to an interpolation if `dollars` is not zero.
    fn lines_text(&mut self, start: usize, dollars: usize, first: bool) -> TokenKind {
        loop {
            self.advance_while(|byte| !matches!(byte, b'\'' | b'$'));
            let from = self.at;
            match self.peek(0) {
                b'\'' => {
                    self.advance_while(|byte| byte == b'\'');
                    if self.at - from >= 3 {
                        break;
                    }
                }
                b'$' => {
                    self.advance_while(|byte| byte == b'$');
                    if dollars > 0 && self.at - from >= dollars && self.peek(0) == b'{' {
                        let part =
                            if first { TokenKind::StringLeft } else { TokenKind::StringMiddle };
                        return self.take(1, part);
                    }
                }
                _ if self.at >= self.bytes.len() => {
                    self.mistakes.push(TokenMistake {
                        range: start..start + 1,
                        message: "this text has no closing `'''`",
                    });
                    break;
                }
                _ => self.at += 1,
            }
        }
        if first { TokenKind::StringComplete } else { TokenKind::StringRight }
    }

    fn symbol(&mut self) -> TokenKind {
        let start = self.at;
        if self.rest().starts_with(b"...") {
            return self.take(3, TokenKind::Ellipsis);
        }
        if let Some(kind) = pair(self.peek(0), self.peek(1)) {
            return self.take(2, kind);
        }
        match single(self.peek(0)) {
            Some(kind) => self.take(1, kind),
            None => self.unrecognized(start),
        }
    }

    fn unrecognized(&mut self, start: usize) -> TokenKind {
        let known = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'_' | b'\'' | b'/' | b'{' | b'}')
                || single(byte).is_some()
        };
        if self.at == start {
            self.at += 1;
        }
        let quote = self.bytes.get(start) == Some(&b'"');
        // A text in double quotes is one mistake.
        let rest = self.bytes.get(self.at..).filter(|_| quote).unwrap_or_default();
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\r' | b'\n'));
        match end.filter(|end| rest.get(*end) == Some(&b'"')) {
            Some(end) => self.at += end + 1,
            None => self.advance_while(|byte| !known(byte) && byte != b'$'),
        }
        self.mistake(
            start,
            if quote {
                "text is written between single quotes"
            } else {
                "this means nothing in Bicep"
            },
        );
        TokenKind::Unrecognized
    }
}

fn pair(first: u8, second: u8) -> Option<TokenKind> {
    Some(match (first, second) {
        (b'?', b'?') => TokenKind::DoubleQuestion,
        (b':', b':') => TokenKind::DoubleColon,
        (b'!', b'=') => TokenKind::NotEqual,
        (b'!', b'~') => TokenKind::NotEqualIgnoringCase,
        (b'<', b'=') => TokenKind::LessOrEqual,
        (b'>', b'=') => TokenKind::GreaterOrEqual,
        (b'=', b'=') => TokenKind::Equal,
        (b'=', b'~') => TokenKind::EqualIgnoringCase,
        (b'=', b'>') => TokenKind::Arrow,
        (b'&', b'&') => TokenKind::And,
        (b'|', b'|') => TokenKind::Or,
        _ => return None,
    })
}

fn single(byte: u8) -> Option<TokenKind> {
    Some(match byte {
        b'(' => TokenKind::LeftParenthesis,
        b')' => TokenKind::RightParenthesis,
        b'[' => TokenKind::LeftBracket,
        b']' => TokenKind::RightBracket,
        b'@' => TokenKind::At,
        b',' => TokenKind::Comma,
        b'.' => TokenKind::Dot,
        b'?' => TokenKind::Question,
        b':' => TokenKind::Colon,
        b'+' => TokenKind::Plus,
        b'-' => TokenKind::Minus,
        b'%' => TokenKind::Percent,
        b'*' => TokenKind::Asterisk,
        b'/' => TokenKind::Slash,
        b'^' => TokenKind::Hat,
        b'!' => TokenKind::Exclamation,
        b'<' => TokenKind::Less,
        b'>' => TokenKind::Greater,
        b'=' => TokenKind::Assign,
        b'|' => TokenKind::Pipe,
        _ => return None,
    })
}
