//! Terraform and OpenTofu.

mod azurerm;
mod lowering;
mod syntax;

use crate::{FileSystem, Request, Workspace};

pub(crate) fn load(_files: &dyn FileSystem, _request: &Request) -> Workspace {
    Workspace::default()
}
