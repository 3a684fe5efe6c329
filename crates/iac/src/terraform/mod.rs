//! Terraform and OpenTofu.

mod azurerm;
mod functions;
mod syntax;
mod type_constraint;

use crate::{FileSystem, Request, Workspace};

pub(crate) fn load(_files: &dyn FileSystem, _request: &Request) -> Workspace {
    Workspace::default()
}
