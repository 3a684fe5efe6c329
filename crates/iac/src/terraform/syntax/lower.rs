//! From `hcl_edit`'s tree to ours. The only file that names `hcl_edit`.
//!
//! What a text says is read from the text by span, not from `hcl_edit`'s values:
//! those are of a copy in which the recovery may have changed things, and its
//! numbers and heredocs are not exact.

use std::ops::Range;

use hcl_edit::{
    Ident, Span as _, expr, parser, structure,
    template::{Directive, Element, Strip as HclStrip},
};
use nexthop_source::{FileId, Span};

use super::accept::{self, Detached};
use super::patch::Patch;
use super::scan::Grammar;
use super::template::{self, BadText, Escapes, Piece, Sequence, Strip};
use super::{
    Access, Attribute, BinaryOperator, Block, Body, Call, Expression, ExpressionKind, For, Name,
    ObjectKey, TemplatePart, UnaryOperator,
};

use crate::{Number, json::Written, terraform::normal_form::composed};

/// Deeper trees than this are refused, so that recursion over a tree is safe.
const DEEPEST: usize = 256;
pub(super) const TOO_DEEP: &str = "This is nested too deeply to be read";

/// Why a text was not read, and where that was found out.
#[derive(Debug)]
pub(super) struct Rejection {
    /// An offset in the copy.
    pub at: usize,
    pub message: String,
    /// An object has a key for the second time.
    pub repeated_key: bool,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'a> {
    pub file: FileId,
    /// Where in the file the text begins; in the whole text if it is not written
    /// in the file as it is.
    pub base: usize,
    /// The place to name instead of places in a text that is in no file.
    pub stands_for: Option<Span>,
    /// How the text is written in the file, if it has escapes there.
    pub written: Option<&'a Written>,
    /// How deep in the tree it is.
    pub depth: usize,
    /// In how many objects that are read by themselves it is.
    pub level: usize,
}

impl<'a> Site<'a> {
    pub(super) fn new(file: FileId, base: usize) -> Self {
        Self { file, base, stands_for: None, written: None, depth: 0, level: 0 }
    }

    /// That of a text which is a string of JSON.
    pub(super) fn within(file: FileId, written: &'a Written) -> Self {
        Self { written: Some(written), ..Self::new(file, 0) }
    }

    /// The place of a part of the text.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        let range = self.base + range.start..self.base + range.end;
        match (self.stands_for, self.written) {
            (Some(span), _) => span,
            (None, Some(written)) => written.place(range),
            (None, None) => Span::new(self.file, range),
        }
    }
}

/// A text, and the copy of it that is parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    pub patch: &'a Patch<'a>,
    /// The copy with nothing detached.
    pub whole: &'a Patch<'a>,
    /// In order of their places.
    pub detached: &'a [Detached],
    pub site: Site<'a>,
}

pub(super) fn body(fragment: Fragment<'_>) -> Result<Body, Rejection> {
    let parsed =
        parser::parse_body(&fragment.patch.copy).map_err(|error| rejection(&error, &fragment))?;
    Lowering { fragment, depth: fragment.site.depth }.body(&parsed)
}

pub(super) fn expression(fragment: Fragment<'_>) -> Result<Expression, Rejection> {
    let parsed =
        parser::parse_expr(&fragment.patch.copy).map_err(|error| rejection(&error, &fragment))?;
    Lowering { fragment, depth: fragment.site.depth }.expression(&parsed)
}

pub(super) fn template(fragment: Fragment<'_>) -> Result<Vec<TemplatePart>, Rejection> {
    let parsed = parser::parse_template(&fragment.patch.copy)
        .map_err(|error| rejection(&error, &fragment))?;
    let mut lowering = Lowering { fragment, depth: fragment.site.depth };
    let pieces = lowering.elements(parsed.iter(), Escapes::Bare)?;
    Ok(template::parts(pieces, false))
}

/// A text that may be a template, as an expression.
pub(super) fn text(fragment: Fragment<'_>) -> Result<Expression, Rejection> {
    let span = fragment.site.place(0..fragment.patch.text.len());
    let parsed = parser::parse_template(&fragment.patch.copy)
        .map_err(|error| rejection(&error, &fragment))?;
    let mut lowering = Lowering { fragment, depth: fragment.site.depth };
    let pieces = lowering.elements(parsed.iter(), Escapes::Bare)?;
    Ok(Expression { kind: template::expression(pieces, false), span })
}

fn rejection(error: &parser::Error, fragment: &Fragment<'_>) -> Rejection {
    let message = error.message().to_owned();
    let repeated_key = message.contains("redefined object key");
    let mut at = error.location().offset();
    if message.contains("escape sequence") || message.contains("hex code") {
        let before = fragment.patch.copy.get(..at).and_then(|before| before.rfind('\\'));
        at = before.unwrap_or(at);
    }
    Rejection { at, message, repeated_key }
}

fn refused(at: usize, message: &str) -> Rejection {
    Rejection { at, message: message.to_owned(), repeated_key: false }
}

impl Fragment<'_> {
    fn span(&self, range: Option<Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        self.site.place(self.patch.original(range.start)..self.patch.original(range.end))
    }

    fn slice(&self, range: Option<Range<usize>>) -> &str {
        let range = range.unwrap_or_default();
        let range = self.patch.original(range.start)..self.patch.original(range.end);
        self.patch.text.get(range).unwrap_or_default()
    }

    /// Reads entries of a detached object.
    fn entries(&self, range: Range<usize>, depth: usize) -> Result<Expression, Rejection> {
        let start = self.whole.original(range.start);
        let text = self.slice(Some(range.clone()));
        let mut patch = Patch::around("{", text, "\n}");
        if let Some(copy) =
            self.whole.copy.get(range.clone()).filter(|copy| copy.len() == text.len())
        {
            patch.copy.replace_range(1..=copy.len(), copy);
        }
        let site =
            Site { base: self.site.base + start, depth, level: self.site.level + 1, ..self.site };
        accept::read(&patch, site, Grammar::Expression, expression).map_err(|rejection| Rejection {
            at: rejection.at.saturating_sub(1) + range.start,
            ..rejection
        })
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
        let at = start(block.span());
        let body = self.nested(at, |lowering| lowering.body(&block.body))?;
        Ok(Block { kind, labels, body, header })
    }

    /// A name is read from the tree: it is never changed in the copy.
    fn name(&self, name: &Ident, range: Option<Range<usize>>) -> Name {
        Name { text: name.as_str().into(), span: self.fragment.span(range) }
    }

    fn nested<T>(
        &mut self,
        at: usize,
        lower: impl FnOnce(&mut Self) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        if self.depth >= DEEPEST {
            return Err(refused(at, TOO_DEEP));
        }
        self.depth += 1;
        let lowered = lower(self);
        self.depth -= 1;
        lowered
    }

    fn expression(&mut self, value: &expr::Expression) -> Result<Expression, Rejection> {
        let span = self.fragment.span(value.span());
        let kind = self.nested(start(value.span()), |lowering| lowering.kind(value))?;
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
            Hcl::String(value) => ExpressionKind::String(composed(self.quoted(value.span())?)),
            Hcl::Array(values) => ExpressionKind::Tuple(self.all(values.iter())?),
            Hcl::Object(object) => self.object(object)?,
            Hcl::StringTemplate(string) => {
                let pieces = self.elements(string.iter(), Escapes::Quoted)?;
                template::expression(pieces, false)
            }
            Hcl::HeredocTemplate(heredoc) => {
                let dedented = self.fragment.slice(value.span()).starts_with("<<-");
                template::expression(
                    self.elements(heredoc.template.iter(), Escapes::Bare)?,
                    dedented,
                )
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
        Number::parse(&format!("{sign}{digits}"))
            .map(ExpressionKind::Number)
            .ok_or_else(|| refused(start(range), "This number cannot be read"))
    }

    fn object(&mut self, object: &expr::Object) -> Result<ExpressionKind, Rejection> {
        let at = start(object.span());
        let detached = self.fragment.detached;
        if let Ok(found) = detached.binary_search_by_key(&at, |object| object.at) {
            return self.detached(&detached[found]);
        }
        let mut items = Vec::with_capacity(object.len());
        for (key, value) in object {
            let key = match key {
                expr::ObjectKey::Ident(name) => ObjectKey::Name(self.name(name, name.span())),
                // Words that are values elsewhere are names here.
                expr::ObjectKey::Expression(
                    word @ (expr::Expression::Null(_) | expr::Expression::Bool(_)),
                ) => ObjectKey::Name(Name {
                    text: self.fragment.slice(word.span()).into(),
                    span: self.fragment.span(word.span()),
                }),
                expr::ObjectKey::Expression(key) => ObjectKey::Expression(self.boxed(key)?),
            };
            items.push((key, self.expression(value.expr())?));
        }
        Ok(ExpressionKind::Object(items))
    }

    fn detached(&self, object: &Detached) -> Result<ExpressionKind, Rejection> {
        let mut items = Vec::new();
        for part in &object.parts {
            let entries = self.fragment.entries(part.clone(), self.depth)?;
            if let ExpressionKind::Object(entries) = entries.kind {
                items.extend(entries);
            }
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
        Ok(ExpressionKind::Call(Box::new(Call {
            name: Name { text: text.into(), span },
            arguments: self.all(call.args.iter())?,
            expand_last: call.args.expand_final(),
        })))
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
            expr::TraversalOperator::Index(index) => Access::Index(self.boxed(index)?),
            expr::TraversalOperator::LegacyIndex(index) => Access::LegacyIndex(**index, span),
            expr::TraversalOperator::AttrSplat(_) => Access::AttributeSplat,
            expr::TraversalOperator::FullSplat(_) => Access::FullSplat,
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
        let start = range.start;
        template::decode(self.fragment.slice(Some(range)), escapes)
            .map_err(|BadText { at, message }| refused(start + at, message))
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
                let at = start(element.span());
                self.nested(at, |lowering| lowering.directive(directive, escapes, pieces))?;
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
                pieces.extend(self.elements(head.template.iter(), escapes)?);
                if let Some(otherwise) = &directive.else_expr {
                    pieces.push(Piece::Sequence(Sequence::Else, strip(otherwise.strip)));
                    pieces.extend(self.elements(otherwise.template.iter(), escapes)?);
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
                pieces.extend(self.elements(head.template.iter(), escapes)?);
                let end = strip(directive.endfor_expr.strip);
                pieces.push(Piece::Sequence(Sequence::EndFor, end));
            }
        }
        Ok(())
    }
}

fn start(range: Option<Range<usize>>) -> usize {
    range.unwrap_or_default().start
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
