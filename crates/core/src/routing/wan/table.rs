//! The route tables of hubs: what is propagated to them, their static routes, and which
//! of several origins they prefer.

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Builder,
    origin::{Class, Origin},
};
use crate::{
    Network,
    network::{
        Gateway, HubNextHop, HubRouteTable, HubTableKind, Id, RoutingPreference, VirtualHub,
    },
    routing::{
        Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource,
        announcement::space_destinations,
        condition::{Cause, Condition, Reason},
        index::{Delivery, Exit, RouteIndex, Row, route},
        topology::Topology,
    },
};

/// A route of a hub's table, and what announces it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) class: Class,
    pub(super) route: EffectiveRoute,
    pub(super) row: Row,
}

/// The routes of every table, and all that every hub knows.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) tables: Vec<Vec<Entry>>,
    pub(super) all: Vec<Vec<Entry>>,
}

/// Static routes come before learned ones, whatever the preference.
const STATIC: u8 = 1;

impl Builder<'_> {
    pub(super) fn fill_tables(&mut self, origins: &[Origin]) -> Filled {
        let mut filled = Filled { tables: Vec::new(), all: Vec::new() };
        for hub in self.network.virtual_hubs.ids() {
            let all = self.all_known(hub, origins);
            self.wan.all.push(index(&all));
            filled.all.push(all);
        }
        for table in self.network.hub_route_tables.ids() {
            let entries = self.entries(table, origins);
            self.wan.tables.push(index(&entries));
            filled.tables.push(entries);
        }
        filled
    }

    /// All that is connected to a hub or to another one of its Virtual WAN, and what static
    /// routes of its default table lead into connected networks.
    fn all_known(&mut self, hub: Id<VirtualHub>, origins: &[Origin]) -> Vec<Entry> {
        let table = self.wan.hubs[hub.index()].default_table;
        let mut all = table.map_or_else(Vec::new, |table| self.static_entries(table));
        all.retain(|entry| matches!(entry.row.exit, Some(Exit::Hub(..))));
        for origin in origins {
            let Some(when) = self.reaches(hub, origin) else { continue };
            all.extend(self.entries_of(hub, origin, &when));
        }
        all.extend(self.hairpins(hub, origins));
        all
    }

    /// The routes of a table.
    fn entries(&mut self, id: Id<HubRouteTable>, origins: &[Origin]) -> Vec<Entry> {
        let table = &self.network.hub_route_tables[id];
        let hub = table.hub;
        if table.kind == HubTableKind::None {
            return Vec::new();
        }
        let mut all = self.static_entries(id);
        // The prefix of a hub itself is in no table.
        for origin in origins.iter().filter(|origin| origin.class != Class::Hub) {
            let Some(reaches) = self.reaches(hub, origin) else { continue };
            for when in self.propagates(id, origin) {
                if let Some(when) = when.and(&reaches) {
                    all.extend(self.entries_of(hub, origin, &when));
                }
            }
        }
        if table.kind == HubTableKind::Default {
            all.extend(self.hairpins(hub, origins));
        }
        all
    }

    /// When what originates at some hub gets to another one at all.
    fn reaches(&self, hub: Id<VirtualHub>, origin: &Origin) -> Option<Condition> {
        if origin.hub == hub {
            return Some(Condition::always());
        }
        let wan = |id: Id<VirtualHub>| self.network.virtual_hubs[id].wan;
        if wan(hub) != wan(origin.hub) {
            return None;
        }
        let [here, there] = [hub, origin.hub].map(|id| self.wan.hubs[id.index()].standard.clone());
        here?.and(&there?)
    }

    /// When a connection propagates to a table: one condition for each way.
    fn propagates(&mut self, id: Id<HubRouteTable>, origin: &Origin) -> Vec<Condition> {
        let Some(propagated) = &origin.propagated else { return vec![Condition::always()] };
        let table = &self.network.hub_route_tables[id];
        let mut ways = Vec::new();
        // Routing intent takes the place of propagation.
        let source = &self.wan.hubs[origin.hub.index()];
        if let Some(private) = &source.private
            && table.kind == HubTableKind::Default
        {
            ways.push(private.when.clone());
        }
        match (propagated.value(), propagated.why()) {
            (Some(propagation), _) => {
                let labels = table.labels.value();
                let labelled = labels.into_iter().flatten();
                let by_label = labelled.into_iter().any(|label| propagation.labels.contains(label));
                if propagation.tables.contains(&id) || by_label {
                    ways.insert(0, Condition::always());
                } else if let (None, Some(why)) = (labels, table.labels.why())
                    && !propagation.labels.is_empty()
                {
                    let name = table.declared.label();
                    let number = self.topology.causes.number("labels", why, || Reason {
                        message: format!("the labels of table {name} ({why})"),
                        span: Some(table.labels.span),
                    });
                    ways.push(Condition::when(Cause::Resource(number)));
                }
            }
            (None, Some(why)) => {
                let number = self.topology.causes.number("propagation", why, || Reason {
                    message: format!(
                        "which tables of virtual hubs a connection propagates to ({why})"
                    ),
                    span: Some(propagated.span),
                });
                ways.push(Condition::when(Cause::Resource(number)));
            }
            (None, None) => {}
        }
        if ways.first().is_some_and(Condition::is_always) {
            ways.truncate(1);
        }
        ways
    }

    fn entries_of(&self, hub: Id<VirtualHub>, origin: &Origin, when: &Condition) -> Vec<Entry> {
        let local = origin.hub == hub;
        let Some(when) = origin.when.and(when) else { return Vec::new() };
        let next_hop = if local { origin.next_hop.clone() } else { NextHop::RemoteHub(origin.hub) };
        let mut all = Vec::new();
        for (destination, step) in &origin.destinations {
            if !local && destination.is_default() || is_ipv6(destination) {
                continue;
            }
            let mut route =
                hub_route(destination.clone(), next_hop.clone(), origin.announces.clone());
            route.because.push(step.clone());
            route.because.extend(origin.step.clone());
            if !local {
                route.because.push(Step {
                    code: Code::RemoteHub.as_str(),
                    message: format!(
                        "hub {} tells the other hubs of the Virtual WAN",
                        self.hub_name(origin.hub)
                    ),
                    span: None,
                });
            }
            let row = Row {
                when: when.clone(),
                rank: self.rank(hub, origin.class, local),
                exit: Some(Exit::Hub(origin.hub, origin.delivery)),
                inside_known: true,
                spread: origin.spread,
                ..Row::default()
            };
            all.push(Entry { class: origin.class, route, row });
        }
        all
    }

    pub(super) fn hub_name(&self, hub: Id<VirtualHub>) -> &str {
        self.network.virtual_hubs[hub].declared.label()
    }

    /// The place of an origin in a hub's order of preference
    /// (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing-preference>).
    fn rank(&self, hub: Id<VirtualHub>, class: Class, local: bool) -> u8 {
        let preference = self.network.virtual_hubs[hub].routing_preference.value();
        let circuit = matches!(class, Class::ExpressRoute | Class::Hairpin);
        if preference == Some(&RoutingPreference::AsPath) {
            let length = match class {
                Class::Hub | Class::Static | Class::Network => 0,
                Class::Vpn | Class::Clients | Class::Appliance => 1,
                Class::ExpressRoute | Class::Hairpin => 2,
            } + if local { 0 } else { 2 };
            return 10 + 2 * length + u8::from(circuit);
        }
        let vpn_first = preference == Some(&RoutingPreference::VpnGateway);
        let kind = match class {
            Class::Hub | Class::Static | Class::Network => 0,
            Class::ExpressRoute | Class::Hairpin => 1 + u8::from(vpn_first),
            Class::Appliance | Class::Vpn | Class::Clients => 2 - u8::from(vpn_first),
        };
        10 + kind + if local { 0 } else { 10 }
    }

    fn static_entries(&mut self, id: Id<HubRouteTable>) -> Vec<Entry> {
        let table = &self.network.hub_route_tables[id];
        let there = self.topology.causes.presence(&table.declared);
        let mut all = Vec::new();
        for (place, declared) in table.routes.known.iter().enumerate() {
            let name = declared.address.as_str();
            let present = self.topology.causes.presence_of(&declared.presence, name, declared.span);
            let Some(when) = there.and(&present) else { continue };
            let label = match declared.name.value() {
                Some(name) => format!("route {name} of table {}", table.declared.label()),
                None => format!("a route of table {}", table.declared.label()),
            };
            let step = Step {
                code: Code::HubStaticRoute.as_str(),
                message: label,
                span: Some(declared.span),
            };
            let (next_hop, exit) = self.static_next_hop(declared.next_hop.value().copied());
            for prefix in declared.destinations.value().into_iter().flatten() {
                let mut route = hub_route(
                    RouteDestination::Net(prefix.net),
                    next_hop.clone(),
                    RouteOrigin::HubStatic(id, place),
                );
                route.because.push(step.clone());
                let row = Row {
                    when: when.clone(),
                    rank: STATIC,
                    exit,
                    inside_known: true,
                    ..Row::default()
                };
                all.push(Entry { class: Class::Static, route, row });
            }
        }
        all
    }

    fn static_next_hop(&self, next_hop: Option<HubNextHop>) -> (NextHop, Option<Exit>) {
        match next_hop {
            Some(HubNextHop::Connection(id)) => {
                let hub = self.network.hub_connections[id].hub;
                let exit = Exit::Hub(hub, Delivery::Network(id));
                (NextHop::HubConnection(id), Some(exit))
            }
            Some(HubNextHop::Firewall(id)) => (NextHop::HubFirewall(id), Some(Exit::Firewall(id))),
            None => (NextHop::Unknown, None),
        }
    }

    /// What hubs and networks on the circuits of a hub tell it over Microsoft's edge.
    fn hairpins(&mut self, hub: Id<VirtualHub>, origins: &[Origin]) -> Vec<Entry> {
        let mut all = self.hairpins_of_gateways(hub);
        let uplinks = || self.wan.uplinks.iter().flatten();
        let own: Vec<_> = uplinks()
            .filter(|uplink| uplink.hub == hub && uplink.circuit.is_some())
            .map(|uplink| (uplink.circuit, uplink.when.clone()))
            .collect();
        for other in uplinks().filter(|uplink| uplink.hub != hub) {
            let Some((_, here)) = own.iter().find(|(circuit, _)| *circuit == other.circuit) else {
                continue;
            };
            let Some(when) = here.and(&other.when) else { continue };
            for origin in origins.iter().filter(|origin| {
                origin.hub == other.hub && matches!(origin.class, Class::Hub | Class::Network)
            }) {
                let exit = Exit::EdgeOfHub(origin.hub);
                let next = NextHop::HubGateway(other.kind, other.gateway);
                all.extend(self.hairpin(
                    hub,
                    &origin.destinations,
                    when.and(&origin.when),
                    (exit, next, origin.announces.clone()),
                ));
            }
        }
        all
    }

    /// Prefixes that come over the edge of a circuit, and by what.
    fn hairpin(
        &self,
        hub: Id<VirtualHub>,
        destinations: &[(RouteDestination, Step)],
        when: Option<Condition>,
        (exit, next_hop, origin): (Exit, NextHop, RouteOrigin),
    ) -> Vec<Entry> {
        let Some(when) = when else { return Vec::new() };
        let known = destinations
            .iter()
            .filter(|(destination, _)| !destination.is_default() && !is_ipv6(destination));
        known
            .map(|(destination, step)| {
                let mut route = hub_route(destination.clone(), next_hop.clone(), origin.clone());
                route.because.push(step.clone());
                route.because.push(Step {
                    code: Code::SameCircuit.as_str(),
                    message: "what holds it is on the same circuit".to_owned(),
                    span: None,
                });
                let row = Row {
                    when: when.clone(),
                    rank: self.rank(hub, Class::Hairpin, true),
                    exit: Some(exit),
                    inside_known: true,
                    ..Row::default()
                };
                Entry { class: Class::Hairpin, route, row }
            })
            .collect()
    }

    /// Networks behind ExpressRoute gateways of virtual networks on a hub's circuit, where
    /// both sides are told to take each other's traffic
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-howto-add-gateway-portal-resource-manager>).
    fn hairpins_of_gateways(&mut self, hub: Id<VirtualHub>) -> Vec<Entry> {
        let network = self.network;
        let mut all = Vec::new();
        for (gateway, when) in edges_of_hub(network, self.topology, hub) {
            let Some(placed) = self.topology.gateways[gateway.index()].clone() else { continue };
            let vnet = placed.virtual_network;
            let users = self.topology.used_by[vnet.index()].clone();
            let others = users.iter().map(|transit| (transit.spoke, transit.when.clone()));
            let networks = std::iter::once((vnet, Condition::always())).chain(others);
            for (vnet, uses) in networks {
                let destinations = space_destinations(network, vnet);
                let exit = Exit::EdgeOfGateway(gateway);
                let origin = RouteOrigin::RemoteNetwork(vnet);
                let next = NextHop::VirtualNetworkGateway(Some(gateway));
                all.extend(self.hairpin(hub, &destinations, when.and(&uses), (exit, next, origin)));
            }
        }
        all
    }
}

/// The gateways of virtual networks that share a circuit with a hub, and when both take
/// each other's traffic.
pub(in crate::routing) fn edges_of_hub(
    network: &Network,
    topology: &mut Topology,
    hub: Id<VirtualHub>,
) -> Vec<(Id<Gateway>, Condition)> {
    let mut all = Vec::new();
    for branch in &network.hub_branches {
        let (Some(&gateway), Some(&Some(circuit))) =
            (branch.gateway.value(), branch.circuit.value())
        else {
            continue;
        };
        let of_hub = &network.hub_gateways[gateway];
        if of_hub.hub != hub {
            continue;
        }
        for connection in network.connections.iter().filter(|one| one.circuit.is(&Some(circuit))) {
            let Some(&other) = connection.gateway.value() else { continue };
            let Some(placed) = topology.gateways[other.index()].clone() else { continue };
            let declared = &network.gateways[other];
            let causes = &mut topology.causes;
            let name = of_hub.declared.address.as_str();
            let here = causes.flag(
                &of_hub.allow_non_virtual_wan_traffic,
                "allowNonVirtualWanTraffic",
                name,
            );
            let name = declared.declared.address.as_str();
            let there =
                causes.flag(&declared.allow_virtual_wan_traffic, "allowVirtualWanTraffic", name);
            let remote =
                causes.flag(&declared.allow_remote_vnet_traffic, "allowRemoteVnetTraffic", name);
            let present = causes
                .presence(&branch.declared)
                .and(&causes.presence(&of_hub.declared))
                .and_then(|when| when.and(&causes.presence(&connection.declared)))
                .and_then(|when| when.and(&placed.when));
            let when = here
                .zip(there)
                .zip(remote)
                .and_then(|((here, there), remote)| present?.and(&here)?.and(&there)?.and(&remote));
            if let Some(when) = when {
                all.push((other, when));
            }
        }
    }
    all
}

pub(super) fn hub_route(
    destination: RouteDestination,
    next_hop: NextHop,
    origin: RouteOrigin,
) -> EffectiveRoute {
    route(destination, next_hop, RouteSource::VirtualNetworkGateway, origin)
}

pub(super) fn index(entries: &[Entry]) -> RouteIndex {
    RouteIndex::new(entries.iter().map(|entry| (entry.route.clone(), entry.row.clone())).collect())
}

/// Hubs route IPv4 only (<https://learn.microsoft.com/azure/virtual-wan/virtual-wan-faq>).
fn is_ipv6(destination: &RouteDestination) -> bool {
    matches!(destination, RouteDestination::Net(IpNet::V6(_)))
}
