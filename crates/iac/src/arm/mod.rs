//! Deployments as Azure Resource Manager sees them: the form to which Bicep and
//! ARM JSON are lowered, and its evaluation.
//!
//! A front end turns text into a [`Template`](template::Template), of
//! [`Expression`](expression::Expression)s that are alike for both languages.
//! [`Evaluation`](deployment::Evaluation) evaluates one with its parameters, as far
//! as somebody asks.

pub(crate) mod deployment;
mod evaluation;
pub(crate) mod expression;
pub(crate) mod repeat;
pub(crate) mod scope;
pub(crate) mod template;
