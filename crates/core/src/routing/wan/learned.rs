//! What a hub brings to the networks that are connected to it.

use ipnet::IpNet;
use nexthop_iac::Presence;
use nexthop_source::Step;

use super::{
    AGGREGATES, Attached, Wan,
    origin::Class,
    table::{Entry, hub_route},
    told::intent_step,
};
use crate::{
    Network,
    network::{HubRouteTable, Id, RouteMap, VirtualHub, VirtualNetwork},
    routing::{
        Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource,
        announcement::Announcement,
        common_routes::is_its_own,
        condition::Condition,
        index::{Exit, Row, route},
    },
};

impl Wan {
    /// The routes that the hubs of a network bring to its subnets alone: what routing intent
    /// attracts, and all of a second hub, of which perhaps only one is there.
    pub(in crate::routing) fn learned(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
    ) -> Vec<Announcement> {
        let learner = Learner { network, wan: self };
        let space = network.virtual_networks[vnet].address_space.value();
        let space: Vec<IpNet> = space.into_iter().flatten().map(|prefix| prefix.net).collect();
        let attached = &self.attached[vnet.index()];
        let mut all: Vec<Announcement> =
            attached.iter().flat_map(|attached| learner.attracted(attached, &space)).collect();
        for attached in attached.iter().skip(1) {
            let Some(likeness) = Likeness::of(network, attached) else { continue };
            let routes = self.common(&likeness).into_iter();
            let foreign =
                routes.filter(|(route, row)| !is_its_own(route, row, attached.connection, &space));
            all.extend(foreign.map(|(mut route, row)| {
                route.because.push(attached.step.clone());
                (route, Row { exit: Some(Exit::Uplink(attached.connection)), ..row })
            }));
        }
        all
    }

    /// The routes of a network to its hub itself.
    pub(in crate::routing) fn hub_of(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
    ) -> Vec<Announcement> {
        let learner = Learner { network, wan: self };
        let attached = self.attached[vnet.index()].iter();
        attached.filter_map(|attached| learner.hub_itself(attached)).collect()
    }

    /// That a connected network is associated with the table of a route, for people.
    pub(in crate::routing) fn association(
        &self,
        vnet: Id<VirtualNetwork>,
        route: &EffectiveRoute,
    ) -> Option<&Step> {
        let NextHop::VirtualHub(hub) = route.next_hop else { return None };
        let mut attached = self.attached[vnet.index()].iter();
        attached.find(|attached| attached.hub == hub).map(|attached| &attached.step)
    }

    /// The first connection of a network to a hub: what decides about its routes, and what
    /// is the same for all networks of which it is the same.
    pub(in crate::routing) fn likeness(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
    ) -> Option<Likeness> {
        Likeness::of(network, self.attached[vnet.index()].first()?)
    }

    /// The routes of a hub's table, as all networks of a likeness have them.
    pub(in crate::routing) fn common(&self, likeness: &Likeness) -> Vec<Announcement> {
        let hub = &self.hubs[likeness.hub.index()];
        let table = likeness.table.or(hub.default_table);
        let entries = table.map_or(&[][..], |table| self.filled.tables[table.index()].as_slice());
        let mapped = likeness.map.zip(table).and_then(|key| self.mapped.to_networks.get(&key));
        let entries = mapped.map_or(entries, Vec::as_slice);
        let by_table = hub.private.as_ref().map_or_else(
            || vec![Condition::always()],
            |private| private.when.negations().collect(),
        );
        let mut all = Vec::new();
        for when in by_table.iter().filter_map(|when| when.and(&likeness.when)) {
            for entry in entries {
                let needed = match (entry.route.destination.is_default(), entry.class) {
                    (true, _) => likeness.internet.as_ref(),
                    (false, Class::Network) => hub.standard.as_ref(),
                    (false, _) => Some(&when),
                };
                let when = needed.and_then(|needed| entry.row.when.and(needed)?.and(&when));
                all.extend(when.map(|when| likeness.spoke_route(entry, when)));
            }
        }
        all
    }
}

/// What decides about the routes that a hub brings to a connected network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::routing) struct Likeness {
    hub: Id<VirtualHub>,
    table: Option<Id<HubRouteTable>>,
    /// When the network is connected and associated with the table.
    when: Condition,
    /// When the default route is delivered.
    internet: Option<Condition>,
    /// What becomes of the routes that the hub tells, where that is known to be there.
    map: Option<Id<RouteMap>>,
}

impl Likeness {
    fn of(network: &Network, attached: &Attached) -> Option<Self> {
        let routing = &network.hub_connections[attached.connection].routing;
        let map = routing.outbound.value().copied().flatten();
        let is_certain =
            |map: &Id<RouteMap>| network.route_maps[*map].declared.presence == Presence::Certain;
        Some(Self {
            map: map.filter(is_certain),
            hub: attached.hub,
            table: attached.table,
            when: attached.when.and(&attached.associated)?,
            internet: attached.internet.clone(),
        })
    }

    /// The route of a table as a connected network has it.
    fn spoke_route(&self, entry: &Entry, when: Condition) -> Announcement {
        let mut route = hub_route(
            entry.route.destination.clone(),
            NextHop::VirtualHub(self.hub),
            entry.route.origin.clone(),
        );
        route.because.clone_from(&entry.route.because);
        (route, Row { when, rank: 0, spread: None, ..entry.row.clone() })
    }
}

struct Learner<'a> {
    network: &'a Network,
    wan: &'a Wan,
}

impl Learner<'_> {
    /// The route to the hub's own prefix, which every connected network has.
    fn hub_itself(&self, attached: &Attached) -> Option<Announcement> {
        let hub = &self.network.virtual_hubs[attached.hub];
        let prefix = hub.prefix.value().copied().flatten()?;
        let connection = &self.network.hub_connections[attached.connection];
        let mut route = route(
            RouteDestination::Net(prefix.net),
            NextHop::HubPeering(attached.connection),
            RouteSource::Default,
            RouteOrigin::VirtualHub(attached.hub),
        );
        route.because.push(Step {
            code: Code::HubPrefix.as_str(),
            message: format!(
                "{} is the prefix of hub {}, connected through {}",
                prefix.net,
                hub.declared.label(),
                connection.declared.label()
            ),
            span: Some(connection.declared.span),
        });
        let exit = Some(Exit::Uplink(attached.connection));
        let row = Row { when: attached.when.clone(), exit, inside_known: true, ..Row::default() };
        Some((route, row))
    }

    /// What routing intent attracts from a connected network.
    fn attracted(&self, attached: &Attached, space: &[IpNet]) -> Vec<Announcement> {
        let hub = &self.wan.hubs[attached.hub.index()];
        let mut all = Vec::new();
        let mut add = |destination: RouteDestination, when: Option<Condition>, what: &str| {
            let Some(when) = when.and_then(|when| when.and(&attached.when)) else { return };
            let mut route = hub_route(
                destination,
                NextHop::VirtualHub(attached.hub),
                RouteOrigin::RoutingIntent(attached.hub),
            );
            route.because.push(intent_step(self.network, attached.hub, what));
            let exit = Some(Exit::Uplink(attached.connection));
            all.push((route, Row { when, exit, inside_known: true, ..Row::default() }));
        };
        if let Some(private) = &hub.private {
            let nets = AGGREGATES.into_iter().chain(hub.private_prefixes.iter().copied());
            for net in nets.filter(|net| !space.iter().any(|own| own.contains(net))) {
                add(RouteDestination::Net(net), Some(private.when.clone()), "private traffic");
            }
            for entry in &self.wan.filled.all[attached.hub.index()] {
                let own = entry.route.origin == RouteOrigin::HubNetwork(attached.connection);
                if !matches!(entry.route.destination, RouteDestination::Net(_)) && !own {
                    let when = private.when.and(&entry.row.when);
                    add(entry.route.destination.clone(), when, "private traffic");
                }
            }
        }
        if let Some(policy) = &hub.internet
            && let Ok(net) = "0.0.0.0/0".parse()
        {
            let internet = attached.internet.as_ref();
            let when = internet.and_then(|flag| flag.and(&policy.when));
            add(RouteDestination::Net(net), when, "Internet traffic");
        }
        all
    }
}
