//! Infrastructure code, read and evaluated to one list of resources.
//!
//! [`load`] finds the inputs below the paths it is given, parses and evaluates
//! them, and returns every resource instance in ARM's vocabulary, whatever
//! language declared it. What does not parse or cannot be told is a
//! [`Diagnostic`](nexthop_source::Diagnostic) or an [`Unknown`] value; nothing
//! here fails. What a gateway or a route is, this crate does not know.

#![warn(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)]

mod arm;
mod bicep;
mod edit;
mod evaluate;
mod file_system;
mod input;
mod join;
mod json;
mod number;
mod plan;
mod resource;
mod terraform;
mod unique_string;
mod value;

pub use edit::{Difference, differences, edits, suppression};
pub use file_system::{FileSystem, Memory};
pub use input::{Input, InputKind, Project, Request, UnreadModule, Workspace, load};
pub use join::make_addresses_distinct;
pub use number::Number;
pub use resource::{
    Address, CreationOrder, ModuleCall, Origin, PlannedAction, PlannedChange, Presence, Resource,
    ResourceType,
};
pub use value::{Content, Kind, ListKind, ObjectKind, Part, Reference, Unknown, Value, Why};
