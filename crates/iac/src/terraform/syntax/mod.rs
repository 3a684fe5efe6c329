//! HCL as a small typed tree, read so that a mistake costs what it stands in and
//! nothing else.

mod accept;
mod direct;
mod explain;
mod json;
mod lower;
mod patch;
mod recover;
mod scan;
mod template;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use nexthop_source::{Diagnostic, FileId, Span};

pub(crate) use json::{parse as parse_json, parse_values as parse_json_values};

use crate::Number;

/// Reads a file. Each broken place of it is a diagnostic; what can be told apart
/// from a broken place is in the body all the same.
pub(crate) fn parse(text: &str, file: FileId) -> (Body, Vec<Diagnostic>) {
    recover::body(text, file)
}

/// Reads one expression, such as the value of a variable given by hand.
pub(crate) fn parse_expression(text: &str, file: FileId) -> Result<Expression, Box<Diagnostic>> {
    recover::expression(text, lower::Site::new(file, 0))
}

/// Reads a template, `text`, which was found at `span`; all its parts are there.
pub(crate) fn parse_template(text: &str, span: Span) -> Result<Vec<TemplatePart>, String> {
    recover::template(text, span)
}

/// The content of a file or of a block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
}

/// `name = value`.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub name: Name,
    pub value: Expression,
}

/// An identifier, a label or a literal key.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// `kind "label" { … }`.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub kind: Name,
    pub labels: Vec<Name>,
    pub body: Body,
    /// From the kind to the last label.
    pub header: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub kind: ExpressionKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum ExpressionKind {
    Null,
    Bool(bool),
    Number(Number),
    /// Text without interpolation, escapes decoded and heredocs dedented.
    String(Arc<str>),
    /// Text with interpolations or directives; strip markers (`~`) are already applied.
    /// A template that is one interpolation and nothing else (`"${x}"`) is the
    /// expression itself, not text.
    Template(Vec<TemplatePart>),
    Tuple(Vec<Expression>),
    /// In the order written; a repeated key is kept, the last one wins.
    Object(Vec<(ObjectKey, Expression)>),
    /// The root of a traversal: `var`, `local`, `azurerm_subnet`, a `for` variable.
    Variable(Name),
    Traversal(Box<Expression>, Vec<Access>),
    Call(Box<Call>),
    Parenthesis(Box<Expression>),
    Conditional(Box<[Expression; 3]>),
    Unary(UnaryOperator, Box<Expression>),
    Binary(BinaryOperator, Box<[Expression; 2]>),
    For(Box<For>),
}

#[derive(Clone, Debug)]
pub(crate) enum ObjectKey {
    /// `name = …`: the name is the key, not a variable.
    Name(Name),
    Expression(Box<Expression>),
}

/// One step of a traversal.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// `.name`
    Attribute(Name),
    /// `[expression]`
    Index(Box<Expression>),
    /// `.0`
    LegacyIndex(u64, Span),
    /// `.*`, which takes the attributes behind it up to the next index.
    AttributeSplat,
    /// `[*]`, which takes everything behind it.
    FullSplat,
}

/// `name(arguments)`; a provider's function has its full name, `provider::azapi::build_resource_id`.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub name: Name,
    pub arguments: Vec<Expression>,
    /// The last argument is followed by `...`.
    pub expand_last: bool,
}

/// `[for key, value in collection : result if condition]` or
/// `{for … : key => value...}`.
#[derive(Clone, Debug)]
pub(crate) struct For {
    pub key: Option<Name>,
    pub value: Name,
    pub collection: Expression,
    /// The key of an object's entry; `None` for a tuple.
    pub result_key: Option<Expression>,
    pub result: Expression,
    /// `...`: results of one key are collected to a tuple.
    pub grouping: bool,
    pub condition: Option<Expression>,
}

#[derive(Clone, Debug)]
pub(crate) enum TemplatePart {
    Text(Arc<str>),
    Interpolation(Expression),
    /// `%{ if }`
    If {
        condition: Expression,
        then: Vec<TemplatePart>,
        otherwise: Vec<TemplatePart>,
    },
    /// `%{ for }`
    For {
        key: Option<Name>,
        value: Name,
        collection: Expression,
        body: Vec<TemplatePart>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOperator {
    Negate,
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}
