//! Bicep as a small typed tree, read so that a mistake costs what it stands in
//! and nothing else.
//!
//! The grammar is that of Bicep 0.40. The tree holds what deploying asks for:
//! decorators, metadata, assertions and tests are read, so that mistakes in them
//! are told, and left out. [`token::tokens`] is the whole text.

mod block;
mod cursor;
mod expression;
mod object;
mod statement;
mod string;
#[cfg(test)]
mod tests;
mod token;
mod type_expression;

use std::sync::Arc;

use nexthop_source::{Diagnostic, FileId, Span};

pub(crate) use crate::arm::expression::{BinaryOperator, UnaryOperator};

use crate::Number;

/// Which of Bicep's two languages a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `.bicep`
    Template,
    /// `.bicepparam`
    Parameters,
}

/// Reads a file. Each broken place of it is a diagnostic; what can be told apart
/// from a broken place is in the statements all the same.
pub(crate) fn parse(
    text: &str,
    file: FileId,
    dialect: Dialect,
) -> (Vec<Statement>, Vec<Diagnostic>) {
    statement::file(text, file, dialect)
}

/// A declaration at the top of a file.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// `targetScope = 'subscription'`
    TargetScope(Expression),
    /// `param prefix string = '10.0.0.0/16'`
    Parameter(Parameter),
    /// `var name string = value`
    Variable { name: Name, value: Expression },
    /// `type subnet = { … }`
    Type { name: Name, value: Type },
    /// `func name(a int) string => …`
    Function(Function),
    /// `resource vnet '…' = …`
    Resource(Resource),
    /// `module hub '…' = …`
    Module(Module),
    /// `output id string = …`
    Output { name: Name, value: Expression, header: Span },
    /// `import { a, b as c } from '…'`
    Import(Import),
    /// `extension …`; without an alias nothing can name it.
    Extension { alias: Option<Name> },
    /// `using './main.bicep'`; `None` for `using none`.
    Using { source: Option<Expression> },
    /// `extends './base.bicepparam'`
    Extends { source: Expression },
}

/// An identifier.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// `param name type = default`, in a parameter file `param name = value`.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: Name,
    /// Missing in a parameter file.
    pub value_type: Option<Type>,
    pub value: Option<Expression>,
    /// From `param` to the type, without the default.
    pub header: Span,
}

/// A function of the user's.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub name: Name,
    pub parameters: Vec<Name>,
    pub body: Expression,
    /// From `func` to the return type.
    pub header: Span,
}

/// `resource symbol 'type@version' [existing] = body`
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub symbol: Name,
    /// `'Microsoft.Network/virtualNetworks@2024-05-01'`; in a nested resource the
    /// parent's type may be left out.
    pub declared_type: Expression,
    pub existing: bool,
    pub body: Block,
    /// From `resource` to the type.
    pub header: Span,
}

/// `module symbol 'path' = body`
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub symbol: Name,
    pub path: Expression,
    pub body: Block,
    /// From `module` to the path.
    pub header: Span,
}

/// What stands behind the `=` of a resource or module: `{…}`, `if (…) {…}`,
/// `[for …: {…}]` or `[for …: if (…) {…}]`.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub repeat: Option<Repeat>,
    pub condition: Option<Expression>,
    pub entries: Vec<Entry>,
    /// Resources that are declared in it.
    pub resources: Vec<Resource>,
    /// The object, or what stands in its place.
    pub span: Span,
}

/// `for item in over`, `for (item, index) in over`
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    pub item: Name,
    pub index: Option<Name>,
    pub over: Expression,
    /// From `for` to what it goes over.
    pub span: Span,
}

/// Names of another file.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub source: Expression,
    pub names: ImportedNames,
}

/// What is imported.
#[derive(Clone, Debug)]
pub(crate) enum ImportedNames {
    /// `{ name, name as alias }`
    Listed(Vec<ImportedName>),
    /// `* as alias`
    All { alias: Name },
}

/// `name as alias`; without `as` the alias is the name.
#[derive(Clone, Debug)]
pub(crate) struct ImportedName {
    pub name: Name,
    pub alias: Name,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub kind: ExpressionKind,
    pub span: Span,
    /// How many levels there are below; the parser sets a limit to them.
    height: u16,
}

/// What a value is. Parentheses and `!` behind a value are left out.
#[derive(Clone, Debug)]
pub(crate) enum ExpressionKind {
    Null,
    Bool(bool),
    Number(Number),
    /// Text without interpolation, escapes decoded.
    String(Arc<str>),
    /// The parts in order, literal ones as [`ExpressionKind::String`].
    Interpolation(Vec<Expression>),
    Array(Vec<Item>),
    Object(Vec<Entry>),
    /// `[for … in …: …]`
    For(Box<For>),
    /// A parameter, variable, resource, module, namespace or loop variable.
    Name(Name),
    Call(Call),
    /// `az.resourceId(…)`, `vnet.listKeys()`: the receiver and the call.
    MethodCall(Box<Expression>, Call),
    Access(Box<Expression>, Access),
    Unary(UnaryOperator, Box<Expression>),
    Binary(BinaryOperator, Box<[Expression; 2]>),
    Conditional(Box<[Expression; 3]>),
    /// `(a, b) => body`
    Lambda {
        parameters: Vec<Name>,
        body: Box<Expression>,
    },
    /// What could not be read; a diagnostic says why.
    Invalid,
}

/// An element of an array; with `spread` the array whose elements stand here.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub value: Expression,
    pub spread: bool,
}

/// An entry of an object.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// `key: value`; a key is text, an identifier as key too.
    Property { key: Expression, value: Expression },
    /// `...object`
    Spread(Expression),
}

/// `name(arguments)`
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub name: Name,
    pub arguments: Vec<Expression>,
}

/// One step into a value.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// `.name`, `.?name`
    Property { name: Name, safe: bool },
    /// `[index]`, `[?index]`, `[^index]`
    Index { index: Box<Expression>, safe: bool, from_end: bool },
    /// `::name`
    Child(Name),
}

/// `[for item in over: body]`
#[derive(Clone, Debug)]
pub(crate) struct For {
    pub repeat: Repeat,
    pub body: Expression,
}

/// A type, as far as it says what a parameter takes and whether it may be left out.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub kind: TypeKind,
    /// As [`Expression::height`].
    height: u16,
}

/// What a type is.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    /// `string`, or a type of the user's.
    Name(Name),
    /// `'a'`, `1`, `true`, `null`
    Literal(LiteralType),
    /// `'a' | 'b'`
    Union(Vec<Type>),
    /// `{ name: string }`
    Object(Vec<PropertyType>),
    /// `[string, int]`, `string[]`
    Array,
    /// `type?`
    Nullable(Box<Type>),
    /// `type!`
    NotNull(Box<Type>),
    /// `type.name`: a property's type, or a type of an imported file.
    Member(Box<Type>, Name),
    /// `type[*]`, `type.*`, `type[0]`, `resource`, `resourceInput<'…'>`: what is not followed.
    Other,
}

/// The kinds of literals that are types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LiteralType {
    String,
    Number,
    Bool,
    Null,
}

/// `name: type` in a type.
#[derive(Clone, Debug)]
pub(crate) struct PropertyType {
    pub name: Arc<str>,
    pub value: Type,
}
