//! Expressions.

use std::mem;

use super::{MOST_OPERATORS, Reader, Space, begins_name};
use crate::{
    Number,
    terraform::syntax::{
        Access, BinaryOperator, Call, Expression, ExpressionKind, For, Name, ObjectKey,
        UnaryOperator,
    },
};

/// More digits are left to the other reader.
const MOST_DIGITS: usize = 18;

impl Reader<'_> {
    /// An expression within another one.
    pub(super) fn nested(&mut self, space: Space) -> Option<Expression> {
        self.deeper(|reader| reader.scoped(space))
    }

    /// An expression whose operators do not add to those of its neighbours.
    pub(super) fn scoped(&mut self, space: Space) -> Option<Expression> {
        self.apart(|reader| reader.expression(space))
    }

    fn apart(&mut self, read: impl FnOnce(&mut Self) -> Option<Expression>) -> Option<Expression> {
        let before = mem::take(&mut self.operators);
        let expression = read(self)?;
        self.operators = self.operators.max(before);
        Some(expression)
    }

    fn expression(&mut self, space: Space) -> Option<Expression> {
        let mut space = space;
        let start = self.at;
        let mut value = self.term(&mut space)?;
        let mut end = self.at;
        self.skip(space)?;
        if self.operator().is_some() {
            self.at = end;
            value = self.operations(value, space)?;
            end = self.at;
            self.skip(space)?;
        }
        // Half an operator, even on the line below.
        if matches!(self.next(), b'!' | b'&' | b'|') {
            return None;
        }
        if !self.takes(b"?") {
            self.at = end;
            return Some(value);
        }
        self.skip(space)?;
        let then = self.nested(space)?;
        self.skip(space)?;
        self.expect(b":")?;
        self.skip(space)?;
        let otherwise = self.nested(space)?;
        let kind = ExpressionKind::Conditional(Box::new([value, then, otherwise]));
        Some(Expression { kind, span: self.span_from(start) })
    }

    /// The operators behind a first operand, and what they are applied to.
    fn operations(&mut self, first: Expression, space: Space) -> Option<Expression> {
        let mut operands = vec![first];
        let mut operators = Vec::new();
        let mut count = 0;
        loop {
            let end = self.at;
            self.skip(space)?;
            let Some((operator, length)) = self.operator() else {
                self.at = end;
                break;
            };
            self.at += length;
            self.skip(space)?;
            let operand = self.term(&mut { space })?;
            count += 1;
            if self.operators + count > MOST_OPERATORS {
                return None;
            }
            reduce(&mut operands, &mut operators, precedence(operator));
            operands.push(operand);
            operators.push(operator);
        }
        self.operators += count;
        reduce(&mut operands, &mut operators, 0);
        operands.pop()
    }

    /// The operator that comes next, and its length.
    fn operator(&self) -> Option<(BinaryOperator, usize)> {
        Some(match (self.next(), self.behind(1)) {
            (b'=', b'=') => (BinaryOperator::Equal, 2),
            (b'!', b'=') => (BinaryOperator::NotEqual, 2),
            (b'<', b'=') => (BinaryOperator::LessOrEqual, 2),
            (b'<', _) => (BinaryOperator::Less, 1),
            (b'>', b'=') => (BinaryOperator::GreaterOrEqual, 2),
            (b'>', _) => (BinaryOperator::Greater, 1),
            (b'+', _) => (BinaryOperator::Add, 1),
            (b'-', _) => (BinaryOperator::Subtract, 1),
            (b'*', _) => (BinaryOperator::Multiply, 1),
            (b'/', second) if !matches!(second, b'/' | b'*') => (BinaryOperator::Divide, 1),
            (b'%', _) => (BinaryOperator::Modulo, 1),
            (b'&', b'&') => (BinaryOperator::And, 2),
            (b'|', b'|') => (BinaryOperator::Or, 2),
            _ => return None,
        })
    }

    /// An operand and what is selected of it. Some of them let white space behind them
    /// reach beyond the line.
    fn term(&mut self, space: &mut Space) -> Option<Expression> {
        let start = self.at;
        let kind = match self.next() {
            b'"' => self.quoted()?,
            b'[' => {
                *space = Space::Lines;
                self.at += 1;
                self.tuple()?
            }
            b'{' => {
                self.at += 1;
                if self.begins_for()? {
                    *space = Space::Lines;
                    self.object_of_each()?
                } else {
                    self.object()?
                }
            }
            b'(' => {
                self.at += 1;
                self.skip(Space::Lines)?;
                let inner = Box::new(self.nested(Space::Lines)?);
                self.skip(Space::Lines)?;
                self.expect(b")")?;
                ExpressionKind::Parenthesis(inner)
            }
            b'<' => self.heredoc()?,
            b'!' | b'-' => self.unary(*space)?,
            b'0'..=b'9' => ExpressionKind::Number(self.number()?),
            _ => self.named_value(space)?,
        };
        let value = Expression { kind, span: self.span_from(start) };
        self.selected(value, start, *space)
    }

    /// The steps behind a value.
    fn selected(&mut self, value: Expression, start: usize, space: Space) -> Option<Expression> {
        let mut steps = Vec::new();
        loop {
            let end = self.at;
            self.skip(space)?;
            match self.next() {
                b'.' if self.behind(1) != b'.' => steps.push(self.attribute_step()?),
                b'[' => steps.push(self.index_step()?),
                _ => {
                    self.at = end;
                    break;
                }
            }
        }
        if steps.is_empty() {
            return Some(value);
        }
        let kind = ExpressionKind::Traversal(Box::new(value), steps);
        Some(Expression { kind, span: self.span_from(start) })
    }

    fn attribute_step(&mut self) -> Option<Access> {
        let start = self.at;
        self.at += 1;
        self.skip(Space::Lines)?;
        Some(match self.next() {
            b'*' => {
                self.at += 1;
                Access::AttributeSplat
            }
            b'0'..=b'9' => {
                let digits = self.digits()?;
                if digits.len() > 1 && digits.starts_with('0') {
                    return None;
                }
                Access::LegacyIndex(digits.parse().ok()?, self.span_from(start))
            }
            _ => Access::Attribute(self.name()?),
        })
    }

    fn index_step(&mut self) -> Option<Access> {
        self.at += 1;
        self.skip(Space::Lines)?;
        let step = if self.takes(b"*") {
            Access::FullSplat
        } else {
            Access::Index(Box::new(self.nested(Space::Lines)?))
        };
        self.skip(Space::Lines)?;
        self.expect(b"]")?;
        Some(step)
    }

    fn digits(&mut self) -> Option<&str> {
        let start = self.at;
        while self.next().is_ascii_digit() {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at)?;
        (1..=MOST_DIGITS).contains(&digits.len()).then_some(digits)
    }

    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        self.digits()?;
        if self.takes(b".") {
            self.digits()?;
        }
        if matches!(self.next(), b'e' | b'E') {
            return None;
        }
        Number::parse(self.text.get(start..self.at)?)
    }

    fn unary(&mut self, space: Space) -> Option<ExpressionKind> {
        let operator = if self.next() == b'-' { UnaryOperator::Negate } else { UnaryOperator::Not };
        self.at += 1;
        let start = self.at;
        self.skip(Space::Line)?;
        if operator == UnaryOperator::Negate && self.next().is_ascii_digit() {
            // Of a comment in between the other reader says that it cannot be.
            let only_spaces = self.bytes[start..self.at].iter().all(u8::is_ascii_whitespace);
            let digits = self.at;
            self.number()?;
            let digits = self.text.get(digits..self.at).filter(|_| only_spaces)?;
            return Number::parse(&format!("-{digits}")).map(ExpressionKind::Number);
        }
        let operand = self.deeper(|reader| reader.apart(|reader| reader.term(&mut { space })))?;
        Some(ExpressionKind::Unary(operator, Box::new(operand)))
    }

    /// A name, or a call of a function.
    fn named_value(&mut self, space: &mut Space) -> Option<ExpressionKind> {
        let name = self.name()?;
        let end = self.at;
        self.skip(*space)?;
        match self.next() {
            b'(' => {
                *space = Space::Lines;
                self.at += 1;
                return Some(ExpressionKind::Call(Box::new(self.call(name)?)));
            }
            b':' if self.behind(1) == b':' => return None,
            _ => self.at = end,
        }
        Some(match &*name.text {
            "null" => ExpressionKind::Null,
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            _ => ExpressionKind::Variable(name),
        })
    }

    /// What is behind the opening parenthesis of a call.
    fn call(&mut self, name: Name) -> Option<Call> {
        let mut arguments = Vec::new();
        let mut expand_last = false;
        loop {
            self.skip(Space::Lines)?;
            if self.next() == b')' {
                break;
            }
            arguments.push(self.nested(Space::Lines)?);
            self.skip(Space::Lines)?;
            if self.takes(b",") {
                continue;
            }
            if self.takes(b"...") {
                expand_last = true;
                self.skip(Space::Lines)?;
            }
            break;
        }
        self.expect(b")")?;
        Some(Call { name, arguments, expand_last })
    }

    /// Whether what was opened is a `for`.
    fn begins_for(&mut self) -> Option<bool> {
        let start = self.at;
        self.skip(Space::Lines)?;
        let is_for = self.begins_with(b"for")
            && matches!(self.behind(3), b' ' | b'\t' | b'#' | b'/' | b'\n');
        if !is_for {
            self.at = start;
        }
        Some(is_for)
    }

    /// What is behind an opening bracket.
    fn tuple(&mut self) -> Option<ExpressionKind> {
        if self.begins_for()? {
            let mut each = self.each()?;
            self.skip(Space::Lines)?;
            each.result = self.nested(Space::Lines)?;
            self.condition(&mut each)?;
            self.expect(b"]")?;
            return Some(ExpressionKind::For(Box::new(each)));
        }
        let mut items = Vec::new();
        loop {
            self.skip(Space::Lines)?;
            if self.takes(b"]") {
                return Some(ExpressionKind::Tuple(items));
            }
            items.push(self.nested(Space::Lines)?);
            self.skip(Space::Lines)?;
            if !self.takes(b",") {
                self.expect(b"]")?;
                return Some(ExpressionKind::Tuple(items));
            }
        }
    }

    fn object_of_each(&mut self) -> Option<ExpressionKind> {
        let mut each = self.each()?;
        self.skip(Space::Lines)?;
        each.result_key = Some(self.nested(Space::Lines)?);
        self.skip(Space::Lines)?;
        self.expect(b"=>")?;
        self.skip(Space::Lines)?;
        each.result = self.nested(Space::Lines)?;
        self.skip(Space::Lines)?;
        each.grouping = self.takes(b"...");
        self.condition(&mut each)?;
        self.expect(b"}")?;
        Some(ExpressionKind::For(Box::new(each)))
    }

    /// A `for` up to its colon.
    fn each(&mut self) -> Option<For> {
        self.expect(b"for")?;
        self.skip(Space::Lines)?;
        let mut value = self.name()?;
        self.skip(Space::Lines)?;
        let mut key = None;
        if self.takes(b",") {
            self.skip(Space::Lines)?;
            key = Some(mem::replace(&mut value, self.name()?));
            self.skip(Space::Lines)?;
        }
        self.expect(b"in")?;
        self.skip(Space::Lines)?;
        let collection = self.nested(Space::Lines)?;
        self.skip(Space::Lines)?;
        self.expect(b":")?;
        let result = Expression { kind: ExpressionKind::Null, span: collection.span };
        let (result_key, grouping, condition) = (None, false, None);
        Some(For { key, value, collection, result_key, result, grouping, condition })
    }

    /// The `if` of a `for`.
    fn condition(&mut self, each: &mut For) -> Option<()> {
        self.skip(Space::Lines)?;
        if self.takes(b"if") {
            self.skip(Space::Lines)?;
            each.condition = Some(self.nested(Space::Lines)?);
            self.skip(Space::Lines)?;
        }
        Some(())
    }

    /// What is behind an opening brace.
    fn object(&mut self) -> Option<ExpressionKind> {
        let mut items = Vec::new();
        loop {
            self.skip(Space::Lines)?;
            if self.takes(b"}") {
                return Some(ExpressionKind::Object(items));
            }
            let key = self.key()?;
            self.skip(Space::Line)?;
            if !self.takes(b"=") {
                self.expect(b":")?;
            }
            self.skip(Space::Line)?;
            items.push((key, self.nested(Space::Line)?));
            self.skip(Space::Line)?;
            if self.next() != b'}' && !self.takes(b",") {
                self.trailing_comment();
                self.line_end()?;
            }
        }
    }

    fn key(&mut self) -> Option<ObjectKey> {
        let is_word = begins_name(self.next());
        let start = self.at;
        let key = self.nested(Space::Line)?;
        Some(match key.kind {
            ExpressionKind::Variable(name) if is_word => ObjectKey::Name(name),
            // Words that are values elsewhere are names here.
            ExpressionKind::Null | ExpressionKind::Bool(_) if is_word => {
                ObjectKey::Name(self.named(start..self.at)?)
            }
            _ => ObjectKey::Expression(Box::new(key)),
        })
    }
}

/// Applies the last operators that bind at least as tight as what comes behind them.
fn reduce(operands: &mut Vec<Expression>, operators: &mut Vec<BinaryOperator>, least: u8) {
    while operators.last().is_some_and(|&last| precedence(last) >= least) {
        let (Some(operator), Some(right), Some(left)) =
            (operators.pop(), operands.pop(), operands.pop())
        else {
            return;
        };
        let span = left.span.to(right.span);
        let kind = ExpressionKind::Binary(operator, Box::new([left, right]));
        operands.push(Expression { kind, span });
    }
}

fn precedence(operator: BinaryOperator) -> u8 {
    match operator {
        BinaryOperator::Or => 1,
        BinaryOperator::And => 2,
        BinaryOperator::Equal | BinaryOperator::NotEqual => 3,
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => 4,
        BinaryOperator::Add | BinaryOperator::Subtract => 5,
        BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Modulo => 6,
    }
}
