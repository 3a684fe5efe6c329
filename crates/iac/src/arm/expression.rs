//! Expressions, as Bicep and ARM JSON have them in common.
//!
//! | Bicep | ARM JSON | here |
//! | --- | --- | --- |
//! | `prefix` | `parameters('prefix')` | [`Parameter`](ExpressionKind::Parameter) |
//! | `hub` (a variable) | `variables('hub')` | [`Variable`](ExpressionKind::Variable) |
//! | `vnet`, `mod` | - | [`Symbol`](ExpressionKind::Symbol) |
//! | `'a${b}'` | - (`format`, `concat` are calls) | [`Interpolation`](ExpressionKind::Interpolation) |
//! | `[for (x, i) in xs: …]` | `copy` of a property or variable | [`For`](ExpressionKind::For) |
//! | `x`, `i` in it | - (`copyIndex('name')` is a call) | [`Local`](ExpressionKind::Local) |
//! | `az.resourceId(…)` | `resourceId(…)` | [`Call`](ExpressionKind::Call) |
//! | `vnet.listKeys()` | `listKeys('vnet', …)` | a call whose first argument is the symbol |
//! | `a ?? b`, `a ? b : c` | `coalesce`, `if` are calls | [`Binary`](ExpressionKind::Binary), [`Conditional`](ExpressionKind::Conditional) |
//! | `x => …` | `lambda('x', …)`, `lambdaVariables('x')` | [`Lambda`](ExpressionKind::Lambda), [`Local`](ExpressionKind::Local) |
//!
//! A function that is nothing but another spelling stays a call, and the evaluator
//! knows it: `if`, `and`, `or`, `coalesce`, `tryGet`, `createObject`, `null`,
//! `copyIndex`, and `parameters` or `variables` of a computed name. Only what binds
//! names is lowered: `lambda`, `lambdaVariables`, and `parameters` in the body of a
//! user-defined function (a [`Local`](ExpressionKind::Local)).
//!
//! Names of parameters, variables and symbols are those of the declaration: a
//! front end whose language ignores case looks the declaration up. Names of
//! functions and of properties are as written; the evaluator ignores their case.

use std::sync::Arc;

use nexthop_source::Span;

use crate::Number;

/// An expression and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it is written.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(crate) enum ExpressionKind {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `10`; ARM JSON has fractions too.
    Number(Number),
    /// Text without anything to evaluate in it.
    String(Arc<str>),
    /// `'a${b}'`: the texts of the parts one after the other; literal parts are
    /// [`ExpressionKind::String`].
    Interpolation(Vec<Expression>),
    /// `[a, ...b]`
    Array(Vec<Item>),
    /// `{ a: 1, '${b}': 2, ...c }`; of equal keys the last one counts.
    Object(Vec<Entry>),
    /// A parameter of the template.
    Parameter(Arc<str>),
    /// A variable of the template.
    Variable(Arc<str>),
    /// A resource or module of the template, by its symbol; one that is repeated
    /// is an array, [`Access::Index`] selects from it.
    Symbol(Arc<str>),
    /// A name that an expression around this one introduced: the item or index of
    /// a loop, the parameter of a lambda or of a user-defined function.
    Local(Arc<str>),
    /// A call of a function.
    Call(Call),
    /// `base.name`, `base[index]` and their safe forms, one step each.
    Access(Box<Expression>, Access),
    /// `!a`, `-a`
    Unary(UnaryOperator, Box<Expression>),
    /// `a + b`
    Binary(BinaryOperator, Box<[Expression; 2]>),
    /// `condition ? then : otherwise`; only the branch that is chosen counts.
    Conditional(Box<[Expression; 3]>),
    /// A function without a name: only as an argument of `map`, `filter` and the
    /// like.
    Lambda(Arc<Lambda>),
    /// An array made of a loop.
    For(Box<For>),
    /// What a template whose expressions its caller evaluates keeps for itself:
    /// `[[…]` in it, one bracket for each template around it.
    Own(Box<Expression>),
    /// What the front end could not make sense of, and has reported: unknown for
    /// this reason.
    Invalid(Arc<str>),
}

/// An element of an array.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The element, or the array whose elements stand here.
    pub value: Expression,
    /// `...value`
    pub spread: bool,
}

/// An entry of an object.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// `key: value`; the key evaluates to text.
    Property { key: Expression, value: Expression },
    /// `...object`
    Spread(Expression),
}

/// A call of a function.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// `sys`, `az`, or that of a user-defined function in ARM JSON.
    pub namespace: Option<Arc<str>>,
    /// The name as written.
    pub name: Arc<str>,
    /// What it is called with.
    pub arguments: Vec<Expression>,
}

/// One step into a value.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// `.name`; with `safe` `.?name`, which is null where there is no such property.
    Property { name: Arc<str>, safe: bool },
    /// `[index]`, a position or a property; `[?index]` with `safe`; counted from
    /// the end with `from_end` (`[^1]` is the last element).
    Index { index: Box<Expression>, safe: bool, from_end: bool },
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOperator {
    /// `!a`
    Not,
    /// `-a`
    Negate,
}

/// An operator between its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOperator {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`, whole numbers
    Divide,
    /// `a % b`
    Modulo,
    /// `a < b`, numbers or texts
    Less,
    /// `a <= b`
    LessOrEqual,
    /// `a > b`
    Greater,
    /// `a >= b`
    GreaterOrEqual,
    /// `a == b`
    Equal,
    /// `a != b`
    NotEqual,
    /// `a =~ b`, without regard to case
    EqualIgnoringCase,
    /// `a !~ b`
    NotEqualIgnoringCase,
    /// `a && b`
    And,
    /// `a || b`
    Or,
    /// `a ?? b`
    Coalesce,
}

/// A function without a name.
#[derive(Clone, Debug)]
pub(crate) struct Lambda {
    /// Its parameters, which the body names as [`ExpressionKind::Local`].
    pub parameters: Vec<Arc<str>>,
    /// Its result.
    pub body: Expression,
}

/// An array made of a loop.
#[derive(Clone, Debug)]
pub(crate) struct For {
    /// What it goes through.
    pub repeat: Repeat,
    /// The elements for which it does not hold are left out; only in ARM's `copy`
    /// of resources and in Bicep's `for … : if (…)`.
    pub condition: Option<Expression>,
    /// One element.
    pub body: Expression,
}

/// What a loop goes through, and the names that it gives.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    /// How often, and with what.
    pub over: RepeatOver,
    /// The name of a `copy`, for `copyIndex('name')`.
    pub name: Option<Arc<str>>,
    /// Bicep's item.
    pub item: Option<Arc<str>>,
    /// Bicep's index.
    pub index: Option<Arc<str>>,
    /// The `for` or the `copy` object.
    pub span: Span,
}

/// How often a loop goes round.
#[derive(Clone, Debug)]
pub(crate) enum RepeatOver {
    /// Once for each element (Bicep).
    Items(Expression),
    /// So often (ARM's `copy.count`).
    Count(Expression),
}

impl Expression {
    /// The text, if it is a literal.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::String(text) => Some(text),
            _ => None,
        }
    }
}
