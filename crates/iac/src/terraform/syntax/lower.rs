//! From `hcl_edit`'s tree to ours. The only file that names `hcl_edit`.
//!
//! What a text says is read from the text by span, not from `hcl_edit`'s values:
//! those are of a copy in which the recovery may have changed things, and its
//! numbers and heredocs are not exact.

use std::ops::Range;

use hcl_edit::{
    Ident, Span as _, expr, parser, structure,
    template::{Directive, Element, Strip as HclStrip, Template},
};
use nexthop_source::{FileId, Span};

use super::template::{self, BadText, Escapes, Piece, Sequence, Strip};
use super::{
    Access, Attribute, BinaryOperator, Block, Body, Call, Expression, ExpressionKind, For, Name,
    ObjectKey, TemplatePart, UnaryOperator, number,
};

/// Deeper trees than this are refused, so that recursion over a tree is safe.
const DEEPEST: usize = 256;

/// Why a text was not read, and where that was found out.
#[derive(Debug)]
pub(super) struct Rejection {
    /// An offset in the file.
    pub at: usize,
    pub message: String,
}

/// A piece of a file, and the copy of it that is parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    /// As it is written.
    pub text: &'a str,
    /// The same with nothing moved, perhaps with something behind its end.
    pub copy: &'a str,
    pub file: FileId,
    /// Where it begins in the file.
    pub base: usize,
    /// The place to name instead of places in a text that is in no file.
    pub stands_for: Option<Span>,
}

pub(super) fn body(fragment: Fragment<'_>) -> Result<Body, Rejection> {
    let parsed = parser::parse_body(fragment.copy).map_err(|error| fragment.rejects(&error))?;
    Lowering { fragment, depth: 0 }.body(&parsed)
}

pub(super) fn expression(fragment: Fragment<'_>) -> Result<Expression, Rejection> {
    let parsed = parser::parse_expr(fragment.copy).map_err(|error| fragment.rejects(&error))?;
    Lowering { fragment, depth: 0 }.expression(&parsed)
}

pub(super) fn template(fragment: Fragment<'_>) -> Result<Vec<TemplatePart>, Rejection> {
    let parsed = parser::parse_template(fragment.copy).map_err(|error| fragment.rejects(&error))?;
    let pieces = Lowering { fragment, depth: 0 }.pieces(&parsed, Escapes::Bare)?;
    Ok(template::parts(pieces, false))
}

impl Fragment<'_> {
    fn rejects(&self, error: &parser::Error) -> Rejection {
        let at = self.base + error.location().offset().min(self.text.len());
        Rejection { at, message: error.message().to_owned() }
    }

    fn span(&self, range: Option<Range<usize>>) -> Span {
        if let Some(span) = self.stands_for {
            return span;
        }
        let range = range.unwrap_or_default();
        let at = |offset: usize| self.base + offset.min(self.text.len());
        Span::new(self.file, at(range.start)..at(range.end))
    }

    fn slice(&self, range: Option<Range<usize>>) -> &str {
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }
}

struct Lowering<'a> {
    fragment: Fragment<'a>,
    depth: usize,
}

impl Lowering<'_> {
    fn body(&mut self, body: &structure::Body) -> Result<Body, Rejection> {
        let mut lowered = Body::default();
        for item in body {
            match item {
                structure::Structure::Attribute(attribute) => {
                    lowered.attributes.push(Attribute {
                        name: self.name(&attribute.key, attribute.key.span()),
                        value: self.expression(&attribute.value)?,
                        span: self.fragment.span(attribute.span()),
                    });
                }
                structure::Structure::Block(block) => lowered.blocks.push(self.block(block)?),
            }
        }
        Ok(lowered)
    }

    fn block(&mut self, block: &structure::Block) -> Result<Block, Rejection> {
        let kind = self.name(&block.ident, block.ident.span());
        let mut labels = Vec::with_capacity(block.labels.len());
        for label in &block.labels {
            let span = label.span();
            let text = match label {
                structure::BlockLabel::Ident(name) => name.as_str().into(),
                structure::BlockLabel::String(_) => self.quoted(span.clone())?.into(),
            };
            labels.push(Name { text, span: self.fragment.span(span) });
        }
        let header = labels.last().map_or(kind.span, |label| kind.span.to(label.span));
        let span = self.fragment.span(block.span());
        let body = self.nested(span, |lowering| lowering.body(&block.body))?;
        Ok(Block { kind, labels, body, header, span })
    }

    /// A name is read from the tree: it is never changed in the copy.
    fn name(&self, name: &Ident, range: Option<Range<usize>>) -> Name {
        Name { text: name.as_str().into(), span: self.fragment.span(range) }
    }

    fn nested<T>(
        &mut self,
        span: Span,
        lower: impl FnOnce(&mut Self) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        if self.depth >= DEEPEST {
            return Err(Rejection {
                at: span.start as usize,
                message: "This is nested too deeply to be read".to_owned(),
            });
        }
        self.depth += 1;
        let lowered = lower(self);
        self.depth -= 1;
        lowered
    }

    fn expression(&mut self, value: &expr::Expression) -> Result<Expression, Rejection> {
        let span = self.fragment.span(value.span());
        let kind = self.nested(span, |lowering| lowering.kind(value))?;
        Ok(Expression { kind, span })
    }

    fn boxed(&mut self, value: &expr::Expression) -> Result<Box<Expression>, Rejection> {
        self.expression(value).map(Box::new)
    }

    fn all<'e>(
        &mut self,
        values: impl Iterator<Item = &'e expr::Expression>,
    ) -> Result<Vec<Expression>, Rejection> {
        values.map(|value| self.expression(value)).collect()
    }

    fn kind(&mut self, value: &expr::Expression) -> Result<ExpressionKind, Rejection> {
        use expr::Expression as Hcl;
        Ok(match value {
            Hcl::Null(_) => ExpressionKind::Null,
            Hcl::Bool(value) => ExpressionKind::Bool(**value),
            Hcl::Number(value) => self.number(value.span())?,
            Hcl::String(value) => ExpressionKind::String(self.quoted(value.span())?.into()),
            Hcl::Array(values) => ExpressionKind::Tuple(self.all(values.iter())?),
            Hcl::Object(object) => self.object(object)?,
            Hcl::StringTemplate(string) => {
                let pieces = self.elements(string.iter(), Escapes::Quoted)?;
                template::expression(pieces, false)
            }
            Hcl::HeredocTemplate(heredoc) => {
                let dedented = self.fragment.slice(value.span()).starts_with("<<-");
                template::expression(self.pieces(&heredoc.template, Escapes::Bare)?, dedented)
            }
            Hcl::Parenthesis(inner) => ExpressionKind::Parenthesis(self.boxed(inner.inner())?),
            Hcl::Variable(name) => ExpressionKind::Variable(self.name(name, name.span())),
            Hcl::Conditional(value) => ExpressionKind::Conditional(Box::new([
                self.expression(&value.cond_expr)?,
                self.expression(&value.true_expr)?,
                self.expression(&value.false_expr)?,
            ])),
            Hcl::FuncCall(call) => self.call(call)?,
            Hcl::Traversal(traversal) => {
                let root = self.boxed(&traversal.expr)?;
                let steps = traversal.operators.iter();
                ExpressionKind::Traversal(
                    root,
                    steps.map(|step| self.access(step, step.span())).collect::<Result<_, _>>()?,
                )
            }
            Hcl::UnaryOp(value) => {
                let operator = match *value.operator {
                    expr::UnaryOperator::Neg => UnaryOperator::Negate,
                    expr::UnaryOperator::Not => UnaryOperator::Not,
                };
                ExpressionKind::Unary(operator, self.boxed(&value.expr)?)
            }
            Hcl::BinaryOp(value) => ExpressionKind::Binary(
                binary_operator(*value.operator),
                Box::new([self.expression(&value.lhs_expr)?, self.expression(&value.rhs_expr)?]),
            ),
            Hcl::ForExpr(value) => ExpressionKind::For(Box::new(self.repetition(value)?)),
        })
    }

    fn number(&self, range: Option<Range<usize>>) -> Result<ExpressionKind, Rejection> {
        let text = self.fragment.slice(range.clone());
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits.trim_start()),
            None => ("", text),
        };
        number::parse(&format!("{sign}{digits}")).map(ExpressionKind::Number).ok_or_else(|| {
            Rejection {
                at: self.fragment.span(range).start as usize,
                message: format!("The number `{text}` cannot be read"),
            }
        })
    }

    fn object(&mut self, object: &expr::Object) -> Result<ExpressionKind, Rejection> {
        let mut items = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            let key = match key {
                expr::ObjectKey::Ident(name) => ObjectKey::Name(self.name(name, name.span())),
                // Words that are values elsewhere are names here.
                expr::ObjectKey::Expression(
                    word @ (expr::Expression::Null(_) | expr::Expression::Bool(_)),
                ) => ObjectKey::Name(Name {
                    text: self.fragment.slice(word.span()).into(),
                    span: self.fragment.span(word.span()),
                }),
                expr::ObjectKey::Expression(key) => ObjectKey::Expression(self.expression(key)?),
            };
            items.push((key, self.expression(value.expr())?));
        }
        Ok(ExpressionKind::Object(items))
    }

    fn call(&mut self, call: &expr::FuncCall) -> Result<ExpressionKind, Rejection> {
        let mut span = self.fragment.span(call.name.name.span());
        let mut text = String::new();
        for part in &call.name.namespace {
            text.push_str(part.as_str());
            text.push_str("::");
            span = span.to(self.fragment.span(part.span()));
        }
        text.push_str(call.name.name.as_str());
        Ok(ExpressionKind::Call(Call {
            name: Name { text: text.into(), span },
            arguments: self.all(call.args.iter())?,
            expand_last: call.args.expand_final(),
        }))
    }

    fn access(
        &mut self,
        step: &expr::TraversalOperator,
        range: Option<Range<usize>>,
    ) -> Result<Access, Rejection> {
        let span = self.fragment.span(range);
        Ok(match step {
            expr::TraversalOperator::GetAttr(name) => {
                Access::Attribute(self.name(name, name.span()))
            }
            expr::TraversalOperator::Index(index) => Access::Index(self.expression(index)?),
            expr::TraversalOperator::LegacyIndex(index) => Access::LegacyIndex(**index, span),
            expr::TraversalOperator::AttrSplat(_) => Access::AttributeSplat(span),
            expr::TraversalOperator::FullSplat(_) => Access::FullSplat(span),
        })
    }

    fn repetition(&mut self, value: &expr::ForExpr) -> Result<For, Rejection> {
        let intro = &value.intro;
        Ok(For {
            key: intro.key_var.as_ref().map(|name| self.name(name, name.span())),
            value: self.name(&intro.value_var, intro.value_var.span()),
            collection: self.expression(&intro.collection_expr)?,
            result_key: value.key_expr.as_ref().map(|key| self.expression(key)).transpose()?,
            result: self.expression(&value.value_expr)?,
            grouping: value.grouping,
            condition: value.cond.as_ref().map(|test| self.expression(&test.expr)).transpose()?,
        })
    }

    /// The text between the quotes of `range`.
    fn quoted(&self, range: Option<Range<usize>>) -> Result<String, Rejection> {
        let range = range.unwrap_or_default();
        self.text(range.start + 1..range.end.saturating_sub(1), Escapes::Quoted)
    }

    fn text(&self, range: Range<usize>, escapes: Escapes) -> Result<String, Rejection> {
        let start = self.fragment.base + range.start;
        template::decode(self.fragment.slice(Some(range)), escapes).map_err(
            |BadText { at, message }| Rejection { at: start + at, message: message.to_owned() },
        )
    }

    fn pieces(&mut self, parts: &Template, escapes: Escapes) -> Result<Vec<Piece>, Rejection> {
        self.elements(parts.iter(), escapes)
    }

    fn elements<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        escapes: Escapes,
    ) -> Result<Vec<Piece>, Rejection> {
        let mut pieces = Vec::new();
        for element in elements {
            self.element(element, escapes, &mut pieces)?;
        }
        Ok(pieces)
    }

    fn element(
        &mut self,
        element: &Element,
        escapes: Escapes,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Rejection> {
        match element {
            Element::Literal(text) => {
                self.lines(text.span().unwrap_or_default(), escapes, pieces)?;
            }
            Element::Interpolation(value) => {
                let expression = self.expression(&value.expr)?;
                let strip = strip(value.strip);
                pieces.push(Piece::Sequence(Sequence::Interpolation(expression), strip));
            }
            Element::Directive(directive) => {
                let span = self.fragment.span(element.span());
                self.nested(span, |lowering| lowering.directive(directive, escapes, pieces))?;
            }
        }
        Ok(())
    }

    /// Terraform reads text outside quotes line by line, which is what strip markers
    /// and indentation go by.
    fn lines(
        &self,
        range: Range<usize>,
        escapes: Escapes,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Rejection> {
        if escapes == Escapes::Quoted {
            pieces.push(Piece::Text(self.text(range, escapes)?));
            return Ok(());
        }
        let mut start = range.start;
        for line in self.fragment.slice(Some(range)).split_inclusive('\n') {
            pieces.push(Piece::Text(self.text(start..start + line.len(), escapes)?));
            start += line.len();
        }
        Ok(())
    }

    fn directive(
        &mut self,
        directive: &Directive,
        escapes: Escapes,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Rejection> {
        match directive {
            Directive::If(directive) => {
                let head = &directive.if_expr;
                let condition = self.expression(&head.cond_expr)?;
                pieces.push(Piece::Sequence(Sequence::If(condition), strip(head.strip)));
                pieces.extend(self.pieces(&head.template, escapes)?);
                if let Some(otherwise) = &directive.else_expr {
                    pieces.push(Piece::Sequence(Sequence::Else, strip(otherwise.strip)));
                    pieces.extend(self.pieces(&otherwise.template, escapes)?);
                }
                let end = strip(directive.endif_expr.strip);
                pieces.push(Piece::Sequence(Sequence::EndIf, end));
            }
            Directive::For(directive) => {
                let head = &directive.for_expr;
                let sequence = Sequence::For {
                    key: head.key_var.as_ref().map(|name| self.name(name, name.span())),
                    value: self.name(&head.value_var, head.value_var.span()),
                    collection: self.expression(&head.collection_expr)?,
                };
                pieces.push(Piece::Sequence(sequence, strip(head.strip)));
                pieces.extend(self.pieces(&head.template, escapes)?);
                let end = strip(directive.endfor_expr.strip);
                pieces.push(Piece::Sequence(Sequence::EndFor, end));
            }
        }
        Ok(())
    }
}

fn strip(strip: HclStrip) -> Strip {
    Strip {
        before: matches!(strip, HclStrip::Start | HclStrip::Both),
        after: matches!(strip, HclStrip::End | HclStrip::Both),
    }
}

fn binary_operator(operator: expr::BinaryOperator) -> BinaryOperator {
    use expr::BinaryOperator as Hcl;
    match operator {
        Hcl::Eq => BinaryOperator::Equal,
        Hcl::NotEq => BinaryOperator::NotEqual,
        Hcl::LessEq => BinaryOperator::LessOrEqual,
        Hcl::GreaterEq => BinaryOperator::GreaterOrEqual,
        Hcl::Less => BinaryOperator::Less,
        Hcl::Greater => BinaryOperator::Greater,
        Hcl::Plus => BinaryOperator::Add,
        Hcl::Minus => BinaryOperator::Subtract,
        Hcl::Mul => BinaryOperator::Multiply,
        Hcl::Div => BinaryOperator::Divide,
        Hcl::Mod => BinaryOperator::Modulo,
        Hcl::And => BinaryOperator::And,
        Hcl::Or => BinaryOperator::Or,
    }
}
