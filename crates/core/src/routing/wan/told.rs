//! What hubs tell: connected networks, sites, clients.

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Attached, Builder, aggregates,
    origin::Class,
    table::{Entry, Filled, hub_route, index, is_default},
};
use crate::{
    Fact,
    network::{HubGateway, HubGatewayKind, Id, VirtualHub, VirtualNetwork},
    routing::{
        Code, NextHop, RouteDestination, RouteOrigin, RouteSource,
        announcement::Announcement,
        condition::{Cause, Condition, Reason},
        index::{Delivery, Exit, RouteIndex, Row, route},
    },
};

impl Builder<'_> {
    pub(super) fn tell(&mut self, filled: &Filled) {
        for vnet in self.network.virtual_networks.ids() {
            let attached = self.wan.attached[vnet.index()].clone();
            let mut learned = Vec::new();
            let mut neighbours = Vec::new();
            for one in &attached {
                learned.extend(self.learned(vnet, one, filled));
                neighbours.extend(self.hub_itself(one));
            }
            self.wan.learned.push(learned);
            self.wan.neighbours.push(neighbours);
        }
        for gateway in self.network.hub_gateways.ids() {
            let advertised = self.advertised(gateway, filled);
            self.wan.advertised.push(index(&advertised));
            let pushed = self.pushed(gateway, filled);
            self.wan.pushed.push(pushed);
        }
    }

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
    fn learned(
        &mut self,
        vnet: Id<VirtualNetwork>,
        attached: &Attached,
        filled: &Filled,
    ) -> Vec<Announcement> {
        let network = self.network;
        let connection = &network.hub_connections[attached.connection];
        let space = network.virtual_networks[vnet].address_space.value();
        let space: Vec<IpNet> = space.into_iter().flatten().map(|prefix| prefix.net).collect();
        let name = connection.declared.address.as_str();
        let internet = self.topology.causes.flag(
            &connection.internet_security,
            "enableInternetSecurity",
            name,
        );
        let associated = self.association(attached);
        let hub = &self.wan.hubs[attached.hub.index()];
        let standard = hub.standard.clone();
        let mut all = Vec::new();
        let table = attached.table.or(hub.default_table);
        let entries = table.map_or(&[][..], |table| filled.tables[table.index()].as_slice());
        let by_table = hub.private.as_ref().map_or_else(
            || vec![Condition::always()],
            |private| private.when.negations().collect(),
        );
        for when in &by_table {
            for entry in entries {
                let to_itself = entry.row.exit.is_some_and(|exit| {
                    matches!(exit, Exit::Hub(_, Delivery::Network(id)) if id == attached.connection)
                });
                let needed = match (is_default(&entry.route.destination), entry.class) {
                    (true, _) => internet.clone(),
                    (false, Class::Network) => standard.clone(),
                    (false, _) => Some(Condition::always()),
                };
                let inside = matches!(&entry.route.destination, RouteDestination::Net(net)
                    if space.iter().any(|own| own.contains(net)));
                if to_itself || inside {
                    continue;
                }
                let when = needed.and_then(|needed| {
                    entry.row.when.and(&needed)?.and(when)?.and(&associated)?.and(&attached.when)
                });
                if let Some(when) = when {
                    all.push(self.spoke_route(attached, entry, when));
                }
            }
        }
        all.extend(self.attracted(attached, internet.as_ref(), &space, filled));
        all
    }

    /// That a connection is associated with the table that is taken for its own.
    fn association(&mut self, attached: &Attached) -> Condition {
        let connection = &self.network.hub_connections[attached.connection];
        let associated = &connection.routing.associated;
        let Some(why) = associated.why() else { return Condition::always() };
        let name = connection.declared.label();
        let number = self.topology.causes.number("association", why, || Reason {
            message: format!(
                "whether connection {name} is associated with the default route table ({why})"
            ),
            span: Some(associated.span),
        });
        Condition::when(Cause::Resource(number))
    }

    fn spoke_route(&self, attached: &Attached, entry: &Entry, when: Condition) -> Announcement {
        let mut route = hub_route(
            entry.route.destination.clone(),
            NextHop::VirtualHub(attached.hub),
            entry.route.origin.clone(),
        );
        route.because.clone_from(&entry.route.because);
        route.because.push(self.association_step(attached));
        let exit = Some(Exit::Uplink(attached.connection));
        (route, Row { when, rank: 0, exit, spread: None, ..entry.row.clone() })
    }

    fn association_step(&self, attached: &Attached) -> Step {
        let connection = &self.network.hub_connections[attached.connection];
        let table = attached.table.map_or("the default table", |table| {
            self.network.hub_route_tables[table].declared.label()
        });
        Step {
            code: Code::HubAssociation.as_str(),
            message: format!(
                "connection {} is associated with {table} of hub {}",
                connection.declared.label(),
                self.hub_name(attached.hub)
            ),
            span: Some(connection.routing.associated.span),
        }
    }

    /// What routing intent attracts from a connected network.
    fn attracted(
        &self,
        attached: &Attached,
        internet: Option<&Condition>,
        space: &[IpNet],
        filled: &Filled,
    ) -> Vec<Announcement> {
        let hub = &self.wan.hubs[attached.hub.index()];
        let mut all = Vec::new();
        let mut add = |destination: RouteDestination, when: Option<Condition>, what: &str| {
            let Some(when) = when.and_then(|when| when.and(&attached.when)) else { return };
            let mut route = hub_route(
                destination,
                NextHop::VirtualHub(attached.hub),
                RouteOrigin::RoutingIntent(attached.hub),
            );
            route.because.push(self.intent_step(attached.hub, what));
            let exit = Some(Exit::Uplink(attached.connection));
            all.push((route, Row { when, exit, inside_known: true, ..Row::default() }));
        };
        if let Some(private) = &hub.private {
            let nets = aggregates().chain(hub.private_prefixes.iter().copied());
            for net in nets.filter(|net| !space.iter().any(|own| own.contains(net))) {
                add(RouteDestination::Net(net), Some(private.when.clone()), "private traffic");
            }
            for entry in &filled.all[attached.hub.index()] {
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
            let when = internet.and_then(|flag| flag.and(&policy.when));
            add(RouteDestination::Net(net), when, "Internet traffic");
        }
        all
    }

    fn intent_step(&self, hub: Id<VirtualHub>, what: &str) -> Step {
        let intent = self.network.routing_intents.iter().find(|intent| intent.hub == hub);
        Step {
            code: Code::RoutingIntent.as_str(),
            message: format!("the routing intent of hub {} attracts {what}", self.hub_name(hub)),
            span: intent.map(|intent| intent.declared.span),
        }
    }

    /// What decides for the branches of a hub: its default table, or all that it knows
    /// where routing intent is in the way of tables.
    fn for_branches<'f>(&self, hub: Id<VirtualHub>, filled: &'f Filled) -> &'f [Entry] {
        let state = &self.wan.hubs[hub.index()];
        match state.default_table {
            Some(table) if state.private.is_none() => &filled.tables[table.index()],
            _ => &filled.all[hub.index()],
        }
    }

    /// When a gateway of one kind is told what comes from an origin of another.
    fn passes(&self, hub: Id<VirtualHub>, to: HubGatewayKind, from: Class) -> Option<Condition> {
        let hub = &self.wan.hubs[hub.index()];
        let to_circuit = to == HubGatewayKind::ExpressRoute;
        match from {
            Class::ExpressRoute | Class::Hairpin if to_circuit => None,
            Class::ExpressRoute => hub.branch_to_branch.clone(),
            Class::Vpn | Class::Clients if to_circuit => hub.branch_to_branch.clone(),
            _ => Some(Condition::always()),
        }
    }

    fn told_to(&self, gateway: Id<HubGateway>, filled: &Filled) -> Vec<Entry> {
        let declared = &self.network.hub_gateways[gateway];
        let of_hubs = filled.all[declared.hub.index()].iter();
        let of_hubs = of_hubs.filter(|entry| entry.class == Class::Hub);
        let entries = self.for_branches(declared.hub, filled).iter();
        let entries = entries.filter(|entry| entry.class != Class::Hub);
        entries
            .chain(of_hubs)
            .filter_map(|entry| {
                let passes = self.passes(declared.hub, declared.kind, entry.class)?;
                let mut entry = entry.clone();
                entry.row.when = entry.row.when.and(&passes)?;
                entry.row.spread = None;
                Some(entry)
            })
            .collect()
    }

    fn advertised(&self, gateway: Id<HubGateway>, filled: &Filled) -> Vec<Entry> {
        match self.network.hub_gateways[gateway].kind {
            HubGatewayKind::PointToSite => Vec::new(),
            _ => self.told_to(gateway, filled),
        }
    }

    fn pushed(&mut self, gateway: Id<HubGateway>, filled: &Filled) -> RouteIndex {
        let declared = &self.network.hub_gateways[gateway];
        if declared.kind != HubGatewayKind::PointToSite {
            return RouteIndex::default();
        }
        let off = Fact::default(false, declared.declared.span);
        let first = declared.clients.known.first();
        let flag = first.map_or(&off, |clients| &clients.internet_security);
        let name = declared.declared.address.as_str();
        let internet = self.topology.causes.flag(flag, "enableInternetSecurity", name);
        let mut all = self.told_to(gateway, filled);
        all.retain_mut(|entry| {
            if !is_default(&entry.route.destination) {
                return true;
            }
            let when = internet.as_ref().and_then(|flag| entry.row.when.and(flag));
            let told = when.is_some();
            entry.row.when = when.unwrap_or_default();
            told
        });
        if let (Some(policy), Some(flag)) =
            (&self.wan.hubs[declared.hub.index()].internet, &internet)
            && let (Some(when), Ok(net)) = (policy.when.and(flag), "0.0.0.0/0".parse())
        {
            let mut route = hub_route(
                RouteDestination::Net(net),
                NextHop::VirtualHub(declared.hub),
                RouteOrigin::RoutingIntent(declared.hub),
            );
            route.because.push(self.intent_step(declared.hub, "Internet traffic"));
            all.push(Entry { class: Class::Static, route, row: Row { when, ..Row::default() } });
        }
        index(&all)
    }
}
