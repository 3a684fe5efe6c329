//! What hubs tell: connected networks, sites, clients.

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Builder,
    bgp_path::BgpPath,
    origin::Class,
    table::{Entry, Filled, hub_route, index},
};
use crate::{
    Network,
    network::{HubGateway, HubGatewayKind, HubLink, Id, VirtualHub},
    routing::{
        Code, NextHop, RouteDestination, RouteOrigin,
        condition::Condition,
        index::{RouteIndex, Row},
    },
};

impl Builder<'_> {
    pub(super) fn tell(&mut self, filled: &Filled) {
        for gateway in self.network.hub_gateways.ids() {
            let advertised = self.advertised(gateway, filled);
            self.wan.advertised.push(index(&advertised));
            self.tell_through_maps(gateway, &advertised);
            let pushed = self.pushed(gateway, filled);
            self.wan.pushed.push(pushed);
        }
    }

    /// What a gateway tells over its connections with route maps.
    fn tell_through_maps(&mut self, gateway: Id<HubGateway>, advertised: &[Entry]) {
        for (id, branch) in self.network.hub_branches.entries() {
            if branch.gateway.is(&gateway) && !branch.routing.outbound.is(&None) {
                let (connected, told) = (HubLink::Branch(id), advertised.to_vec());
                let told = self.told_through_map(connected, &branch.routing.outbound, told);
                self.wan.mapped_told.insert(id, index(&told));
            }
        }
    }

    /// What route maps leave of what networks are told; it is told where their routes are
    /// made. Routing intent puts its own routes in the place of
    /// those of the table, and nobody says whether route maps apply to them.
    pub(super) fn tell_networks_through_maps(&mut self, filled: &Filled) {
        for (id, connection) in self.network.hub_connections.entries() {
            let routing = &connection.routing;
            if routing.outbound.is(&None) {
                continue;
            }
            let hub = &self.wan.hubs[connection.hub.index()];
            let table = routing.associated.value().copied().or(hub.default_table);
            let connected = HubLink::Network(id);
            if hub.private.is_some() || hub.internet.is_some() {
                self.wan.mapped.doubtful.insert(connected);
            }
            let told = table.map_or_else(Vec::new, |table| filled.tables[table.index()].clone());
            let told = self.told_through_map(connected, &routing.outbound, told);
            if let (Some(&Some(map)), Some(table)) = (routing.outbound.value(), table) {
                self.wan.mapped.to_networks.insert((map, table), told);
            }
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
        // Sites hear of the prefix of the hub they are connected to only (captured tables).
        let is_told = |entry: &&Entry| {
            declared.kind == HubGatewayKind::PointToSite
                || entry.route.origin == RouteOrigin::VirtualHub(declared.hub)
        };
        let of_hubs = filled.all[declared.hub.index()].iter();
        let of_hubs = of_hubs.filter(|entry| entry.class == Class::Hub).filter(is_told);
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
        let first = declared.clients.known.first();
        let name = declared.declared.address.as_str();
        let causes = &mut self.topology.causes;
        // The default route is for all clients of a gateway, or not for every one.
        let mut flags =
            declared.clients.known.iter().map(|clients| {
                causes.flag(&clients.internet_security, "enableInternetSecurity", name)
            });
        let always = first.map(|_| Condition::always());
        let internet = flags.try_fold(always, |all, flag| Some(all?.and(&flag?))).flatten();
        let mut all = self.told_to(gateway, filled);
        if let Some(clients) = first {
            let map = &clients.routing.outbound;
            all = self.told_through_map(HubLink::Clients(gateway), map, all);
        }
        all.retain_mut(|entry| {
            if !entry.route.destination.is_default() {
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
            route.because.push(intent_step(self.network, declared.hub, "Internet traffic"));
            let (row, path) = (Row { when, ..Row::default() }, BgpPath::default());
            all.push(Entry { class: Class::Static, route, row, path });
        }
        index(&all)
    }
}

impl super::Wan {
    /// What routing intent attracts to the firewall of a hub.
    pub(in crate::routing) fn attracted_by(
        &self,
        network: &Network,
        id: Id<VirtualHub>,
    ) -> Vec<crate::routing::EffectiveRoute> {
        let Some(hub) = self.hubs.get(id.index()) else { return Vec::new() };
        let route = |net: IpNet, policy: &super::Policy, what: &str| {
            let Some(crate::network::HubNextHop::Firewall(firewall)) = policy.through else {
                return None;
            };
            let hop = NextHop::HubFirewall(firewall);
            let origin = RouteOrigin::RoutingIntent(id);
            let mut route = hub_route(RouteDestination::Net(net), hop, origin);
            route.because.push(intent_step(network, id, what));
            policy.when.is_always().then_some(route)
        };
        let internet = hub
            .internet
            .iter()
            .filter_map(|policy| route("0.0.0.0/0".parse().ok()?, policy, "Internet traffic"));
        let private = hub.private.iter().flat_map(|policy| {
            let nets = super::AGGREGATES.into_iter().chain(hub.private_prefixes.iter().copied());
            nets.filter_map(|net| route(net, policy, "private traffic"))
        });
        internet.chain(private).collect()
    }

    /// The default route that a gateway tells sites whose connections take it, where routing
    /// intent sends Internet traffic to the hub's firewall (captured tables).
    pub(in crate::routing) fn default_told(
        &self,
        network: &Network,
        id: Id<HubGateway>,
    ) -> Option<crate::routing::EffectiveRoute> {
        let hub = network.hub_gateways[id].hub;
        self.hubs.get(hub.index())?.internet.as_ref().filter(|one| one.when.is_always())?;
        let mut branches = network.hub_branches.iter().filter(|one| one.gateway.is(&id));
        branches.find(|branch| branch.internet_security.is(&true))?;
        let destination = RouteDestination::Net("0.0.0.0/0".parse().ok()?);
        let origin = RouteOrigin::RoutingIntent(hub);
        let mut route = hub_route(destination, NextHop::VirtualHub(hub), origin);
        route.because.push(intent_step(network, hub, "Internet traffic"));
        Some(route)
    }

    /// The way out of a hub's firewall to the Internet, where routing intent sends that
    /// traffic to it.
    pub(in crate::routing) fn way_out(
        &self,
        network: &Network,
        id: Id<VirtualHub>,
    ) -> Option<crate::routing::EffectiveRoute> {
        self.hubs.get(id.index())?.internet.as_ref().filter(|policy| policy.when.is_always())?;
        let destination = RouteDestination::Net("0.0.0.0/0".parse().ok()?);
        let mut route = hub_route(destination, NextHop::Internet, RouteOrigin::RoutingIntent(id));
        route.because.push(intent_step(network, id, "Internet traffic"));
        Some(route)
    }
}

pub(super) fn intent_step(network: &Network, hub: Id<VirtualHub>, what: &str) -> Step {
    let intent = network.routing_intents.iter().find(|intent| intent.hub == hub);
    let name = network.virtual_hubs[hub].declared.label();
    Step {
        code: Code::RoutingIntent.as_str(),
        message: format!("the routing intent of hub {name} attracts {what}"),
        span: intent.map(|intent| intent.declared.span),
    }
}
