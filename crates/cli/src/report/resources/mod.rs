//! Resource instances with their evaluated values.

pub(crate) mod json;
pub(crate) mod text;
