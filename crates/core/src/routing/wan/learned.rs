//! What a hub brings to the networks that are connected to it.

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Attached, Wan, aggregates,
    origin::Class,
    table::{Entry, hub_route},
    told::intent_step,
};
use crate::{
    Network,
    network::{Id, VirtualNetwork},
    routing::{
        Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource,
        announcement::Announcement,
        condition::Condition,
        index::{Delivery, Exit, Row, route},
    },
};

impl Wan {
    /// The routes that the hub of a network brings to its subnets.
    pub(in crate::routing) fn learned(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
    ) -> Vec<Announcement> {
        let learner = Learner { network, wan: self };
        let attached = self.attached[vnet.index()].iter();
        attached.flat_map(|attached| learner.by(vnet, attached)).collect()
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

    /// How a route of a connected network came to be.
    pub(in crate::routing) fn reasons(
        &self,
        vnet: Id<VirtualNetwork>,
        route: &EffectiveRoute,
    ) -> Vec<Step> {
        let NextHop::VirtualHub(hub) = route.next_hop else { return Vec::new() };
        let mut attached = self.attached[vnet.index()].iter();
        let Some(attached) = attached.find(|attached| attached.hub == hub) else {
            return Vec::new();
        };
        let table = attached.table.or(self.hubs[hub.index()].default_table);
        let entries = table.map_or(&[][..], |table| self.filled.tables[table.index()].as_slice());
        let entry = entries.iter().find(|entry| {
            entry.route.destination == route.destination && entry.route.origin == route.origin
        });
        let mut steps = entry.map_or_else(Vec::new, |entry| entry.route.because.clone());
        steps.push(attached.step.clone());
        steps
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

    /// The routes that a hub brings to the subnets of a connected network.
    fn by(&self, vnet: Id<VirtualNetwork>, attached: &Attached) -> Vec<Announcement> {
        let network = self.network;
        let space = network.virtual_networks[vnet].address_space.value();
        let space: Vec<IpNet> = space.into_iter().flatten().map(|prefix| prefix.net).collect();
        let hub = &self.wan.hubs[attached.hub.index()];
        let standard = hub.standard.clone();
        let mut all = Vec::new();
        let table = attached.table.or(hub.default_table);
        let entries =
            table.map_or(&[][..], |table| self.wan.filled.tables[table.index()].as_slice());
        let by_table = hub.private.as_ref().map_or_else(
            || vec![Condition::always()],
            |private| private.when.negations().collect(),
        );
        for when in &by_table {
            for entry in entries {
                let to_itself = entry.row.exit.is_some_and(|exit| {
                    matches!(exit, Exit::Hub(_, Delivery::Network(id)) if id == attached.connection)
                });
                let needed = match (entry.route.destination.is_default(), entry.class) {
                    (true, _) => attached.internet.clone(),
                    (false, Class::Network) => standard.clone(),
                    (false, _) => Some(Condition::always()),
                };
                let inside = matches!(&entry.route.destination, RouteDestination::Net(net)
                    if space.iter().any(|own| own.contains(net)));
                if to_itself || inside {
                    continue;
                }
                let when = needed.and_then(|needed| {
                    entry
                        .row
                        .when
                        .and(&needed)?
                        .and(when)?
                        .and(&attached.associated)?
                        .and(&attached.when)
                });
                if let Some(when) = when {
                    all.push(Self::spoke_route(attached, entry, when));
                }
            }
        }
        all.extend(self.attracted(attached, &space));
        all
    }

    /// The route of a table as a connected network has it. How it came to be is told by the
    /// table and the connection, for there are many of these ([`Wan::reasons`]).
    fn spoke_route(attached: &Attached, entry: &Entry, when: Condition) -> Announcement {
        let route = hub_route(
            entry.route.destination.clone(),
            NextHop::VirtualHub(attached.hub),
            entry.route.origin.clone(),
        );
        let exit = Some(Exit::Uplink(attached.connection));
        (route, Row { when, rank: 0, exit, spread: None, ..entry.row.clone() })
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
            let nets = aggregates().chain(hub.private_prefixes.iter().copied());
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
