//! A template: what a Bicep file or an ARM deployment template declares.
//!
//! Nothing in it is evaluated. Nested and called templates are part of the
//! template that deploys them, shared where the same file is called often; a front
//! end never makes a template that contains itself.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::expression::{Expression, Repeat};

/// What one file, or one nested deployment, declares.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// What it is deployed to.
    pub target_scope: TargetScope,
    /// By name.
    pub parameters: BTreeMap<Arc<str>, Parameter>,
    /// By name. A variable that is made of a loop is an
    /// [`ExpressionKind::For`](super::expression::ExpressionKind::For). What a Bicep
    /// file imports from another one is here too, under a name of the front end's.
    pub variables: BTreeMap<Arc<str>, Expression>,
    /// User-defined functions by namespace and name; Bicep's have an empty namespace.
    pub functions: BTreeMap<(Arc<str>, Arc<str>), UserFunction>,
    /// Resources in the order of the text; the children of a nested declaration
    /// follow it.
    pub resources: Vec<ResourceDeclaration>,
    /// Modules and nested or linked deployments in the order of the text.
    pub modules: Vec<ModuleDeclaration>,
    /// By name.
    pub outputs: BTreeMap<Arc<str>, Output>,
    /// The file, or the nested template.
    pub span: Span,
}

/// What a template is deployed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TargetScope {
    /// A resource group: where nothing else is said.
    #[default]
    ResourceGroup,
    /// A subscription.
    Subscription,
    /// A management group.
    ManagementGroup,
    /// The tenant.
    Tenant,
}

/// A parameter.
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "`type` is a word of Rust")]
pub(crate) struct Parameter {
    /// What text from the command line is read as, as far as the declaration says;
    /// a front end follows type definitions.
    pub parameter_type: ParameterType,
    /// It is null where it is not given.
    pub nullable: bool,
    /// Its default, which may use other parameters and variables.
    pub default: Option<Expression>,
    /// The declaration.
    pub span: Span,
}

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterType {
    /// Text, or one of several literal texts.
    String,
    /// A whole number.
    Int,
    /// A truth value.
    Bool,
    /// Anything with properties.
    Object,
    /// Anything with elements.
    Array,
    /// Not told by the declaration.
    Any,
}

/// A user-defined function. Its body sees its own parameters, as
/// [`ExpressionKind::Local`](super::expression::ExpressionKind::Local), and the
/// functions and variables of the template.
#[derive(Clone, Debug)]
pub(crate) struct UserFunction {
    /// Its parameters in order.
    pub parameters: Vec<Arc<str>>,
    /// Its result.
    pub body: Expression,
    /// The declaration.
    pub span: Span,
}

/// A resource of a template.
#[derive(Clone, Debug)]
pub(crate) struct ResourceDeclaration {
    /// What it is called in this template, once: the symbol of Bicep and of ARM's
    /// `languageVersion 2.0`, `vnet::subnet` for one that is nested in another.
    /// Where the language has none the front end makes one that is good to read;
    /// it becomes the resource's address.
    pub symbol: Arc<str>,
    /// The full type: `Microsoft.Network/virtualNetworks/subnets`.
    pub resource_type: Arc<str>,
    /// `2024-05-01`
    pub api_version: Option<Arc<str>>,
    /// It is only referred to, not deployed.
    pub existing: bool,
    /// Its loop.
    pub repeat: Option<Repeat>,
    /// Whether it is deployed, asked for each instance; sees the names of the loop.
    pub condition: Option<Expression>,
    /// The name: with a `parent` the last segment, else all of them (`vnet/subnet`).
    pub name: Expression,
    /// The parent, if it is named apart: Bicep's `parent`, or the declaration that
    /// this one is nested in (a [`Symbol`](super::expression::ExpressionKind::Symbol)).
    pub parent: Option<Expression>,
    /// `scope`: a resource that it extends, or in Bicep the scope that an existing
    /// one is looked for in (`resourceGroup('hub')`).
    pub scope: Option<Expression>,
    /// An object of everything else that is written: `location`, `sku`,
    /// `properties`, … without what is above, `dependsOn` and `copy`.
    pub body: Expression,
    /// The declaring header: `resource vnet 'Microsoft.Network/…@…'`, or in JSON
    /// the resource's `type` (or key).
    pub header: Span,
}

/// A Bicep module, or an ARM resource `Microsoft.Resources/deployments`.
#[derive(Clone, Debug)]
pub(crate) struct ModuleDeclaration {
    /// As [`ResourceDeclaration::symbol`].
    pub symbol: Arc<str>,
    /// Of one that is declared as a resource.
    pub api_version: Option<Arc<str>>,
    /// Its loop.
    pub repeat: Option<Repeat>,
    /// Whether it is deployed.
    pub condition: Option<Expression>,
    /// The deployment's name; Bicep makes one up where it is left out.
    pub name: Option<Expression>,
    /// What it is deployed to, if that differs from the calling template.
    pub scope: ModuleScope,
    /// The parameters that are given. In ARM JSON a parameter may be a whole object
    /// of expressions: this is the `value` of each.
    pub arguments: BTreeMap<Arc<str>, Expression>,
    /// What is deployed.
    pub content: ModuleContent,
    /// The inner expressions see the parameters, variables and loops of the calling
    /// template instead of their own (ARM's `expressionEvaluationOptions.scope:
    /// outer`, the default of nested templates).
    pub outer_scope: bool,
    /// The declaring header.
    pub header: Span,
}

/// What a module is deployed to.
#[derive(Clone, Debug)]
pub(crate) enum ModuleScope {
    /// The scope of the calling template.
    Same,
    /// Bicep's `scope`: `resourceGroup('hub')`, `subscription(…)`, a symbol.
    Expression(Expression),
    /// ARM's `subscriptionId` and `resourceGroup`.
    Named { subscription: Option<Expression>, resource_group: Option<Expression> },
}

/// What a module deploys.
#[derive(Clone, Debug)]
pub(crate) enum ModuleContent {
    /// Code that is here.
    Template(Arc<Template>),
    /// Code that is not here, or cannot be read: the source as it is written.
    Unread(Arc<str>),
}

/// An output.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// Its value; of a repeated output an
    /// [`ExpressionKind::For`](super::expression::ExpressionKind::For).
    pub value: Expression,
    /// Where it does not hold the output is left out (ARM).
    pub condition: Option<Expression>,
    /// The declaration.
    pub span: Span,
}
