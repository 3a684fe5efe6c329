//! Bicep: files and what they name, lowered to the form that Bicep has in common
//! with ARM JSON. Nothing is evaluated here.

mod configuration;
mod content;
mod deployment;
mod edit;
mod expression;
mod files;
mod inline;
mod loaded;
mod missing;
mod names;
mod parameter_type;
mod parameters;
mod resource;
mod root;
mod syntax;
mod template;
mod yaml;

pub(crate) use edit::set;
pub(crate) use root::load;
