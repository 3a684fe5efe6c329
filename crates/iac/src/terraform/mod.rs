//! Terraform and OpenTofu.

mod access;
mod azapi;
mod azurerm;
mod block;
mod call;
mod declarations;
mod expression;
mod files;
mod functions;
mod instance;
mod lowering;
mod overrides;
mod primitive;
mod provider_version;
mod reference;
mod repeat;
mod root;
mod scope;
mod syntax;
mod template;
mod template_file;
#[cfg(test)]
mod testing;
mod type_constraint;
mod variable_files;
mod variables;

pub(crate) use root::load;

#[cfg(test)]
pub(crate) use functions::tests::check_all;
