//! Routes that many places have in common: what a virtual hub brings to its networks is one
//! list, and each of them leaves out what is its own.

use std::sync::Arc;

use ipnet::IpNet;

use super::{
    EffectiveRoute, RouteDestination, RouteSource, RouteState,
    index::{Delivery, Exit, RouteIndex, Row, is_of_virtual_networks},
};
use crate::network::{HubConnection, Id};

/// The routes of a hub's table, as a network that is connected to it has them.
#[derive(Clone, Debug)]
pub(super) struct CommonRoutes {
    index: Arc<RouteIndex>,
    /// What leads back to the network itself is not for it.
    connection: Id<HubConnection>,
    /// Nor is what lies in its own address space.
    space: Vec<IpNet>,
}

impl CommonRoutes {
    pub(super) fn new(
        index: Arc<RouteIndex>,
        connection: Id<HubConnection>,
        space: Vec<IpNet>,
    ) -> Self {
        Self { index, connection, space }
    }

    pub(super) fn index(&self) -> &RouteIndex {
        &self.index
    }

    pub(super) fn routes(&self) -> &[EffectiveRoute] {
        &self.index.routes
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.index.rows
    }

    /// Whether one of them is not for this network.
    pub(super) fn hides(&self, at: usize) -> bool {
        is_its_own(&self.index.routes[at], &self.index.rows[at], self.connection, &self.space)
    }
}

/// Whether a route of a hub leads back to the network that is connected to it, or is for a
/// part of that.
pub(super) fn is_its_own(
    route: &EffectiveRoute,
    row: &Row,
    connection: Id<HubConnection>,
    space: &[IpNet],
) -> bool {
    let to_itself = row.exit.is_some_and(
        |exit| matches!(exit, Exit::Hub(_, Delivery::Network(id)) if id == connection),
    );
    to_itself
        || matches!(&route.destination, RouteDestination::Net(net)
            if space.iter().any(|own| own.contains(net)))
}

impl RouteIndex {
    /// The numbers of all routes that are here, in their order.
    pub(super) fn all(&self) -> Vec<usize> {
        let count: usize = self.layers().map(|(_, layer)| layer.routes.len()).sum();
        let mut all: Vec<usize> = (0..count).filter(|&at| self.holds_route(at)).collect();
        all.sort_by_key(|&at| {
            let route = self.route(at);
            (route.source, &route.destination, self.row(at).rank, at)
        });
        all
    }

    /// A route with its state among all that are here.
    pub(super) fn settled(&self, at: usize) -> EffectiveRoute {
        let mut route = self.route(at).clone();
        if self.layers().count() == 1 {
            return route;
        }
        let preference = |at: usize| (self.route(at).source, self.row(at).rank);
        let ignored = |route: &EffectiveRoute| {
            route.source == RouteSource::VirtualNetworkGateway
                && self.routes.iter().zip(&self.rows).any(|(own, row)| {
                    row.when.is_always() && is_of_virtual_networks(own) && covers(own, route)
                })
        };
        let beaten = self.routes_for(&route.destination).any(|other| {
            self.row(other).when.is_always()
                && preference(other) < preference(at)
                && !ignored(self.route(other))
        });
        let is_lost = beaten || ignored(&route);
        route.state = if is_lost { RouteState::Invalid } else { RouteState::Active };
        route
    }
}

fn covers(one: &EffectiveRoute, other: &EffectiveRoute) -> bool {
    match (&one.destination, &other.destination) {
        (RouteDestination::Net(space), RouteDestination::Net(net)) => space.contains(net),
        _ => false,
    }
}
