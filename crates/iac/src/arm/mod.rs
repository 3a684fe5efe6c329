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
mod export;
pub(crate) mod expression;
mod full_name;
mod functions;
mod identity;
pub(crate) mod json;
mod lambdas;
mod lookups;
mod operators;
pub(crate) mod parameters;
pub(crate) mod place;
pub(crate) mod repeat;
mod resource_condition;
pub(crate) mod resources;
mod same;
pub(crate) mod scope;
mod spelling;
mod symbol;
pub(crate) mod template;
mod within_id;

use crate::{FileSystem, Request, Workspace, input::Search};

/// Reads every deployment template and every list of deployed resources.
pub(crate) fn load(
    files: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    json::load(files, search, request, workspace);
    export::load(files, search, workspace);
}

#[cfg(test)]
mod tests;
