//! Effective routes of subnets. Subnets of one network with one route table have
//! the same ones and share them.

use std::{collections::BTreeMap, sync::Arc};

use ipnet::IpNet;
use nexthop_iac::{Presence, Why};
use nexthop_source::{Span, Step};

use super::{
    Appliance, Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource,
    announcement::{Announcement, space_destinations},
    common_routes::CommonRoutes,
    condition::{Cause, Condition, Reason},
    control_plane::ControlPlane,
    index::{RouteIndex, Row, route},
    topology::Topology,
    wan::{Likeness, Wan},
};
use crate::{
    Network,
    network::{
        Id, Peering, Perhaps, Route, RoutePrefix, RouteTable, Subnet, UserNextHop, VirtualNetwork,
    },
};

/// The prefixes that Azure drops unless something leads there.
const RESERVED: [&str; 4] = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];

/// Subnets that share their routes: the network, and the table if there is one.
type Class = (Id<VirtualNetwork>, Option<Id<RouteTable>>, Option<u32>);

/// The routes of all subnets.
#[derive(Debug, Default)]
pub(super) struct EffectiveRoutes {
    classes: Vec<RouteIndex>,
    /// By subnet.
    of_subnet: Vec<usize>,
    /// By virtual network: a subnet without a route table.
    of_virtual_network: Vec<usize>,
    /// By class: the routes of private endpoints, which only what is for one of them takes.
    endpoints: Vec<Vec<EffectiveRoute>>,
    /// By class: its virtual network.
    networks: Vec<Id<VirtualNetwork>>,
    /// By class: when the table takes gateway routes.
    tables: Vec<Option<Id<RouteTable>>>,
}

impl EffectiveRoutes {
    pub(super) fn new(
        network: &Network,
        topology: &mut Topology,
        control: &ControlPlane,
        wan: &Wan,
    ) -> Self {
        let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
        let mut effective = Self::default();
        let common = BTreeMap::new();
        let mut builder = Builder { network, topology, control, wan, common };
        let mut class_of = |class: Class, effective: &mut Self| {
            *classes.entry(class).or_insert_with(|| {
                effective.classes.push(builder.routes(class));
                effective.endpoints.push(builder.private_endpoints(class.0, class.1));
                effective.networks.push(class.0);
                effective.tables.push(class.1);
                effective.classes.len() - 1
            })
        };
        for vnet in network.virtual_networks.ids() {
            let class = class_of((vnet, None, None), &mut effective);
            effective.of_virtual_network.push(class);
        }
        for (id, subnet) in network.subnets.entries() {
            let vnet = subnet.virtual_network;
            let class = match subnet.route_table.value() {
                Some(&table) => (vnet, table, None),
                None => (vnet, None, u32::try_from(id.index()).ok()),
            };
            let class = class_of(class, &mut effective);
            effective.of_subnet.push(class);
        }
        effective
    }

    pub(super) fn of(&self, class: usize) -> &RouteIndex {
        &self.classes[class]
    }

    pub(super) fn endpoints_of(&self, class: usize) -> &[EffectiveRoute] {
        &self.endpoints[class]
    }

    pub(super) fn class_of(&self, subnet: Id<Subnet>) -> usize {
        self.of_subnet[subnet.index()]
    }

    /// The class of a subnet of the network that has no route table.
    pub(super) fn plain(&self, vnet: Id<VirtualNetwork>) -> usize {
        self.of_virtual_network[vnet.index()]
    }

    pub(super) fn virtual_network(&self, class: usize) -> Id<VirtualNetwork> {
        self.networks[class]
    }

    pub(super) fn table(&self, class: usize) -> Option<Id<RouteTable>> {
        self.tables[class]
    }
}

pub(super) struct Builder<'a> {
    pub(super) network: &'a Network,
    pub(super) topology: &'a mut Topology,
    control: &'a ControlPlane,
    wan: &'a Wan,
    /// What hubs bring to networks that are alike, and when their tables take it.
    common: BTreeMap<(Likeness, Condition), Arc<RouteIndex>>,
}

impl Builder<'_> {
    fn routes(&mut self, (vnet, table, subnet): Class) -> RouteIndex {
        let (user, propagated) = match (table, subnet) {
            (Some(table), _) => (self.user_defined(vnet, table), self.propagation(table)),
            (None, Some(subnet)) => self.perhaps_defined(vnet, subnet),
            (None, None) => (Vec::new(), Some(Condition::always())),
        };
        let common = propagated.as_ref().and_then(|when| self.common(vnet, when));
        let learned = propagated.map_or_else(Vec::new, |when| self.learned(vnet, &when));
        let mut defaults: Vec<&Row> = Vec::new();
        let announced = user.iter().chain(&learned);
        defaults
            .extend(announced.filter(|(to, _)| to.destination.is_default()).map(|(_, row)| row));
        let shared = common.as_ref().map_or(&[][..], |common| common.routes());
        let shared = shared.iter().zip(common.as_ref().map_or(&[][..], |common| common.rows()));
        defaults.extend(shared.filter(|(to, _)| to.destination.is_default()).map(|(_, row)| row));
        let mut all = self.system(vnet, &defaults);
        all.extend(self.peerings(vnet, table));
        all.extend(self.wan.hub_of(self.network, vnet));
        all.extend(learned);
        all.extend(user);
        all.retain(|(_, row)| !row.when.is_never());
        for (route, row) in &mut all {
            route.unsure = self.unsure(&row.when);
        }
        RouteIndex::new(all).with_common(common)
    }

    /// What the hub of a network brings to it as to others that are alike.
    fn common(&mut self, vnet: Id<VirtualNetwork>, propagated: &Condition) -> Option<CommonRoutes> {
        let likeness = self.wan.likeness(self.network, vnet)?;
        let connection = self.wan.attached[vnet.index()].first()?.connection;
        let key = (likeness, propagated.clone());
        let index = if let Some(index) = self.common.get(&key) {
            Arc::clone(index)
        } else {
            let index = Arc::new(self.common_index(&key));
            self.common.insert(key, Arc::clone(&index));
            index
        };
        let space = self.network.virtual_networks[vnet].address_space.value();
        let space = space.into_iter().flatten().map(|prefix| prefix.net).collect();
        Some(CommonRoutes::new(index, connection, space))
    }

    fn common_index(&self, (likeness, propagated): &(Likeness, Condition)) -> RouteIndex {
        let mut all = self.wan.common(likeness);
        all.retain_mut(|(_, row)| match row.when.and(propagated) {
            Some(when) if !when.is_never() => {
                row.when = when;
                true
            }
            Some(_) | None => false,
        });
        for (route, row) in &mut all {
            route.unsure = self.unsure(&row.when);
        }
        RouteIndex::new(all)
    }

    fn unsure(&self, when: &Condition) -> Option<String> {
        let causes: Vec<&str> = when
            .causes()
            .filter_map(|cause| match cause {
                Cause::Resource(number) => {
                    Some(self.topology.causes.reason(number).message.as_str())
                }
                Cause::Covers(..)
                | Cause::Matches(..)
                | Cause::Contains(..)
                | Cause::Spread(..)
                | Cause::OutOfService => None,
            })
            .collect();
        (!causes.is_empty()).then(|| causes.join(" and "))
    }

    fn propagation(&mut self, table: Id<RouteTable>) -> Option<Condition> {
        let declared = &self.network.route_tables[table];
        let name = declared.declared.address.as_str();
        let fact = &declared.propagates_gateway_routes;
        self.topology.causes.flag(fact, "propagation of gateway routes", name)
    }

    /// Own address space, the Internet, and what Azure drops.
    fn system(&self, vnet: Id<VirtualNetwork>, defaults: &[&Row]) -> Vec<Announcement> {
        let known = |route| (route, Row { inside_known: true, ..Row::default() });
        let mut all: Vec<Announcement> = space_destinations(self.network, vnet)
            .into_iter()
            .map(|(destination, step)| {
                let mut route = route(
                    destination,
                    NextHop::VnetLocal,
                    RouteSource::Default,
                    RouteOrigin::VirtualNetwork,
                );
                route.because.push(step);
                known(route)
            })
            .collect();
        let space: Vec<IpNet> = nets(&all);
        let mut own = |text: &str, next_hop: NextHop, message: &str, when: Condition| {
            let Ok(net) = text.parse() else { return };
            let mut route = route(
                RouteDestination::Net(net),
                next_hop,
                RouteSource::Default,
                RouteOrigin::System,
            );
            route.because.push(system_step(message));
            all.push((route, Row { when, rank: 9, ..Row::default() }));
        };
        own(
            "0.0.0.0/0",
            NextHop::Internet,
            "Azure's default route to the Internet",
            Condition::always(),
        );
        if space.iter().any(|net| matches!(net, IpNet::V6(_))) {
            let message = "Azure's default route to the Internet";
            own("::/0", NextHop::Internet, message, Condition::always());
        }
        let unless_default = without_default(defaults);
        for reserved in RESERVED {
            let net = reserved.parse::<IpNet>();
            let taken = net.is_ok_and(|net| space.iter().any(|own| own.contains(&net)));
            if taken {
                continue;
            }
            for when in &unless_default {
                let message = "Azure drops what is for private addresses that nothing leads to";
                own(reserved, NextHop::None, message, when.clone());
            }
        }
        all
    }

    /// The routes of peerings, unless the subnet's table switches them off
    /// (<https://learn.microsoft.com/azure/virtual-network/configure-disable-peering-route-propagation>).
    fn peerings(
        &mut self,
        vnet: Id<VirtualNetwork>,
        table: Option<Id<RouteTable>>,
    ) -> Vec<Announcement> {
        let off = table.and_then(|table| {
            let declared = &self.network.route_tables[table];
            let name = declared.declared.address.as_str();
            let fact = &declared.disables_peering_routes;
            self.topology.causes.flag(fact, "disablePeeringRoute", name)
        });
        let all = self.all_peerings(vnet);
        let Some(off) = off else { return all };
        let Some(on) = off.negations().next() else { return Vec::new() };
        let kept = all.into_iter().filter_map(|(route, row)| {
            let when = row.when.and(&on)?;
            Some((route, Row { when, ..row }))
        });
        kept.collect()
    }

    fn all_peerings(&mut self, vnet: Id<VirtualNetwork>) -> Vec<Announcement> {
        let mut all = Vec::new();
        for &id in &self.topology.peerings[vnet.index()] {
            let Some(when) = self.topology.links[id.index()].connected.clone() else { continue };
            for (destination, step) in self.peered_destinations(id) {
                let mut route = route(
                    destination,
                    NextHop::VnetPeering(id),
                    RouteSource::Default,
                    RouteOrigin::Peering(id),
                );
                let peering = &self.network.peerings[id];
                route.because.push(step);
                route.because.push(Step {
                    code: Code::PeeringRoute.as_str(),
                    message: format!("peered through {}", peering.declared.label()),
                    span: Some(peering.declared.span),
                });
                let row = Row { when: when.clone(), inside_known: true, ..Row::default() };
                all.push((route, row));
            }
        }
        all
    }

    /// The prefixes of the other side: all, or those of the subnets in the list.
    fn peered_destinations(&self, id: Id<Peering>) -> Vec<(RouteDestination, Step)> {
        let peering = &self.network.peerings[id];
        let whole = || space_destinations(self.network, peering.remote);
        if !peering.complete.is(&false) {
            return whole();
        }
        let Some(names) = peering.remote_subnets.value() else { return whole() };
        let mut all = Vec::new();
        for &subnet in &self.topology.subnets[peering.remote.index()] {
            let subnet = &self.network.subnets[subnet];
            let name = subnet.declared.label();
            if !names.iter().any(|listed| listed.eq_ignore_ascii_case(name)) {
                continue;
            }
            let only_ipv6 = peering.only_ipv6.is(&true);
            let prefixes = subnet.prefixes.value().into_iter().flatten();
            for prefix in prefixes.filter(|prefix| !only_ipv6 || prefix.net.addr().is_ipv6()) {
                let step = Step {
                    code: Code::AddressSpace.as_str(),
                    message: format!("{} is the peered subnet {name}", prefix.net),
                    span: Some(prefix.span),
                };
                all.push((RouteDestination::Net(prefix.net), step));
            }
        }
        all
    }

    /// Routes of the gateways in the network, or of those it uses.
    fn learned(&self, vnet: Id<VirtualNetwork>, propagated: &Condition) -> Vec<Announcement> {
        let mut all = Vec::new();
        let mut add = |from: Id<VirtualNetwork>, when: &Condition, step: Option<Step>| {
            let index = &self.control.learned[from.index()];
            for (route, row) in index.routes.iter().zip(&index.rows) {
                let when = row.when.and(when).and_then(|when| when.and(propagated));
                let Some(when) = when else { continue };
                let mut route = route.clone();
                route.because.extend(step.clone());
                all.push((route, Row { when, ..row.clone() }));
            }
        };
        add(vnet, &Condition::always(), None);
        let of_hub = self.wan.learned(self.network, vnet).into_iter();
        let of_hub = of_hub.filter_map(|(route, row)| {
            Some((route, Row { when: row.when.and(propagated)?, ..row }))
        });
        let of_hub: Vec<Announcement> = of_hub.collect();
        let own = &self.topology.gateways_in[vnet.index()];
        let has_own = own.iter().any(|gateway| {
            self.topology.gateways[gateway.index()]
                .as_ref()
                .is_some_and(|placed| placed.when.is_always())
        });
        if has_own {
            all.extend(of_hub);
            return all;
        }
        for transit in &self.topology.uses[vnet.index()] {
            let peering = &self.network.peerings[transit.peering];
            let step = Step {
                code: Code::GatewayTransit.as_str(),
                message: format!(
                    "{} uses the gateways of {}",
                    self.network.virtual_networks[vnet].declared.label(),
                    self.network.virtual_networks[transit.hub].declared.label()
                ),
                span: Some(peering.use_remote_gateways.span),
            };
            add(transit.hub, &transit.when, Some(step));
        }
        all.extend(of_hub);
        all
    }

    fn user_defined(&mut self, vnet: Id<VirtualNetwork>, id: Id<RouteTable>) -> Vec<Announcement> {
        let network = self.network;
        let table = &network.route_tables[id];
        let there = self.topology.causes.presence(&table.declared);
        let mut all = Vec::new();
        for (place, declared) in table.routes.known.iter().enumerate() {
            all.extend(self.user_route(vnet, (id, place), declared, &there).into_iter().flatten());
        }
        if let Some(why) = &table.routes.more {
            let name = table.declared.label();
            let number = self.topology.causes.number("more routes", why, || Reason {
                message: format!("a route that {name} may have besides those in the code ({why})"),
                span: Some(table.routes.span),
            });
            let mut unknown = self.unknown_route(number, table.routes.span);
            if let Some(when) = unknown.1.when.and(&there) {
                unknown.1.when = when;
                all.push(unknown);
            }
        }
        all
    }

    fn user_route(
        &mut self,
        vnet: Id<VirtualNetwork>,
        (table, place): (Id<RouteTable>, usize),
        declared: &Route,
        there: &Condition,
    ) -> Option<Vec<Announcement>> {
        let address = declared.address.as_str();
        let present = self.topology.causes.presence_of(&declared.presence, address, declared.span);
        let mut row = Row { when: there.and(&present)?, ..Row::default() };
        let destination = match declared.prefix.value() {
            Some(RoutePrefix::Net(net)) => {
                row.inside_known = self.control.known.hold(*net);
                RouteDestination::Net(*net)
            }
            Some(RoutePrefix::ServiceTag(tag)) => RouteDestination::ServiceTag(tag.clone()),
            None => {
                let why = declared.prefix.why()?;
                let label = self.route_label(table, declared);
                row.number = self.topology.causes.number("prefix of a route", why, || Reason {
                    message: format!(
                        "whether the prefix of {label} covers the destination ({why})"
                    ),
                    span: Some(declared.prefix.span),
                });
                RouteDestination::Unknown
            }
        };
        let next_hop = self.user_next_hop(vnet, declared);
        let origin = RouteOrigin::UserDefined(table, place);
        let mut route = route(destination, next_hop, RouteSource::User, origin);
        route.because.push(Step {
            code: Code::UserDefinedRoute.as_str(),
            message: self.route_label(table, declared),
            span: Some(declared.span),
        });
        Some(self.shared(vnet, declared, (route, row)))
    }

    /// One route for each appliance that shares the traffic of a route.
    fn shared(
        &mut self,
        vnet: Id<VirtualNetwork>,
        declared: &Route,
        (route, row): Announcement,
    ) -> Vec<Announcement> {
        let targets = declared.appliances.value().map_or(&[][..], Vec::as_slice);
        if !declared.next_hop.is(&UserNextHop::VirtualApplianceEcmp) || targets.is_empty() {
            return vec![(route, row)];
        }
        let mut all = Vec::with_capacity(targets.len());
        for (place, target) in targets.iter().enumerate() {
            let key = format!("{} {:?} {place}", declared.address, declared.span);
            let why = Why::SetByAzure(key);
            let spread = self.topology.causes.number("equal next hop", &why, || Reason {
                message: format!("whether next hop {} of the route is used", place + 1),
                span: Some(declared.span),
            });
            let appliance = self.topology.appliance(self.network, vnet, *target);
            let route =
                EffectiveRoute { next_hop: NextHop::VirtualAppliance(appliance), ..route.clone() };
            all.push((route, Row { spread: Some(spread), ..row.clone() }));
        }
        all
    }

    fn route_label(&self, table: Id<RouteTable>, declared: &Route) -> String {
        let table = self.network.route_tables[table].declared.label();
        match declared.name.value() {
            Some(name) => format!("route {name} of route table {table}"),
            None => format!("a route of route table {table}"),
        }
    }

    fn user_next_hop(&self, vnet: Id<VirtualNetwork>, declared: &Route) -> NextHop {
        match declared.next_hop.value() {
            Some(UserNextHop::VirtualAppliance) => {
                NextHop::VirtualAppliance(match declared.appliance.value() {
                    Some(Some(target)) => self.topology.appliance(self.network, vnet, *target),
                    Some(None) | None => Appliance::Unknown,
                })
            }
            Some(UserNextHop::VirtualNetworkGateway) => NextHop::VirtualNetworkGateway(None),
            Some(UserNextHop::VnetLocal) => NextHop::VnetLocal,
            Some(UserNextHop::Internet) => NextHop::Internet,
            Some(UserNextHop::None) => NextHop::None,
            Some(UserNextHop::VirtualApplianceEcmp | UserNextHop::Other(_)) | None => {
                NextHop::Unknown
            }
        }
    }

    /// The routes of a subnet of which it is unknown whether it has a table, or which, and
    /// when it takes those of gateways.
    fn perhaps_defined(
        &mut self,
        vnet: Id<VirtualNetwork>,
        subnet: u32,
    ) -> (Vec<Announcement>, Option<Condition>) {
        let network = self.network;
        let Some(subnet) = network.subnets.iter().nth(subnet as usize) else {
            return (Vec::new(), Some(Condition::always()));
        };
        if let Some(perhaps) = &subnet.perhaps_route_table
            && let Some(routes) = self.perhaps_associated(vnet, subnet, perhaps)
        {
            return routes;
        }
        (self.unknown_table(subnet).into_iter().collect(), Some(Condition::always()))
    }

    /// The same where only one table may be the one, unless that takes the routes of
    /// gateways perhaps, too.
    fn perhaps_associated(
        &mut self,
        vnet: Id<VirtualNetwork>,
        subnet: &Subnet,
        perhaps: &Perhaps<RouteTable>,
    ) -> Option<(Vec<Announcement>, Option<Condition>)> {
        let what = format!("the association of a route table with {}", subnet.declared.label());
        let presence = Presence::Maybe(perhaps.why.clone());
        let causes = &mut self.topology.causes;
        let there = causes.presence_of(&presence, &what, subnet.route_table.span);
        if !self.network.route_tables[perhaps.id].disables_peering_routes.is(&false) {
            return None;
        }
        let propagated = match self.propagation(perhaps.id) {
            Some(propagated) if propagated.is_always() => Some(propagated),
            Some(_) => return None,
            None => there.negations().next(),
        };
        let routes = self.user_defined(vnet, perhaps.id).into_iter();
        let routes = routes.filter_map(|(route, row)| {
            let when = row.when.and(&there)?;
            Some((route, Row { when, ..row }))
        });
        Some((routes.collect(), propagated))
    }

    /// A subnet whose route table is unknown may have any route.
    fn unknown_table(&mut self, subnet: &Subnet) -> Option<Announcement> {
        let why = subnet.route_table.why()?;
        let span = subnet.route_table.span;
        let number = self.topology.causes.number("route table", why, || Reason {
            message: format!("the route table of subnet {} ({why})", subnet.declared.label()),
            span: Some(span),
        });
        Some(self.unknown_route(number, span))
    }

    fn unknown_route(&self, number: u32, span: Span) -> Announcement {
        let origin = RouteOrigin::System;
        let mut route =
            route(RouteDestination::Unknown, NextHop::Unknown, RouteSource::User, origin);
        route.because.push(Step {
            code: Code::UnknownValue.as_str(),
            message: self.topology.causes.reason(number).message.clone(),
            span: Some(span),
        });
        let row = Row { when: Condition::when(Cause::Resource(number)), number, ..Row::default() };
        (route, row)
    }
}

/// When none of the default routes of tables, gateways and hubs is there: Azure's `None`
/// routes vanish with it. One condition for each way to be without.
fn without_default(defaults: &[&Row]) -> Vec<Condition> {
    let mut ways = vec![Condition::always()];
    for row in defaults {
        let mut next: Vec<Condition> = Vec::new();
        for negation in row.when.negations() {
            next.extend(ways.iter().filter_map(|way| way.and(&negation)));
        }
        ways = next;
    }
    ways
}

fn nets(announcements: &[Announcement]) -> Vec<IpNet> {
    announcements
        .iter()
        .filter_map(|(route, _)| match route.destination {
            RouteDestination::Net(net) => Some(net),
            _ => None,
        })
        .collect()
}

fn system_step(message: &str) -> Step {
    Step { code: Code::SystemRoute.as_str(), message: message.to_owned(), span: None }
}
