//! Files, places in them, and what is said about those places.
//!
//! Everything else in the workspace stands on this crate and it stands on
//! nothing of ours. It knows no language and no network: a [`Span`] is a byte
//! range, a [`Diagnostic`] is something a user is told. Lines and columns are
//! made from spans where something is printed, and nowhere before.

#![warn(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)]

pub mod calendar;
mod diagnostic;
mod edit;
mod sources;
mod suppression;

pub use calendar::Date;
pub use diagnostic::{Change, Diagnostic, Label, NewValue, Severity, Step};
pub use edit::{Edit, edited};
pub use sources::{FileId, Location, Position, Sources, Span};
pub use suppression::{Scope, Suppression};
