//! Values.

use nexthop_source::Span;

use super::{
    Access, BinaryOperator, Call, Expression, ExpressionKind, For, Name, Repeat, UnaryOperator,
    cursor::{Broken, Cursor, Parse, invalid},
    object::Separator,
    string::{Quoting, decoded},
    token::{Token, TokenKind},
};
use crate::Number;

/// A line that begins with one of these is a declaration, not the body of a lambda.
const DECLARATIONS: [&str; 14] = [
    "assert",
    "extends",
    "extension",
    "func",
    "import",
    "metadata",
    "module",
    "output",
    "param",
    "resource",
    "test",
    "type",
    "using",
    "var",
];

impl Cursor<'_> {
    /// Any value.
    pub(super) fn value(&mut self) -> Parse<Expression> {
        self.deeper(Self::conditional)
    }

    fn conditional(&mut self) -> Parse<Expression> {
        let condition = self.binary(0)?;
        if !self.take_behind_lines(TokenKind::Question) {
            return Ok(condition);
        }
        let then = self.value()?;
        if !self.take_behind_lines(TokenKind::Colon) {
            return Err(self.expected("`:` and what counts otherwise"));
        }
        let otherwise = self.value()?;
        let span = condition.span.to(otherwise.span);
        let below = condition.height.max(then.height).max(otherwise.height);
        let branches = Box::new([condition, then, otherwise]);
        self.expression(ExpressionKind::Conditional(branches), span, below)
    }

    /// Takes a token of this kind, and line ends before it if it stands there.
    fn take_behind_lines(&mut self, kind: TokenKind) -> bool {
        if self.is(TokenKind::NewLine) && self.behind_lines(0).kind == kind {
            self.take_lines();
        }
        self.take_if(kind)
    }

    /// Operators that bind stronger than `weakest`.
    fn binary(&mut self, weakest: u8) -> Parse<Expression> {
        let mut left = self.unary()?;
        while let Some((operator, strength)) = binary_operator(self.kind()) {
            if strength <= weakest {
                break;
            }
            self.take();
            let right = self.binary(strength)?;
            let span = left.span.to(right.span);
            let below = left.height.max(right.height);
            let operands = Box::new([left, right]);
            left = self.expression(ExpressionKind::Binary(operator, operands), span, below)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parse<Expression> {
        let operator = match self.kind() {
            TokenKind::Exclamation => UnaryOperator::Not,
            TokenKind::Minus => UnaryOperator::Negate,
            _ => return self.member(),
        };
        let start = self.here();
        self.take();
        let operand = self.member()?;
        let below = operand.height;
        let kind = ExpressionKind::Unary(operator, Box::new(operand));
        self.expression(kind, self.span_from(start), below)
    }

    fn member(&mut self) -> Parse<Expression> {
        let start = self.here();
        let mut value = self.primary()?;
        loop {
            value = match self.kind() {
                TokenKind::LeftBracket => self.index(start, value)?,
                TokenKind::Dot => self.property(start, value)?,
                TokenKind::DoubleColon => {
                    self.take();
                    let name = self.name("the name of a nested resource")?;
                    self.access(start, value, Access::Child(name))?
                }
                TokenKind::Exclamation => {
                    self.take();
                    value
                }
                _ => return Ok(value),
            };
        }
    }

    fn access(&mut self, start: Span, base: Expression, step: Access) -> Parse<Expression> {
        let mut below = base.height;
        if let Access::Index { index, .. } = &step {
            below = below.max(index.height);
        }
        let kind = ExpressionKind::Access(Box::new(base), step);
        self.expression(kind, self.span_from(start), below)
    }

    fn index(&mut self, start: Span, base: Expression) -> Parse<Expression> {
        self.take();
        let safe = self.take_if(TokenKind::Question);
        let from_end = self.take_if(TokenKind::Hat);
        let index = Box::new(self.value()?);
        self.expect(TokenKind::RightBracket, "`]`")?;
        self.access(start, base, Access::Index { index, safe, from_end })
    }

    fn property(&mut self, start: Span, base: Expression) -> Parse<Expression> {
        self.take();
        let safe = self.take_if(TokenKind::Question);
        let name = self.name("the name of a property or function")?;
        if !self.is(TokenKind::LeftParenthesis) {
            return self.access(start, base, Access::Property { name, safe });
        }
        if safe {
            self.report(name.span, "`.?` cannot stand before a function");
        }
        let (call, below) = self.call(name)?;
        let below = below.max(base.height);
        let kind = ExpressionKind::MethodCall(Box::new(base), call);
        self.expression(kind, self.span_from(start), below)
    }

    /// The arguments behind `name`, and the height of the highest.
    pub(super) fn call(&mut self, name: Name) -> Parse<(Call, u16)> {
        let opening = self.here();
        self.expect(TokenKind::LeftParenthesis, "`(`")?;
        let mut arguments = Vec::new();
        let mut below = 0;
        self.elements(opening, (TokenKind::RightParenthesis, ")"), Separator::Comma, |cursor| {
            let argument = cursor.value()?;
            below = below.max(argument.height);
            arguments.push(argument);
            Ok(())
        });
        Ok((Call { name, arguments }, below))
    }

    fn primary(&mut self) -> Parse<Expression> {
        let start = self.here();
        match self.kind() {
            TokenKind::Identifier => match self.token_text() {
                "null" => self.literal(ExpressionKind::Null),
                "true" => self.literal(ExpressionKind::Bool(true)),
                "false" => self.literal(ExpressionKind::Bool(false)),
                _ => self.named(),
            },
            TokenKind::Integer => {
                let number = self.number()?;
                self.expression(ExpressionKind::Number(number), start, 0)
            }
            TokenKind::StringComplete | TokenKind::StringLeft => self.string(),
            TokenKind::LeftParenthesis if self.is_lambda() => self.lambda(),
            TokenKind::LeftParenthesis => self.parenthesis(),
            TokenKind::LeftBrace | TokenKind::LeftBracket if !self.literals => {
                let message = "objects and arrays cannot stand within `${…}`";
                Err(self.report(start, message))
            }
            TokenKind::LeftBrace => self.object(),
            TokenKind::LeftBracket => {
                let first = self.behind_lines(1);
                if first.kind == TokenKind::Identifier && self.text_of(first) == "for" {
                    self.for_value()
                } else {
                    self.array()
                }
            }
            _ => Err(self.expected("a value")),
        }
    }

    fn literal(&mut self, kind: ExpressionKind) -> Parse<Expression> {
        let token = self.take();
        self.expression(kind, self.span(token), 0)
    }

    /// A whole number without a sign.
    pub(super) fn number(&mut self) -> Parse<Number> {
        let token = self.take();
        let text = self.text_of(token);
        match (text.parse::<u64>(), Number::parse(text)) {
            (Ok(_), Some(number)) => Ok(number),
            _ => Err(self.report(self.span(token), "this number is too large")),
        }
    }

    fn named(&mut self) -> Parse<Expression> {
        let name = self.name("a name")?;
        let span = name.span;
        if self.is(TokenKind::LeftParenthesis) {
            let (call, below) = self.call(name)?;
            return self.expression(ExpressionKind::Call(call), self.span_from(span), below);
        }
        if self.is(TokenKind::Arrow) {
            return self.lambda_body(span, vec![name]);
        }
        self.expression(ExpressionKind::Name(name), span, 0)
    }

    fn parenthesis(&mut self) -> Parse<Expression> {
        self.take();
        self.take_lines();
        let value = self.value()?;
        self.take_lines();
        self.expect(TokenKind::RightParenthesis, "`)`")?;
        Ok(value)
    }

    /// Whether names between parentheses and `=>` are next.
    fn is_lambda(&self) -> bool {
        let mut tokens = self.following().skip(1);
        loop {
            match tokens.next().map(|token| token.kind) {
                Some(TokenKind::Identifier | TokenKind::Comma | TokenKind::NewLine) => {}
                Some(TokenKind::RightParenthesis) => {
                    return tokens.next().is_some_and(|token| token.kind == TokenKind::Arrow);
                }
                _ => return false,
            }
        }
    }

    fn lambda(&mut self) -> Parse<Expression> {
        let start = self.here();
        self.take();
        let mut parameters = Vec::new();
        let closing = (TokenKind::RightParenthesis, ")");
        self.elements(start, closing, Separator::Comma, |cursor| {
            parameters.push(cursor.name("the name of a parameter")?);
            Ok(())
        });
        self.lambda_body(start, parameters)
    }

    /// `=> body`
    fn lambda_body(&mut self, start: Span, parameters: Vec<Name>) -> Parse<Expression> {
        let body = Box::new(self.body_behind_arrow()?);
        let below = body.height;
        let kind = ExpressionKind::Lambda { parameters, body };
        self.expression(kind, self.span_from(start), below)
    }

    pub(super) fn body_behind_arrow(&mut self) -> Parse<Expression> {
        self.expect(TokenKind::Arrow, "`=>`")?;
        let next = self.behind_lines(0);
        if !DECLARATIONS.contains(&self.text_of(next)) {
            self.take_lines();
        }
        let literals = std::mem::replace(&mut self.literals, true);
        let body = self.value();
        self.literals = literals;
        body
    }

    /// `[for item in over: value]`
    fn for_value(&mut self) -> Parse<Expression> {
        let start = self.here();
        let (repeat, body) = self.for_loop(Self::value)?;
        let below = repeat.over.height.max(body.height);
        let kind = ExpressionKind::For(Box::new(For { repeat, body }));
        self.expression(kind, self.span_from(start), below)
    }

    /// A loop with whatever `body` reads in it.
    pub(super) fn for_loop<T>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Parse<T>,
    ) -> Parse<(Repeat, T)> {
        self.expect(TokenKind::LeftBracket, "`[`")?;
        self.take_lines();
        let start = self.here();
        self.expect_keyword("for")?;
        let (item, index) = if self.take_if(TokenKind::LeftParenthesis) {
            let item = self.name("the name of the element")?;
            self.expect(TokenKind::Comma, "`,`")?;
            let index = self.name("the name of the index")?;
            self.expect(TokenKind::RightParenthesis, "`)`")?;
            (item, Some(index))
        } else {
            (self.name("the name of the element")?, None)
        };
        self.expect_keyword("in")?;
        let over = self.value()?;
        let repeat = Repeat { item, index, over, span: self.span_from(start) };
        self.expect(TokenKind::Colon, "`:`")?;
        let body = body(self)?;
        self.take_lines();
        self.expect(TokenKind::RightBracket, "`]`")?;
        Ok((repeat, body))
    }

    /// Text, with what is interpolated in it.
    pub(super) fn string(&mut self) -> Parse<Expression> {
        let start = self.here();
        let mut piece = self.take();
        let quoting = Quoting::of(self.text_of(piece));
        let mut parts = Vec::new();
        let mut below = 0;
        loop {
            let text = self.piece(piece, quoting)?;
            let literal = !matches!(&text.kind, ExpressionKind::String(text) if text.is_empty());
            match piece.kind {
                TokenKind::StringComplete => return Ok(text),
                TokenKind::StringRight => {
                    parts.extend(literal.then_some(text));
                    let broken = |part: &Expression| matches!(part.kind, ExpressionKind::Invalid);
                    if parts.iter().any(broken) {
                        return Ok(invalid(self.span_from(start)));
                    }
                    let kind = ExpressionKind::Interpolation(parts);
                    return self.expression(kind, self.span_from(start), below);
                }
                _ => parts.extend(literal.then_some(text)),
            }
            let interpolated = self.interpolated()?;
            below = below.max(interpolated.height);
            parts.push(interpolated);
            piece = self.take();
        }
    }

    /// What a piece of text says. One that is broken has a diagnostic of its own.
    fn piece(&mut self, piece: Token, quoting: Quoting) -> Parse<Expression> {
        let span = self.span(piece);
        match decoded(self.text_of(piece), piece.kind, quoting) {
            Some(text) => self.expression(ExpressionKind::String(text.into()), span, 0),
            None => Ok(invalid(span)),
        }
    }

    /// The value up to the piece of text that goes on behind it.
    fn interpolated(&mut self) -> Parse<Expression> {
        let start = self.here();
        let ends = |kind| matches!(kind, TokenKind::StringMiddle | TokenKind::StringRight);
        let literals = std::mem::replace(&mut self.literals, false);
        let value = self.value();
        self.literals = literals;
        if value.is_ok() && ends(self.kind()) {
            return value;
        }
        if value.is_ok() && !self.is(TokenKind::NewLine) {
            self.expected("`}`");
        }
        self.skip_to(&[TokenKind::StringMiddle, TokenKind::StringRight, TokenKind::NewLine]);
        if ends(self.kind()) {
            return Ok(invalid(self.span_from(start)));
        }
        Err(Broken)
    }
}

/// The operator that a token is, and how strongly it binds.
fn binary_operator(kind: TokenKind) -> Option<(BinaryOperator, u8)> {
    Some(match kind {
        TokenKind::Asterisk => (BinaryOperator::Multiply, 7),
        TokenKind::Slash => (BinaryOperator::Divide, 7),
        TokenKind::Percent => (BinaryOperator::Modulo, 7),
        TokenKind::Plus => (BinaryOperator::Add, 6),
        TokenKind::Minus => (BinaryOperator::Subtract, 6),
        TokenKind::Less => (BinaryOperator::Less, 5),
        TokenKind::LessOrEqual => (BinaryOperator::LessOrEqual, 5),
        TokenKind::Greater => (BinaryOperator::Greater, 5),
        TokenKind::GreaterOrEqual => (BinaryOperator::GreaterOrEqual, 5),
        TokenKind::Equal => (BinaryOperator::Equal, 4),
        TokenKind::NotEqual => (BinaryOperator::NotEqual, 4),
        TokenKind::EqualIgnoringCase => (BinaryOperator::EqualIgnoringCase, 4),
        TokenKind::NotEqualIgnoringCase => (BinaryOperator::NotEqualIgnoringCase, 4),
        TokenKind::And => (BinaryOperator::And, 3),
        TokenKind::Or => (BinaryOperator::Or, 2),
        TokenKind::DoubleQuestion => (BinaryOperator::Coalesce, 1),
        _ => return None,
    })
}
