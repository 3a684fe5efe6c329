//! Deployments as Azure Resource Manager sees them: the form to which Bicep and
//! ARM JSON are lowered, and its evaluation.
//!
//! A front end turns text into a [`Template`](template::Template), of
//! [`Expression`](expression::Expression)s that are alike for both languages.
//! [`Evaluation`](deployment::Evaluation) evaluates one with its parameters, as far
//! as somebody asks.

mod access;
mod call;
pub(crate) mod deployment;
mod evaluation;
pub(crate) mod expression;
mod functions;
mod identity;
mod lambdas;
mod lookups;
mod operators;
pub(crate) mod place;
pub(crate) mod repeat;
mod same;
pub(crate) mod scope;
mod symbol;
pub(crate) mod template;
mod within_id;
