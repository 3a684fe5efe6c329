//! Terraform and OpenTofu.

mod azapi;
mod azurerm;
mod files;
mod functions;
mod lowering;
mod overrides;
mod syntax;
mod type_constraint;
mod variable_files;

use crate::{FileSystem, Request, Workspace};

pub(crate) fn load(_files: &dyn FileSystem, _request: &Request) -> Workspace {
    Workspace::default()
}
