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

pub(crate) use root::load;
