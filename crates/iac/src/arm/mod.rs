//! Deployments as Azure Resource Manager sees them: the form to which Bicep and
//! ARM JSON are lowered, and its evaluation.
//!
//! A front end turns text into a [`Template`](template::Template), of
//! [`Expression`](expression::Expression)s that are alike for both languages.
//! [`Evaluation`](deployment::Evaluation) evaluates one with its parameters, as far
//! as somebody asks.

pub(crate) mod deployment;
mod evaluation;
mod export;
pub(crate) mod expression;
mod json;
pub(crate) mod parameters;
pub(crate) mod repeat;
pub(crate) mod resources;
pub(crate) mod scope;
pub(crate) mod template;

use crate::{FileSystem, Request, Workspace, input::Search};

/// Reads every deployment template and every list of deployed resources.
pub(crate) fn load(
    files: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    json::load(files, search, request, workspace);
    export::load(search, workspace);
}
