//! One packet on its way: from subnet to gateway to appliance, until it arrives
//! or is lost.

use super::{
    Appliance, Code, NextHop, Outcome, RouteOrigin, Routing,
    announcement::Uplink,
    condition::{Cause, Condition, Decisions},
    index::{Exit, RouteIndex, Row},
    target::{Place, Spot, Symbol, Target},
    translation::translates,
};
use crate::{
    Network,
    network::{Gateway, GatewayKind, Id, Peering, RouteTable, Site, Subnet, VirtualNetwork},
};

/// Where something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Place(Place),
    /// Where a gateway's packets enter its network.
    Gateway(Id<Gateway>),
    Appliance(Appliance),
}

/// What it is about, beside where it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Nothing,
    Peering(Id<Peering>),
    Gateway(Id<Gateway>),
    Site(Id<Site>),
    Appliance(Appliance),
    Table(Id<RouteTable>),
}

/// The routes that decide at a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Routes {
    Class(usize),
    Pushed(Id<Gateway>),
    Advertised(Id<Gateway>),
}

/// A hop before it is put into words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) at: At,
    pub(super) code: Code,
    pub(super) about: About,
    /// The routes that decide, and the chosen one.
    pub(super) routes: Option<(Routes, Option<usize>)>,
    pub(super) subnet: Option<Id<Subnet>>,
    /// Where the packet is bound for.
    pub(super) destination: Spot,
}

/// A firewall that put its own address in place of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Translation {
    pub(super) appliance: Appliance,
    pub(super) position: Position,
}

/// What a packet left behind.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    pub(super) marks: Vec<Mark>,
    pub(super) outcome: Outcome,
    /// The stateful boxes on the way.
    pub(super) boxes: Vec<Appliance>,
    pub(super) translations: Vec<Translation>,
    /// Where the packet left to the Internet.
    pub(super) egress: Option<Position>,
    pub(super) contested: bool,
    /// What is taken for granted.
    pub(super) assumed: Vec<Code>,
}

impl Trail {
    /// The trail of a packet that was never sent.
    pub(super) fn nowhere() -> Self {
        Self {
            marks: Vec::new(),
            outcome: Outcome::Undecided,
            boxes: Vec::new(),
            translations: Vec::new(),
            egress: None,
            contested: false,
            assumed: Vec::new(),
        }
    }

    /// Goes on with another leg.
    pub(super) fn append(&mut self, leg: Self) {
        self.marks.extend(leg.marks);
        self.outcome = leg.outcome;
        self.boxes.extend(leg.boxes);
        self.contested |= leg.contested;
        self.assumed.extend(leg.assumed);
    }

    /// The firewall puts the address back that it had replaced.
    pub(super) fn untranslate(&mut self, translation: &Translation, destination: Spot) {
        self.marks.push(Mark {
            at: At::Appliance(translation.appliance),
            code: Code::UnSnat,
            about: About::Appliance(translation.appliance),
            routes: None,
            subnet: translation.position.subnet,
            destination,
        });
    }

    pub(super) fn last(&self) -> Option<&Mark> {
        self.marks.last()
    }
}

/// A packet in a virtual network, about to be routed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) at: At,
    pub(super) virtual_network: Id<VirtualNetwork>,
    pub(super) class: usize,
    pub(super) subnet: Option<Id<Subnet>>,
}

enum Next {
    Position(Position),
    Done(Outcome),
}

pub(super) struct Walker<'a> {
    routing: &'a Routing,
    network: &'a Network,
    decisions: &'a Decisions,
    destination: Spot,
    /// The network that the source address belongs to.
    home: Option<Id<VirtualNetwork>>,
    trail: Trail,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        routing: &'a Routing,
        network: &'a Network,
        decisions: &'a Decisions,
        source: Spot,
        destination: Spot,
    ) -> Self {
        let trail = Trail::nowhere();
        let home = source.place.virtual_network(network);
        Self { routing, network, decisions, destination, home, trail }
    }

    /// Sends the packet off where it comes from.
    pub(super) fn start(mut self, place: Place) -> Result<Trail, Cause> {
        let next = match place {
            Place::Subnet(subnet) => Next::Position(self.in_subnet(At::Place(place), subnet)),
            Place::VirtualNetwork(vnet) => {
                Next::Position(self.in_network(At::Place(place), vnet, None))
            }
            Place::Site(site) => self.from_site(site)?,
            Place::Clients(gateway) => self.from_clients(gateway)?,
            Place::Internet | Place::Nowhere => {
                self.undecided(At::Place(place), Code::NotModelled, About::Nothing)
            }
        };
        self.run(next)
    }

    /// Sends the packet off at a gateway, as if it had come there.
    pub(super) fn start_at_gateway(mut self, gateway: Id<Gateway>) -> Result<Trail, Cause> {
        let next = self.from_gateway(gateway);
        self.run(next)
    }

    pub(super) fn start_at(self, position: Position) -> Result<Trail, Cause> {
        self.run(Next::Position(position))
    }

    fn run(mut self, mut next: Next) -> Result<Trail, Cause> {
        loop {
            match next {
                Next::Position(position) => next = self.step(position)?,
                Next::Done(outcome) => {
                    self.trail.outcome = outcome;
                    return Ok(self.trail);
                }
            }
        }
    }

    fn in_subnet(&self, at: At, subnet: Id<Subnet>) -> Position {
        Position {
            at,
            virtual_network: self.network.subnets[subnet].virtual_network,
            class: self.routing.effective.class_of(subnet),
            subnet: Some(subnet),
        }
    }

    fn in_network(&self, at: At, vnet: Id<VirtualNetwork>, subnet: Option<Id<Subnet>>) -> Position {
        match subnet {
            Some(subnet) => self.in_subnet(at, subnet),
            None => Position {
                at,
                virtual_network: vnet,
                class: self.routing.effective.plain(vnet),
                subnet: None,
            },
        }
    }

    fn holds(&self, condition: Option<&Condition>) -> Result<bool, Cause> {
        condition.map_or(Ok(false), |condition| condition.holds(self.decisions))
    }

    fn mark(&mut self, at: At, code: Code, about: About) {
        self.mark_with(at, code, about, None, None);
    }

    fn mark_with(
        &mut self,
        at: At,
        code: Code,
        about: About,
        routes: Option<(Routes, Option<usize>)>,
        subnet: Option<Id<Subnet>>,
    ) {
        let destination = self.destination;
        self.trail.marks.push(Mark { at, code, about, routes, subnet, destination });
    }

    fn undecided(&mut self, at: At, code: Code, about: About) -> Next {
        self.mark(at, code, about);
        Next::Done(Outcome::Undecided)
    }

    fn from_clients(&mut self, gateway: Id<Gateway>) -> Result<Next, Cause> {
        let at = At::Place(Place::Clients(gateway));
        let pushed = &self.routing.control.pushed[gateway.index()];
        let chosen = pushed.select(self.destination.target, self.decisions)?;
        let routes = Some((Routes::Pushed(gateway), chosen));
        let Some(chosen) = chosen else {
            self.mark_with(at, Code::NoClientRoute, About::Gateway(gateway), routes, None);
            return Ok(Next::Done(Outcome::Dropped));
        };
        let row = &pushed.rows[chosen];
        self.trail.contested |= row.contested;
        self.trail.assumed.push(Code::AssumedClientProfileCurrent);
        if row.by_bgp && !row.contested {
            self.trail.assumed.push(Code::AssumedClientTakesBgpRoutes);
        }
        self.mark_with(at, Code::ClientTunnel, About::Gateway(gateway), routes, None);
        Ok(self.from_gateway(gateway))
    }

    fn from_gateway(&mut self, gateway: Id<Gateway>) -> Next {
        let at = At::Gateway(gateway);
        let Some(placed) = &self.routing.topology.gateways[gateway.index()] else {
            return self.undecided(at, Code::UnknownValue, About::Gateway(gateway));
        };
        let vnet = placed.virtual_network;
        let subnet = self.routing.topology.gateway_subnet(self.network, vnet);
        Next::Position(self.in_network(at, vnet, subnet))
    }

    fn from_site(&mut self, site: Id<Site>) -> Result<Next, Cause> {
        let at = At::Place(Place::Site(site));
        let uplinks = &self.routing.control.uplinks[site.index()];
        let mut best: Option<(u16, &Uplink, usize)> = None;
        for uplink in uplinks {
            if !uplink.when.holds(self.decisions)? {
                continue;
            }
            let Some((length, route)) = self.heard(site, uplink, true)? else { continue };
            let better = best.is_none_or(|(longest, first, _)| {
                (length, uplink.kind == GatewayKind::ExpressRoute)
                    > (longest, first.kind == GatewayKind::ExpressRoute)
            });
            if better {
                best = Some((length, uplink, route));
            }
        }
        let Some((_, uplink, route)) = best else { return self.unheard(site) };
        let gateway = uplink.gateway;
        let index = &self.routing.control.advertised[gateway.index()];
        self.trail.contested |= index.rows[route].contested;
        if !self.holds(uplink.bgp.as_ref())? {
            self.trail.assumed.push(Code::AssumedOnpremStaticRoutes);
        }
        let routes = Some((Routes::Advertised(gateway), Some(route)));
        self.mark_with(at, Code::ArrivesFromSite, About::Gateway(gateway), routes, None);
        if self.holds(uplink.fast_path.as_ref())? && self.is_beside(gateway) {
            self.mark(At::Gateway(gateway), Code::FastPath, About::Gateway(gateway));
            return Ok(self.deliver());
        }
        Ok(self.from_gateway(gateway))
    }

    /// Whether the destination is in the gateway's own network.
    fn is_beside(&self, gateway: Id<Gateway>) -> bool {
        let placed = self.routing.topology.gateways[gateway.index()].as_ref();
        let vnet = self.destination.place.virtual_network(self.network);
        vnet.is_some() && placed.map(|placed| placed.virtual_network) == vnet
    }

    /// The route for the destination that a site hears from a gateway, and its length.
    fn heard(
        &self,
        site: Id<Site>,
        uplink: &Uplink,
        prevents_loops: bool,
    ) -> Result<Option<(u16, usize)>, Cause> {
        let by_bgp = self.holds(uplink.bgp.as_ref())?;
        let index = &self.routing.control.advertised[uplink.gateway.index()];
        let same_asn = |other: Id<Site>| {
            let others = &self.routing.control.uplinks[other.index()];
            uplink.asn.is_some() && others.iter().any(|other| other.asn == uplink.asn)
        };
        let route = index.select_among(self.destination.target, self.decisions, |route, row| {
            let origin = match route.origin {
                RouteOrigin::Site(origin, _) => Some(origin),
                _ => None,
            };
            let configured = matches!(row.exit, Some(Exit::VirtualNetwork | Exit::Neighbour(_)));
            origin != Some(site)
                && (by_bgp || configured)
                && !(by_bgp && prevents_loops && origin.is_some_and(same_asn))
        })?;
        Ok(route.map(|route| {
            let length = match &index.routes[route].destination {
                super::RouteDestination::Net(net) => u16::from(net.prefix_len()),
                _ => u16::MAX,
            };
            (length, route)
        }))
    }

    /// No gateway tells the site of the destination.
    fn unheard(&mut self, site: Id<Site>) -> Result<Next, Cause> {
        let at = At::Place(Place::Site(site));
        let uplinks = &self.routing.control.uplinks[site.index()];
        if uplinks.is_empty() && !self.network.sites[site].links.is_empty() {
            return Ok(self.undecided(at, Code::UnknownValue, About::Site(site)));
        }
        let Some(first) = uplinks.first() else {
            self.mark(at, Code::NotConnectedAnywhere, About::Site(site));
            return Ok(Next::Done(Outcome::Dropped));
        };
        let mut code = Code::NotAdvertised;
        for uplink in uplinks {
            if self.heard(site, uplink, false)?.is_some() {
                code = Code::SameAsn;
            }
        }
        let routes = Some((Routes::Advertised(first.gateway), None));
        self.mark_with(at, code, About::Gateway(first.gateway), routes, None);
        Ok(Next::Done(Outcome::Dropped))
    }

    fn step(&mut self, position: Position) -> Result<Next, Cause> {
        let index = self.routing.effective.of(position.class);
        let chosen = index.select(self.destination.target, self.decisions)?;
        let Some(chosen) = chosen else { return Ok(self.no_route(position, None)) };
        let route = &index.routes[chosen];
        match route.next_hop {
            NextHop::VnetLocal => Ok(self.local(position, chosen)),
            NextHop::VnetPeering(peering) => self.over_peering(position, chosen, peering),
            NextHop::VirtualNetworkGateway(Some(gateway)) => {
                let row = &index.rows[chosen];
                Ok(self.to_gateway(position, Some(chosen), gateway, row))
            }
            NextHop::VirtualNetworkGateway(None) => self.to_some_gateway(position, chosen),
            NextHop::VirtualAppliance(appliance) => self.to_appliance(position, chosen, appliance),
            NextHop::Internet => Ok(self.to_internet(position, chosen)),
            NextHop::None if route.origin == RouteOrigin::System => {
                Ok(self.no_route(position, Some(chosen)))
            }
            NextHop::None => Ok(self.drop(position, Some(chosen), Code::UdrDrops, About::Nothing)),
            NextHop::Unknown => {
                self.note(position, Some(chosen), Code::UnknownNextHop, About::Nothing);
                Ok(Next::Done(Outcome::Undecided))
            }
        }
    }

    fn note(&mut self, position: Position, chosen: Option<usize>, code: Code, about: About) {
        let routes = Some((Routes::Class(position.class), chosen));
        self.mark_with(position.at, code, about, routes, position.subnet);
    }

    fn drop(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        code: Code,
        about: About,
    ) -> Next {
        self.note(position, chosen, code, about);
        Next::Done(Outcome::Dropped)
    }

    fn deliver(&mut self) -> Next {
        self.mark(At::Place(self.destination.place), Code::Delivered, About::Nothing);
        Next::Done(Outcome::Delivered)
    }

    fn local(&mut self, position: Position, chosen: usize) -> Next {
        let vnet = self.destination.place.virtual_network(self.network);
        if vnet != Some(position.virtual_network) {
            return self.drop(position, Some(chosen), Code::WrongDestination, About::Nothing);
        }
        self.note(position, Some(chosen), Code::VnetLocal, About::Nothing);
        self.deliver()
    }

    fn over_peering(
        &mut self,
        position: Position,
        chosen: usize,
        peering: Id<Peering>,
    ) -> Result<Next, Cause> {
        if let Some(code) = self.hindrance(position, peering)? {
            return Ok(self.drop(position, Some(chosen), code, About::Peering(peering)));
        }
        let remote = self.network.peerings[peering].remote;
        if self.destination.place.virtual_network(self.network) != Some(remote) {
            let about = About::Peering(peering);
            return Ok(self.drop(position, Some(chosen), Code::WrongDestination, about));
        }
        self.note(position, Some(chosen), Code::Peering, About::Peering(peering));
        Ok(self.deliver())
    }

    /// What keeps a packet from crossing a peering, if anything does.
    fn hindrance(&self, position: Position, id: Id<Peering>) -> Result<Option<Code>, Cause> {
        let link = &self.routing.topology.links[id.index()];
        if !self.holds(link.connected.as_ref())? {
            return Ok(Some(Code::PeeringNotConnected));
        }
        if !self.holds(link.access.as_ref())? {
            return Ok(Some(Code::PeeringAccessDisabled));
        }
        if !self.is_peered(position.subnet, id) {
            return Ok(Some(Code::SubnetNotPeered));
        }
        let forwarded =
            matches!(position.at, At::Appliance(_)) && self.home != Some(position.virtual_network);
        if forwarded && !self.holds(link.forwards_into_remote.as_ref())? {
            return Ok(Some(Code::ForwardedTrafficDisabled));
        }
        Ok(None)
    }

    /// Whether a subnet takes part in a peering of listed subnets.
    fn is_peered(&self, subnet: Option<Id<Subnet>>, id: Id<Peering>) -> bool {
        let peering = &self.network.peerings[id];
        let (Some(subnet), true) = (subnet, peering.complete.is(&false)) else { return true };
        let name = self.network.subnets[subnet].declared.label();
        peering
            .local_subnets
            .value()
            .is_none_or(|listed| listed.iter().any(|listed| listed.eq_ignore_ascii_case(name)))
    }

    fn to_gateway(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        gateway: Id<Gateway>,
        row: &Row,
    ) -> Next {
        let about = About::Gateway(gateway);
        let kind =
            self.routing.topology.gateways[gateway.index()].as_ref().map(|gateway| gateway.kind);
        let from_circuit = matches!(position.at, At::Gateway(sender)
            if self.routing.topology.gateways[sender.index()]
                .as_ref()
                .is_some_and(|sender| sender.kind == GatewayKind::ExpressRoute));
        let code = match kind {
            Some(GatewayKind::ExpressRoute) if from_circuit => {
                return self.drop(position, chosen, Code::ExpressRouteNoTransit, about);
            }
            Some(GatewayKind::ExpressRoute) => Code::ExpressRouteEdge,
            Some(GatewayKind::Vpn) | None => Code::Gateway,
        };
        self.note(position, chosen, code, about);
        match row.exit {
            Some(Exit::Site(site)) => self.to_site(gateway, kind, site),
            Some(Exit::Clients) if self.destination.place == Place::Clients(gateway) => {
                self.mark(At::Gateway(gateway), Code::ClientTunnel, about);
                self.deliver()
            }
            Some(Exit::Gateway(peer, _)) => {
                self.mark(At::Gateway(gateway), Code::Tunnel, About::Gateway(peer));
                if self.trail.marks.len() > LONGEST {
                    self.mark(At::Gateway(peer), Code::Loop, About::Gateway(peer));
                    return Next::Done(Outcome::Loops);
                }
                self.from_gateway(peer)
            }
            Some(Exit::Clients | Exit::VirtualNetwork | Exit::Neighbour(_)) | None => {
                self.mark(At::Gateway(gateway), Code::WrongDestination, about);
                Next::Done(Outcome::Dropped)
            }
        }
    }

    fn to_site(&mut self, gateway: Id<Gateway>, kind: Option<GatewayKind>, site: Id<Site>) -> Next {
        let arrives = match self.destination.place {
            Place::Site(destination) => destination == site,
            Place::Nowhere => true,
            _ => false,
        };
        if !arrives {
            self.mark(At::Gateway(gateway), Code::WrongDestination, About::Site(site));
            return Next::Done(Outcome::Dropped);
        }
        if kind == Some(GatewayKind::Vpn) {
            self.mark(At::Gateway(gateway), Code::Tunnel, About::Site(site));
        }
        self.deliver()
    }

    /// A user-defined route to "the" gateway: a VPN gateway, and never beside ExpressRoute.
    fn to_some_gateway(&mut self, position: Position, chosen: usize) -> Result<Next, Cause> {
        let topology = &self.routing.topology;
        let vnet = position.virtual_network;
        let mut hub = (!topology.gateways_in[vnet.index()].is_empty()).then_some(vnet);
        for transit in &topology.uses[vnet.index()] {
            if hub.is_none() && transit.when.holds(self.decisions)? {
                hub = Some(transit.hub);
            }
        }
        let invalid =
            |walker: &mut Self, code| Ok(walker.drop(position, Some(chosen), code, About::Nothing));
        let Some(hub) = hub else { return invalid(self, Code::GatewayNextHopInvalid) };
        let has_circuits = topology.gateways_in[hub.index()].iter().any(|gateway| {
            let placed = topology.gateways[gateway.index()].as_ref();
            placed.is_some_and(|placed| placed.kind == GatewayKind::ExpressRoute)
        });
        if has_circuits {
            return invalid(self, Code::GatewayNextHopInvalid);
        }
        let learned = &self.routing.control.learned[hub.index()];
        match learned.select(self.destination.target, self.decisions)? {
            Some(found) => {
                let NextHop::VirtualNetworkGateway(Some(gateway)) = learned.routes[found].next_hop
                else {
                    return invalid(self, Code::GatewayNextHopInvalid);
                };
                Ok(self.to_gateway(position, Some(chosen), gateway, &learned.rows[found]))
            }
            None if self.destination.place == Place::Internet => {
                invalid(self, Code::GatewayHasNoInternet)
            }
            None => invalid(self, Code::GatewayNextHopInvalid),
        }
    }

    fn to_appliance(
        &mut self,
        position: Position,
        chosen: usize,
        appliance: Appliance,
    ) -> Result<Next, Cause> {
        let about = About::Appliance(appliance);
        let topology = &self.routing.topology;
        let home = topology.home(self.network, position.virtual_network, appliance);
        let Some((home, subnet)) = home else {
            return Ok(self.to_stranger(position, chosen, appliance));
        };
        if !topology.presence(appliance).holds(self.decisions)? {
            return Ok(self.drop(position, Some(chosen), Code::NextHopUnreachable, about));
        }
        if home != position.virtual_network {
            let Some(peering) = topology.peering_to(position.virtual_network, home) else {
                return Ok(self.drop(position, Some(chosen), Code::NextHopUnreachable, about));
            };
            if let Some(code) = self.hindrance(position, peering)? {
                return Ok(self.drop(position, Some(chosen), code, About::Peering(peering)));
            }
        }
        if let Appliance::NetworkInterface(interface) = appliance
            && !self.holds(topology.forwarding[interface.index()].as_ref())?
        {
            return Ok(self.drop(position, Some(chosen), Code::IpForwardingOff, about));
        }
        let again = self.trail.marks.iter().any(|mark| {
            mark.at == At::Appliance(appliance) && mark.destination == self.destination
        });
        if again || position.at == At::Appliance(appliance) {
            self.note(position, Some(chosen), Code::Loop, about);
            return Ok(Next::Done(Outcome::Loops));
        }
        self.note(position, Some(chosen), Code::Appliance, about);
        let is_destination = subnet.is_some_and(|subnet| {
            self.destination.place == Place::Subnet(subnet)
                && self.network.subnets[subnet].purpose == crate::network::SubnetPurpose::Firewall
        });
        self.trail.boxes.push(appliance);
        if is_destination {
            return Ok(self.deliver());
        }
        let next = self.in_network(At::Appliance(appliance), home, subnet);
        self.pass(appliance, next)?;
        Ok(Next::Position(next))
    }

    /// A next hop that is not in this network, not in a peered one.
    fn to_stranger(&mut self, position: Position, chosen: usize, appliance: Appliance) -> Next {
        let about = About::Appliance(appliance);
        let open = |vnet: Id<VirtualNetwork>| {
            self.routing.topology.open[vnet.index()]
                || self.network.virtual_networks[vnet].address_space.value().is_none()
        };
        let vnet = position.virtual_network;
        let mut around = self.routing.topology.peerings[vnet.index()]
            .iter()
            .map(|&peering| self.network.peerings[peering].remote)
            .chain(std::iter::once(vnet));
        let unknown = !matches!(appliance, Appliance::Address(_)) || around.any(open);
        if !unknown {
            return self.drop(position, Some(chosen), Code::NextHopUnreachable, about);
        }
        self.note(position, Some(chosen), Code::UnknownNextHop, about);
        Next::Done(Outcome::Undecided)
    }

    /// What an appliance does to a packet before it sends it on.
    fn pass(&mut self, appliance: Appliance, position: Position) -> Result<(), Cause> {
        match appliance {
            Appliance::Firewall(id) => {
                self.trail.assumed.push(Code::AssumedFirewallAllows);
                let firewall = &self.network.firewalls[id];
                let target = self.destination.target;
                let unknown = self.routing.topology.unknown_ranges[id.index()];
                let unknown = unknown.map(|number| Cause::Matches(number, target));
                let (translated, guessed) =
                    translates(self.network, firewall, unknown, target, self.decisions)?;
                if guessed {
                    self.trail.assumed.push(Code::AssumedPrivatePrefixes);
                }
                if translated {
                    self.mark(At::Appliance(appliance), Code::Snat, About::Appliance(appliance));
                    self.trail.translations.push(Translation { appliance, position });
                    self.home = Some(position.virtual_network);
                }
            }
            Appliance::NetworkInterface(_)
            | Appliance::LoadBalancer(_)
            | Appliance::Address(_)
            | Appliance::Unknown => self.trail.assumed.push(Code::AssumedNvaForwards),
        }
        Ok(())
    }

    fn to_internet(&mut self, position: Position, chosen: usize) -> Next {
        if self.destination.place != Place::Internet {
            let route = &self.routing.effective.of(position.class).routes[chosen];
            if route.origin == RouteOrigin::System {
                return self.no_route(position, Some(chosen));
            }
            return self.drop(position, Some(chosen), Code::LeavesToInternet, About::Nothing);
        }
        if let At::Gateway(gateway) = position.at {
            let about = About::Gateway(gateway);
            return self.drop(position, Some(chosen), Code::GatewayHasNoInternet, about);
        }
        self.note(position, Some(chosen), Code::Internet, About::Nothing);
        self.trail.egress = Some(position);
        self.deliver()
    }

    /// Nothing but Azure's own routes leads anywhere: says why there is nothing better.
    fn no_route(&mut self, position: Position, chosen: Option<usize>) -> Next {
        let vnet = position.virtual_network;
        let refuses = self.routing.effective.table(position.class).filter(|&table| {
            self.network.route_tables[table].propagates_gateway_routes.is(&false)
                && self.is_learned_around(vnet)
        });
        if let Some(table) = refuses {
            return self.drop(position, chosen, Code::PropagationDisabled, About::Table(table));
        }
        let goal = self.destination.place.virtual_network(self.network);
        let half = goal.and_then(|goal| self.routing.topology.peering_to(vnet, goal));
        if let Some(peering) = half {
            let about = About::Peering(peering);
            return self.drop(position, chosen, Code::PeeringNotConnected, about);
        }
        let public =
            matches!(self.destination.target, Target::Net(net) if !super::target::is_private(net));
        let leaves = chosen.is_some_and(|chosen| {
            self.routing.effective.of(position.class).routes[chosen].next_hop == NextHop::Internet
        });
        let code = if leaves && public { Code::LeavesToInternet } else { Code::NoRoute };
        self.drop(position, chosen, code, About::Nothing)
    }

    /// Whether a gateway in reach of the network knows the destination.
    fn is_learned_around(&self, vnet: Id<VirtualNetwork>) -> bool {
        let hubs = self.routing.topology.uses[vnet.index()].iter().map(|transit| transit.hub);
        hubs.chain(std::iter::once(vnet)).any(|hub| {
            let learned: &RouteIndex = &self.routing.control.learned[hub.index()];
            !matches!(learned.select(self.destination.target, self.decisions), Ok(None))
        })
    }
}

/// No real path has more hops.
const LONGEST: usize = 64;

/// The spot that replies to a translated packet are sent to.
pub(super) fn translated_source(network: &Network, translation: &Translation) -> Spot {
    let position = translation.position;
    let Some(subnet) = position.subnet else {
        let vnet = position.virtual_network;
        return Spot {
            place: Place::VirtualNetwork(vnet),
            target: Target::Symbol(Symbol::VirtualNetwork(vnet)),
        };
    };
    let prefixes = network.subnets[subnet].prefixes.value();
    let first = prefixes.and_then(|prefixes| prefixes.first());
    let target = first
        .map_or(Target::Symbol(Symbol::Subnet(subnet, position.virtual_network)), |prefix| {
            Target::Net(prefix.net)
        });
    Spot { place: Place::Subnet(subnet), target }
}
