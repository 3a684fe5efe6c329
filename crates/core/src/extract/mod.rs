//! From resources to the network, in two passes: every resource by itself, then
//! the joins.

use nexthop_iac::{Resource, UnreadModule};

use crate::{Model, Network};

pub(crate) fn extract(
    _resources: &[Resource],
    _unread: &[UnreadModule],
    _model: &Model,
) -> Network {
    Network::default()
}
