//! Terraform and OpenTofu.

mod access;
mod azapi;
mod azurerm;
mod block;
mod call;
mod declarations;
mod edit;
mod expression;
mod files;
mod functions;
mod instance;
mod lowering;
mod normal_form;
mod order;
mod overrides;
mod primitive;
mod provider_version;
mod reference;
mod repeat;
mod repeat_condition;
mod root;
mod scope;
mod single_root;
mod syntax;
mod template;
mod template_file;
#[cfg(test)]
mod testing;
mod type_constraint;
mod variable_files;
mod variables;

pub(crate) use azurerm::is_type as is_type_of_azurerm;
pub(crate) use edit::set;
pub(crate) use lowering::{Declaration, lower};
pub(crate) use provider_version::{Majors, of_plan as majors_of_plan};
pub(crate) use repeat::quoted;
pub(crate) use root::load;
pub(crate) use single_root::SingleRoot;

#[cfg(test)]
pub(crate) use functions::tests::check_all;
