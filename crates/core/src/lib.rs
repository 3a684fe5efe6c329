//! From resources to a network, and from the network to its effective routes.
//!
//! [`analyse`] extracts a typed [`Network`] from resources in ARM's vocabulary
//! and answers how packets travel through it. Every property is a [`Fact`]: set,
//! Azure's default, or unknown with its cause. The crate knows no files, no
//! languages, no rule names and no severities.

#![warn(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)]

pub mod diagram;
mod extract;
mod fact;
mod limits;
mod model;
pub mod network;
pub mod routing;

pub use extract::is_read;
pub use fact::{Fact, Known};
pub use limits::{Limits, NumbersByName};
pub use model::{ApplianceModel, Contested, Model, SiteModel};
pub use network::Network;
pub use nexthop_iac::{Address, ModuleCall, PlannedAction, PlannedChange, Presence, Why};
pub use routing::Routing;

use nexthop_iac::{Resource, UnreadModule};

/// A network and how it routes.
#[derive(Debug)]
pub struct Analysis {
    /// What is there.
    pub network: Network,
    /// How packets travel.
    pub routing: Routing,
    /// Azure's numbers, as the user knows them.
    pub limits: Limits,
}

/// What one root declares.
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    /// Its resource instances.
    pub resources: &'a [Resource],
    /// Calls of modules whose code is not here.
    pub unread_modules: &'a [UnreadModule],
}

/// Extracts the network and computes its routes.
pub fn analyse(resources: &[Resource], unread: &[UnreadModule], model: &Model) -> Analysis {
    analyse_joined(&[Root { resources, unread_modules: unread }], model)
}

/// The same for one network that several roots declare; no address is in two of
/// them. Where two declare the same resource, the one that comes first counts.
pub fn analyse_joined(roots: &[Root<'_>], model: &Model) -> Analysis {
    let network = extract::extract(roots, model);
    let routing = routing::simulate(&network, model);
    Analysis { network, routing, limits: model.limits.clone() }
}
