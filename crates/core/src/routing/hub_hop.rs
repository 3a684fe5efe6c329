//! What virtual hubs do with a packet.

use super::{
    Appliance, Code, NextHop, Outcome,
    condition::Cause,
    index::{Delivery, Exit},
    target::{Place, Target},
    trail::{About, At, Comer, InHub, Position, Routes, Start},
    walk::{Next, Walker},
    wan::{Hub, Policy},
};
use crate::network::{
    Firewall, Gateway, HubBranch, HubConnection, HubGateway, HubGatewayKind, HubNextHop, Id,
    NextHopTarget, Site, VirtualHub, VirtualNetwork,
};

impl Walker<'_> {
    fn hub(&self, id: Id<VirtualHub>) -> &Hub {
        &self.routing.wan.hubs[id.index()]
    }

    /// A connected network hands the packet to its hub.
    pub(super) fn hand_to_hub(&mut self, position: Position, chosen: usize) -> Next {
        let Some(id) = self.uplink_by(position, chosen) else {
            return self.drop(position, Some(chosen), Code::WrongDestination, About::Nothing);
        };
        let connection = &self.network.hub_connections[id];
        let hub = connection.hub;
        self.note(position, Some(chosen), Code::VirtualHub, About::Hub(hub));
        let table = connection.routing.associated.value().copied();
        let table = table.or(self.hub(hub).default_table);
        Next::Hub(InHub { at: At::Hub(hub), hub, table, inspected: false, from: Comer::Network })
    }

    /// The connection to a hub that a route of a network takes: its own, or for a route that
    /// connected networks have in common that of the network to this hub.
    fn uplink_by(&self, position: Position, chosen: usize) -> Option<Id<HubConnection>> {
        let index = self.routing.effective.of(position.class);
        match (index.row(chosen).exit, &index.route(chosen).next_hop) {
            (Some(Exit::Uplink(id)), _) => Some(id),
            (_, NextHop::VirtualHub(hub)) => {
                let attached = &self.routing.wan.attached[position.virtual_network.index()];
                attached.iter().find(|attached| attached.hub == *hub).map(|one| one.connection)
            }
            _ => None,
        }
    }

    /// A packet comes over the edge of a circuit into a hub.
    pub(super) fn enter_hub_from_edge(&self, hub: Id<VirtualHub>) -> Next {
        let table = self.hub(hub).default_table;
        Next::Hub(InHub { at: At::Hub(hub), hub, table, inspected: false, from: Comer::Circuit })
    }

    /// A gateway of a virtual network sends a packet through its tunnel to a hub.
    pub(super) fn enter_hub_by_tunnel(&mut self, from: Id<Gateway>, id: Id<HubBranch>) -> Next {
        let branch = &self.network.hub_branches[id];
        let Some(&gateway) = branch.gateway.value() else {
            return self.undecided(At::Gateway(from), Code::UnknownValue, About::Nothing);
        };
        self.mark(At::Gateway(from), Code::Tunnel, About::HubGateway(gateway));
        let hub = self.network.hub_gateways[gateway].hub;
        let table = branch.routing.associated.value().copied().or(self.hub(hub).default_table);
        Next::Hub(InHub { at: At::Hub(hub), hub, table, inspected: false, from: Comer::Vpn })
    }

    pub(super) fn step_in_hub(&mut self, place: InHub) -> Result<Next, Cause> {
        let routing = self.routing;
        let hub = &routing.wan.hubs[place.hub.index()];
        if hub.open {
            return Ok(self.undecided(place.at, Code::OutsideOfCode, About::Hub(place.hub)));
        }
        if let Place::Hub(own) = self.destination.place
            && own == place.hub
        {
            return Ok(Next::Arrived);
        }
        if let Some(policy) = self.policy(hub, place)? {
            return self.inspect(place, &policy);
        }
        if self.is_taken_for_internet(hub, place) {
            self.mark(place.at, Code::NotPrivateTraffic, About::Hub(place.hub));
            return Ok(Next::Done(Outcome::Dropped));
        }
        let (index, routes) = match place.table {
            Some(table) if !matches!(self.destination.place, Place::Hub(_)) => {
                (&routing.wan.tables[table.index()], Routes::HubTable(table))
            }
            _ => (&routing.wan.all[place.hub.index()], Routes::Hub(place.hub)),
        };
        let loops_back =
            |exit: Option<Exit>| place.inspected && matches!(exit, Some(Exit::Firewall(_)));
        let standard = self.holds(hub.standard.as_ref());
        let chosen = index.select_among(self.destination.target, self.decisions, |_, row| {
            !loops_back(row.exit)
        })?;
        let Some(chosen) = chosen else {
            return Ok(self.no_hub_route(place, (routes, None)));
        };
        let told = (routes, Some(chosen));
        match index.rows[chosen].exit {
            Some(Exit::Firewall(firewall)) => {
                self.mark_told(
                    place.at,
                    Code::Appliance,
                    About::Appliance(Appliance::Firewall(firewall)),
                    told,
                );
                self.through_firewall(place, HubNextHop::Firewall(firewall))
            }
            Some(Exit::Hub(_, Delivery::Network(_)))
                if place.from == Comer::Network && !standard? =>
            {
                self.mark_told(place.at, Code::BasicWan, About::Hub(place.hub), told);
                Ok(Next::Done(Outcome::Dropped))
            }
            Some(Exit::Hub(at, delivery)) => self.leave_hub(place, at, delivery, told),
            Some(Exit::EdgeOfHub(other)) => {
                self.mark_told(place.at, Code::ExpressRouteEdge, About::Hub(other), told);
                Ok(self.enter_hub_from_edge(other))
            }
            Some(Exit::EdgeOfGateway(gateway)) => {
                self.mark_told(place.at, Code::ExpressRouteEdge, About::Gateway(gateway), told);
                Ok(self.enter_by_gateway(gateway))
            }
            _ => {
                self.mark_told(place.at, Code::UnknownNextHop, About::Nothing, told);
                Ok(Next::Done(Outcome::Undecided))
            }
        }
    }

    /// The routing policy that the packet falls under here, unless it has been through.
    fn policy(&self, hub: &Hub, place: InHub) -> Result<Option<Policy>, Cause> {
        if place.inspected || matches!(self.destination.place, Place::Hub(_)) {
            return Ok(None);
        }
        let policy = match self.destination.place {
            Place::Internet => &hub.internet,
            _ if self.is_taken_for_internet(hub, place) => return Ok(None),
            _ => &hub.private,
        };
        match policy {
            Some(policy) if policy.when.holds(self.decisions)? => Ok(Some(policy.clone())),
            _ => Ok(None),
        }
    }

    /// Whether a private policy leaves out a destination that is in the network: it is
    /// neither in RFC 1918 nor among the private prefixes.
    fn is_taken_for_internet(&self, hub: &Hub, place: InHub) -> bool {
        let outside = match self.destination.target {
            Target::Net(net) => !hub.is_private(net),
            Target::Symbol(_) => false,
        };
        let in_network = !matches!(self.destination.place, Place::Internet | Place::Hub(_));
        let certain = hub.private.as_ref().is_some_and(|private| private.when.is_always());
        certain && outside && in_network && !place.inspected
    }

    fn inspect(&mut self, place: InHub, policy: &Policy) -> Result<Next, Cause> {
        let Some(through) = policy.through else {
            self.mark(place.at, Code::UnknownNextHop, About::Hub(place.hub));
            return Ok(Next::Done(Outcome::Undecided));
        };
        if let HubNextHop::Firewall(firewall) = through {
            let about = About::Appliance(Appliance::Firewall(firewall));
            self.mark(place.at, Code::RoutingIntent, about);
        }
        self.through_firewall(place, through)
    }

    fn through_firewall(&mut self, place: InHub, through: HubNextHop) -> Result<Next, Cause> {
        let HubNextHop::Firewall(id) = through else {
            return Ok(self.undecided(place.at, Code::NotModelled, About::Nothing));
        };
        let appliance = Appliance::Firewall(id);
        if let Some(endpoint) = self.may_bypass_hub_firewall()? {
            let about = About::PrivateEndpoint(endpoint);
            return Ok(self.undecided(place.at, Code::EndpointMayBypass, about));
        }
        if self.has_been_at(appliance) {
            self.mark(place.at, Code::Loop, About::Appliance(appliance));
            return Ok(Next::Done(Outcome::Loops));
        }
        let present = self.routing.topology.presence(appliance);
        if !present.holds(self.decisions)? {
            let down = present.is_never();
            let code = if down { Code::OutOfService } else { Code::NextHopUnreachable };
            self.mark(place.at, code, About::Appliance(appliance));
            return Ok(Next::Done(Outcome::Dropped));
        }
        self.trail.boxes.push(appliance);
        let at = At::Appliance(appliance);
        // A box in a hub knows all that the hub does, what propagates to no table included
        // (<https://learn.microsoft.com/azure/virtual-wan/static-routes-firewall-basic>).
        let behind = InHub { at, table: None, inspected: true, ..place };
        if !self.passes_and_translates(id, Start::Hub(behind))? {
            return Ok(Next::Done(Outcome::Dropped));
        }
        Ok(Next::Hub(behind))
    }

    /// A user-defined route names the firewall of a virtual hub.
    pub(super) fn hand_to_hub_firewall(
        &mut self,
        position: Position,
        chosen: usize,
        named: Appliance,
    ) -> Result<Option<Next>, Cause> {
        let vnet = position.virtual_network;
        let Some((hub, firewall)) = self.named_in_hub(vnet, named) else { return Ok(None) };
        let Some(firewall) = firewall else {
            let open = self.hub(hub).open;
            let next =
                open.then(|| self.undecided(At::Hub(hub), Code::OutsideOfCode, About::Hub(hub)));
            return Ok(next);
        };
        let attached = &self.routing.wan.attached[vnet.index()];
        let attached = attached.iter().find(|attached| attached.hub == hub);
        let connected = match attached {
            Some(attached) => attached.when.holds(self.decisions)?,
            None if self.routing.topology.open[vnet.index()] => return Ok(None),
            None => false,
        };
        let about = About::Appliance(Appliance::Firewall(firewall));
        if !connected {
            return Ok(Some(self.drop(position, Some(chosen), Code::NextHopUnreachable, about)));
        }
        self.note(position, Some(chosen), Code::Appliance, about);
        self.trail.assumed.push(Code::AssumedHubFirewallNextHop);
        let from = Comer::Network;
        let place = InHub { at: At::Hub(hub), hub, table: None, inspected: false, from };
        self.through_firewall(place, HubNextHop::Firewall(firewall)).map(Some)
    }

    /// The hub that a next hop is in, and its firewall. An address of the prefix of a hub
    /// that a network is connected to is taken for its only firewall, whose address Azure
    /// chooses.
    fn named_in_hub(
        &self,
        vnet: Id<VirtualNetwork>,
        named: Appliance,
    ) -> Option<(Id<VirtualHub>, Option<Id<Firewall>>)> {
        let firewalls = self.network.firewalls.entries();
        let ip = match named {
            Appliance::Firewall(id) => {
                let hub = self.network.firewalls[id].virtual_hub.value().copied().flatten()?;
                return Some((hub, Some(id)));
            }
            Appliance::Address(ip) => ip,
            _ => return None,
        };
        let attached = self.routing.wan.attached[vnet.index()].iter();
        let mut hubs = attached.map(|attached| attached.hub);
        let hub = hubs.find(|hub| {
            let prefix = self.network.virtual_hubs[*hub].prefix.value().copied().flatten();
            prefix.is_some_and(|prefix| prefix.net.contains(&ip))
        })?;
        let mut own = firewalls.filter(|(_, firewall)| firewall.virtual_hub.is(&Some(hub)));
        let first = own.next().map(|(id, _)| id);
        Some((hub, first.filter(|_| own.next().is_none())))
    }

    /// Where what a hub's firewall lets in from elsewhere goes on from.
    pub(super) fn behind_hub_firewall(at: At, hub: Id<VirtualHub>) -> InHub {
        InHub { at, hub, table: None, inspected: true, from: Comer::Network }
    }

    fn leave_hub(
        &mut self,
        place: InHub,
        at: Id<VirtualHub>,
        delivery: Delivery,
        told: (Routes, Option<usize>),
    ) -> Result<Next, Cause> {
        if at == place.hub {
            return self.deliver(place, delivery, Some(told));
        }
        self.mark_told(place.at, Code::RemoteHub, About::Hub(at), told);
        let remote = self.hub(at);
        if remote.open {
            return Ok(self.undecided(At::Hub(at), Code::OutsideOfCode, About::Hub(at)));
        }
        let arrived = InHub { at: At::Hub(at), hub: at, table: None, inspected: false, ..place };
        if let Some(policy) = self.policy(remote, arrived)? {
            return self.inspect(arrived, &policy);
        }
        self.deliver(arrived, delivery, None)
    }

    /// The packet leaves the hub where what it is for is connected.
    fn deliver(
        &mut self,
        place: InHub,
        delivery: Delivery,
        told: Option<(Routes, Option<usize>)>,
    ) -> Result<Next, Cause> {
        let mark = |walker: &mut Self, code, about| match told {
            Some(told) => walker.mark_told(place.at, code, about, told),
            None => walker.mark(place.at, code, about),
        };
        match delivery {
            Delivery::Own if self.destination.place == Place::Hub(place.hub) => Ok(Next::Arrived),
            Delivery::Own => {
                mark(self, Code::WrongDestination, About::Hub(place.hub));
                Ok(Next::Done(Outcome::Dropped))
            }
            Delivery::Network(connection) => {
                mark(self, Code::HubConnection, About::HubConnection(connection));
                self.enter_network(place, connection, None)
            }
            Delivery::Appliance(connection, appliance) => {
                mark(self, Code::HubConnection, About::HubConnection(connection));
                self.enter_network(place, connection, Some(appliance))
            }
            Delivery::Clients(gateway) => {
                let arrives = self.destination.place == Place::HubClients(gateway);
                let code = if arrives { Code::ClientTunnel } else { Code::WrongDestination };
                mark(self, code, About::HubGateway(gateway));
                Ok(if arrives { Next::Arrived } else { Next::Done(Outcome::Dropped) })
            }
            Delivery::Tunnel(gateway, _) => {
                let off = self.hub(place.hub).branch_to_branch.is_none();
                if place.from == Comer::Circuit && off {
                    mark(self, Code::BranchToBranchOff, About::Gateway(gateway));
                    return Ok(Next::Done(Outcome::Dropped));
                }
                mark(self, Code::Tunnel, About::Gateway(gateway));
                Ok(self.enter_by_gateway(gateway))
            }
            Delivery::Site(site, gateway) => {
                let code = self.way_to_site(place, site, gateway);
                mark(self, code, About::HubGateway(gateway));
                let arrives = matches!(code, Code::ExpressRouteEdge | Code::Tunnel);
                if arrives {
                    let nat = self.nat_of_hub(gateway, site);
                    if let Some(next) = self.translated_to_site(At::Hub(place.hub), nat) {
                        return Ok(next);
                    }
                    self.leave_by_site(site);
                }
                Ok(if arrives { Next::Arrived } else { Next::Done(Outcome::Dropped) })
            }
        }
    }

    fn way_to_site(&self, place: InHub, site: Id<Site>, gateway: Id<HubGateway>) -> Code {
        let circuit = self.network.hub_gateways[gateway].kind == HubGatewayKind::ExpressRoute;
        let b2b = &self.hub(place.hub).branch_to_branch;
        match place.from {
            _ if !self.is_at_site(site) => Code::WrongDestination,
            Comer::Circuit if circuit => Code::ExpressRouteNoTransit,
            Comer::Vpn if circuit && b2b.is_none() => Code::BranchToBranchOff,
            Comer::Circuit if !circuit && b2b.is_none() => Code::BranchToBranchOff,
            _ if circuit => Code::ExpressRouteEdge,
            _ => Code::Tunnel,
        }
    }

    /// The packet enters a connected network, perhaps for an appliance there.
    fn enter_network(
        &mut self,
        place: InHub,
        id: Id<HubConnection>,
        appliance: Option<Appliance>,
    ) -> Result<Next, Cause> {
        let connection = &self.network.hub_connections[id];
        let vnet = connection.virtual_network;
        let is_local = self.destination.place.virtual_network(self.network) == Some(vnet);
        let named = match appliance {
            Some(appliance) => Some(appliance),
            None if is_local && !connection.overrides_local_routes.is(&true) => {
                return Ok(Next::Arrived);
            }
            None => self.named_by_connection(id, is_local),
        };
        let Some(appliance) = named else {
            if is_local {
                return Ok(Next::Arrived);
            }
            if connection.static_routes.more.is_some() {
                let about = About::HubConnection(id);
                return Ok(self.undecided(place.at, Code::UnknownNextHop, about));
            }
            self.mark(place.at, Code::HubConnectionNoRoute, About::HubConnection(id));
            return Ok(Next::Done(Outcome::Dropped));
        };
        let about = About::Appliance(appliance);
        let home = self.routing.topology.home(self.network, vnet, appliance);
        let home = match (home, appliance) {
            (_, Appliance::Unknown) => {
                return Ok(self.undecided(
                    place.at,
                    Code::UnknownNextHop,
                    About::HubConnection(id),
                ));
            }
            (Some(home), _) if home.0 == vnet => home,
            _ if self.is_open(vnet) => (vnet, None),
            _ => {
                self.mark(place.at, Code::NextHopUnreachable, about);
                return Ok(Next::Done(Outcome::Dropped));
            }
        };
        self.enter_appliance(place.at, appliance, home)
    }

    fn is_open(&self, vnet: Id<VirtualNetwork>) -> bool {
        self.routing.topology.open[vnet.index()]
            || self.network.virtual_networks[vnet].address_space.value().is_none()
    }

    /// The appliance that the longest static route of a connection names for the destination.
    fn named_by_connection(&self, id: Id<HubConnection>, is_local: bool) -> Option<Appliance> {
        let connection = &self.network.hub_connections[id];
        let vnet = connection.virtual_network;
        let space = self.network.virtual_networks[vnet].address_space.value();
        let is_space = |net: &ipnet::IpNet| {
            space.is_some_and(|space| space.iter().any(|prefix| prefix.net == *net))
        };
        let mut best: Option<(u8, Option<NextHopTarget>)> = None;
        for route in &connection.static_routes.known {
            for prefix in route.prefixes.value().into_iter().flatten() {
                let length = prefix.net.prefix_len();
                let covers = match self.destination.target {
                    Target::Net(net) => prefix.net.contains(&net),
                    Target::Symbol(_) => length == 0,
                };
                let longer = best.is_none_or(|(longest, _)| length > longest);
                if covers && longer && !(is_local && is_space(&prefix.net)) {
                    best = Some((length, route.next_hop.value().copied()));
                }
            }
        }
        let (_, target) = best?;
        Some(target.map_or(Appliance::Unknown, |target| {
            self.routing.topology.appliance(self.network, vnet, target)
        }))
    }

    fn no_hub_route(&mut self, place: InHub, told: (Routes, Option<usize>)) -> Next {
        let about = place.table.map_or(About::Hub(place.hub), About::HubTable);
        if self.destination.place == Place::Internet {
            if let At::Appliance(_) = place.at {
                self.mark_told(place.at, Code::Internet, About::Nothing, told);
                self.trail.egress = Some(Start::Hub(place));
                return Next::Arrived;
            }
            self.mark_told(place.at, Code::NoHubRoute, about, told);
            return Next::Done(Outcome::Dropped);
        }
        self.mark_told(place.at, Code::NoHubRoute, about, told);
        Next::Done(Outcome::Dropped)
    }

    /// Why a connected network has no route for what its hub may know.
    pub(super) fn not_known_by_hub(
        &mut self,
        position: Position,
        chosen: Option<usize>,
    ) -> Option<Next> {
        let attached = self.routing.wan.attached[position.virtual_network.index()].first()?;
        let hub = self.hub(attached.hub);
        if hub.open || !self.hub_knows(position.virtual_network) {
            return None;
        }
        if hub.private.is_some()
            && let Target::Net(net) = self.destination.target
            && !hub.is_private(net)
        {
            let about = About::Hub(attached.hub);
            return Some(self.drop(position, chosen, Code::NotPrivateTraffic, about));
        }
        let table = attached.table.or(hub.default_table);
        let about = table.map_or(About::Hub(attached.hub), About::HubTable);
        Some(self.drop(position, chosen, Code::NoHubRoute, about))
    }

    /// Whether the hub of a network knows the destination.
    pub(super) fn hub_knows(&self, vnet: Id<VirtualNetwork>) -> bool {
        self.routing.wan.attached[vnet.index()].iter().any(|attached| {
            let all = &self.routing.wan.all[attached.hub.index()];
            !matches!(all.select(self.destination.target, self.decisions), Ok(None))
        })
    }
}
