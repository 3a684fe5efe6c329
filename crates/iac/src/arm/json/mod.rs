//! ARM deployment templates in JSON, read to the form that they have in common with
//! Bicep.

mod link;
mod lowering;
mod resource;
mod root;
mod snapshot;
mod suppression;
mod symbol;
mod template;
mod text;

use crate::{FileSystem, Request, Workspace, input::Search};

/// Reads every deployment template and every snapshot of one.
pub(crate) fn load(
    files: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    root::load(files, search, request, workspace);
    snapshot::load(search, workspace);
}
