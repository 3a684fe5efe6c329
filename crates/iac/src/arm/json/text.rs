//! Expressions as ARM JSON writes them: text in brackets, `[concat('a', x.y)]`.

use std::{ops::Range, sync::Arc};

use nexthop_source::Span;

use crate::{
    Number,
    arm::expression::{Access, Call, Expression, ExpressionKind, Lambda},
    json,
};

/// Calls within calls and steps one behind the other; the longest that Bicep has
/// been seen to write take a third of it.
const DEPTH: usize = 200;

/// What an expression may name.
pub(super) trait Names {
    /// The parameter of that name as it is declared, or as a function's own.
    fn parameter(&self, name: &str) -> ExpressionKind;

    /// The variable of that name as it is declared.
    fn variable(&self, name: &str) -> ExpressionKind;

    /// The names of the template itself, if these are those of one around it.
    fn own(&self) -> Option<&dyn Names> {
        None
    }

    /// A call of a function of the user's.
    fn call(&self, namespace: Arc<str>, name: &str, arguments: Vec<Expression>) -> ExpressionKind {
        let namespace = Some(namespace);
        ExpressionKind::Call(Call { namespace, name: name.into(), arguments })
    }
}

/// A text of a JSON file.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// Without escapes.
    pub decoded: &'a str,
    /// With its quotes.
    pub span: Span,
    /// Of the whole file; empty where it is no JSON.
    pub file: &'a str,
}

/// What is wrong with an expression, and where.
pub(super) struct Mistake {
    pub message: String,
    pub span: Span,
}

/// What a text stands for: itself, or the expression that it is.
pub(super) fn read(text: Text<'_>, names: &dyn Names) -> Result<Expression, Mistake> {
    let Text { decoded, span, .. } = text;
    let inner = decoded.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let Some(inner) = inner.filter(|inner| !inner.is_empty()) else {
        return Ok(literal(decoded, span));
    };
    if inner.starts_with('[') {
        let decoded = &decoded[1..];
        return match names.own() {
            Some(own) => Ok(match read(Text { decoded, ..text }, own)? {
                text @ Expression { kind: ExpressionKind::String(_), .. } => text,
                found => Expression { kind: ExpressionKind::Own(Box::new(found)), span },
            }),
            None => Ok(literal(decoded, span)),
        };
    }
    let has_escapes =
        text.file.get(span.start as usize..span.end as usize).is_none_or(|raw| raw.contains('\\'));
    let mut parser = Parser { text, inner, at: 0, depth: 0, names, has_escapes };
    let expression = parser.expression()?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.mistake("there is more behind the end of this expression")),
    }
}

fn literal(text: &str, span: Span) -> Expression {
    Expression { kind: ExpressionKind::String(text.into()), span }
}

struct Parser<'a> {
    text: Text<'a>,
    /// Between the brackets.
    inner: &'a str,
    at: usize,
    depth: usize,
    names: &'a dyn Names,
    has_escapes: bool,
}

type Parsed = Result<Expression, Mistake>;

impl<'a> Parser<'a> {
    fn expression(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.mistake("this expression is nested too deeply"));
        }
        let start = self.skip_space();
        let mut expression = self.primary()?;
        for _ in 0..DEPTH {
            let access = match self.peek() {
                Some('.') => self.property()?,
                Some('[') => self.index()?,
                _ => {
                    self.depth -= 1;
                    return Ok(expression);
                }
            };
            let kind = ExpressionKind::Access(Box::new(expression), access);
            expression = Expression { kind, span: self.place(start..self.at) };
        }
        Err(self.mistake("this expression has too many steps"))
    }

    fn primary(&mut self) -> Parsed {
        let start = self.at;
        let kind = match self.peek() {
            Some('\'') => ExpressionKind::String(self.string()?.into()),
            Some('0'..='9' | '-' | '+') => self.number()?,
            Some(first) if is_name(first) => return self.call(),
            Some(_) => return Err(self.mistake("this is no expression")),
            None => return Err(self.mistake("the expression ends too early")),
        };
        Ok(Expression { kind, span: self.place(start..self.at) })
    }

    /// `'it''s'`
    fn string(&mut self) -> Result<String, Mistake> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.inner[self.at..];
            let Some(end) = rest.find('\'') else {
                return Err(self.mistake("this text has no closing quote"));
            };
            text.push_str(&rest[..end]);
            self.at += end + 1;
            if !self.inner[self.at..].starts_with('\'') {
                return Ok(text);
            }
            text.push('\'');
            self.at += 1;
        }
    }

    fn number(&mut self) -> Result<ExpressionKind, Mistake> {
        let rest = &self.inner[self.at..];
        let sign = usize::from(rest.starts_with(['-', '+']));
        let digits = rest[sign..].find(|c: char| !c.is_ascii_digit() && c != '.');
        let length = digits.map_or(rest.len(), |digits| sign + digits);
        let number = Number::parse(rest[..length].trim_start_matches('+'));
        let number = number.ok_or_else(|| self.mistake("this is no number"))?;
        self.at += length;
        Ok(ExpressionKind::Number(number))
    }

    /// `name(…)`, `namespace.name(…)`
    fn call(&mut self) -> Parsed {
        let start = self.at;
        let mut name = self.name();
        let mut namespace = None;
        if self.peek() == Some('.') {
            self.at += 1;
            self.skip_space();
            namespace = Some(Arc::from(name));
            name = self.name();
        }
        if self.peek() != Some('(') || name.is_empty() {
            return Err(self.mistake("a function's name is followed by `(`"));
        }
        self.at += 1;
        let arguments = self.arguments()?;
        let kind = match namespace {
            None => self.meaning(name, arguments),
            Some(namespace) => self.names.call(namespace, name, arguments),
        };
        Ok(Expression { kind, span: self.place(start..self.at) })
    }

    fn arguments(&mut self) -> Result<Vec<Expression>, Mistake> {
        let mut arguments = Vec::new();
        if self.peek() == Some(')') {
            self.at += 1;
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            match self.peek() {
                Some(',') => self.at += 1,
                Some(')') => {
                    self.at += 1;
                    return Ok(arguments);
                }
                _ => return Err(self.mistake("the arguments of a function end with `)`")),
            }
        }
    }

    /// What binds or names something is no call in the common form.
    fn meaning(&self, name: &str, mut arguments: Vec<Expression>) -> ExpressionKind {
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        if let [only] = &arguments[..]
            && let Some(text) = only.as_str()
        {
            if is("parameters") {
                return self.names.parameter(text);
            } else if is("variables") {
                return self.names.variable(text);
            } else if is("lambdaVariables") {
                return ExpressionKind::Local(text.into());
            }
        }
        if is("lambda") && arguments.len() > 1 {
            let body = arguments.pop();
            let parameters = arguments.iter().map(|one| one.as_str().map(Arc::from)).collect();
            if let (Some(body), Some(parameters)) = (body, parameters) {
                return ExpressionKind::Lambda(Arc::new(Lambda { parameters, body }));
            }
            return ExpressionKind::Invalid("the parameters of a lambda are texts".into());
        }
        ExpressionKind::Call(Call { namespace: None, name: name.into(), arguments })
    }

    fn property(&mut self) -> Result<Access, Mistake> {
        self.at += 1;
        self.skip_space();
        let name = self.name();
        if name.is_empty() {
            return Err(self.mistake("a property's name is missing"));
        }
        Ok(Access::Property { name: name.into(), safe: false })
    }

    fn index(&mut self) -> Result<Access, Mistake> {
        self.at += 1;
        let index = Box::new(self.expression()?);
        if self.peek() != Some(']') {
            return Err(self.mistake("`]` is missing"));
        }
        self.at += 1;
        Ok(Access::Index { index, safe: false, from_end: false })
    }

    fn name(&mut self) -> &'a str {
        let rest = &self.inner[self.at..];
        let length = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.inner[self.at..].chars().next()
    }

    fn skip_space(&mut self) -> usize {
        let rest = &self.inner[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    fn mistake(&self, message: &str) -> Mistake {
        let rest = &self.inner[self.at..];
        let length = rest.chars().next().map_or(0, char::len_utf8);
        Mistake { message: message.to_owned(), span: self.place(self.at..self.at + length) }
    }

    /// The place of a range between the brackets.
    fn place(&self, range: Range<usize>) -> Span {
        let Span { file, start, .. } = self.text.span;
        if self.text.file.is_empty() {
            return self.text.span;
        }
        let range = range.start + 1..range.end + 1;
        if self.has_escapes {
            // Finding the place takes time that grows with the text.
            let is_short = self.inner.len() < 4_000;
            let whole = self.text.span;
            return if is_short { json::place_within(self.text.file, whole, range) } else { whole };
        }
        let first = start as usize + 1;
        Span::new(file, first + range.start..first + range.end)
    }
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}
