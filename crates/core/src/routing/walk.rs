//! One packet on its way: from subnet to gateway to appliance, until it arrives
//! or is lost.

use super::{
    Appliance, Code, EffectiveRoute, NextHop, Outcome, RouteOrigin, Routing,
    condition::{Cause, Condition, Decisions},
    filter::Service,
    filter_hop::Opening,
    index::RouteIndex,
    target::{Place, Spot, Target, is_private},
    trail::{About, At, InHub, Mark, Position, Routes, Start, Trail},
};
use crate::{
    Network,
    network::{
        Direction, Firewall, FirewallRule, Gateway, HubGateway, Id, NetworkInterface, Peering,
        RuleKind, Subnet, VirtualNetwork,
    },
};

/// Routes, and the chosen one among them.
type Told = (Routes, Option<usize>);

pub(super) enum Next {
    Position(Position),
    Hub(InHub),
    /// Where the destination is.
    Arrived,
    Done(Outcome),
}

pub(super) struct Walker<'a> {
    pub(super) routing: &'a Routing,
    pub(super) network: &'a Network,
    pub(super) decisions: &'a Decisions,
    /// Whose address the packet bears as its source.
    pub(super) source: Spot,
    pub(super) destination: Spot,
    /// What filters are asked about; replies pass them.
    pub(super) opens: Option<Opening>,
    /// The interface that the destination is, where it is known by more than its address.
    pub(super) lands_on: Option<Id<NetworkInterface>>,
    pub(super) trail: Trail,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        routing: &'a Routing,
        network: &'a Network,
        decisions: &'a Decisions,
        source: Spot,
        destination: Spot,
    ) -> Self {
        let trail = Trail { marks: Vec::with_capacity(USUAL), ..Trail::nowhere() };
        Self {
            routing,
            network,
            decisions,
            source,
            destination,
            opens: None,
            lands_on: None,
            trail,
        }
    }

    /// The packet opens a connection, so filters decide about it.
    pub(super) fn opening(self, service: Service) -> Self {
        Self { opens: Some(Opening::new(service)), ..self }
    }

    /// Sends the packet off where it comes from.
    pub(super) fn start(mut self, place: Place) -> Result<Trail, Cause> {
        let next = match place {
            Place::Subnet(subnet) if !self.passes_groups(subnet, Direction::Outbound)? => {
                Next::Done(Outcome::Dropped)
            }
            Place::Subnet(subnet) => Next::Position(self.in_subnet(At::Place(place), subnet)),
            Place::VirtualNetwork(vnet) => {
                Next::Position(self.in_network(At::Place(place), vnet, None))
            }
            Place::PrivateEndpoint(endpoint) => self.leave_endpoint(endpoint),
            Place::Site(site) => self.leave_site(site)?,
            Place::Clients(_) if place == self.destination.place => {
                self.undecided(At::Place(place), Code::ClientToClient, About::Nothing)
            }
            Place::Clients(gateway) => self.leave_clients(gateway)?,
            Place::HubClients(gateway) => self.leave_hub_clients(gateway)?,
            Place::Hub(_) | Place::Internet | Place::Nowhere => {
                self.undecided(At::Place(place), Code::NotModelled, About::Nothing)
            }
        };
        self.run(next)
    }

    /// Sends the packet off at a gateway, as if it had come there.
    pub(super) fn start_at_gateway(mut self, gateway: Id<Gateway>) -> Result<Trail, Cause> {
        let next = self.enter_by_gateway(gateway);
        self.run(next)
    }

    pub(super) fn start_at(mut self, start: Start) -> Result<Trail, Cause> {
        if let At::Appliance(appliance) = start.at()
            && let Some(next) = self.leave_by_tunnel(appliance)?
        {
            return self.run(next);
        }
        self.run(match start {
            Start::Network(position) => Next::Position(position),
            Start::Hub(place) => Next::Hub(place),
        })
    }

    /// Sends the packet off in a hub, as if its clients' gateway had let it in.
    pub(super) fn start_at_hub(mut self, gateway: Id<HubGateway>) -> Result<Trail, Cause> {
        let next = self.enter_by_hub_gateway(gateway);
        self.run(next)
    }

    pub(super) fn run(mut self, mut next: Next) -> Result<Trail, Cause> {
        loop {
            match next {
                Next::Position(position) if self.trail.marks.len() > LONGEST => {
                    self.mark(position.at, Code::Loop, About::Nothing);
                    next = Next::Done(Outcome::Loops);
                }
                Next::Hub(place) if self.trail.marks.len() > LONGEST => {
                    self.mark(place.at, Code::Loop, About::Nothing);
                    next = Next::Done(Outcome::Loops);
                }
                Next::Position(position) => next = self.step(position)?,
                Next::Hub(place) => next = self.step_in_hub(place)?,
                Next::Arrived => {
                    next = match self.sent_on_by_firewall()? {
                        Some(next) => next,
                        None => Next::Done(self.arrive()?),
                    };
                }
                Next::Done(outcome) => {
                    self.trail.outcome = outcome;
                    return Ok(self.trail);
                }
            }
        }
    }

    pub(super) fn in_subnet(&self, at: At, subnet: Id<Subnet>) -> Position {
        Position {
            at,
            virtual_network: self.network.subnets[subnet].virtual_network,
            class: self.routing.effective.class_of(subnet),
            subnet: Some(subnet),
        }
    }

    pub(super) fn in_network(
        &self,
        at: At,
        vnet: Id<VirtualNetwork>,
        subnet: Option<Id<Subnet>>,
    ) -> Position {
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

    pub(super) fn holds(&self, condition: Option<&Condition>) -> Result<bool, Cause> {
        condition.map_or(Ok(false), |condition| condition.holds(self.decisions))
    }

    pub(super) fn mark(&mut self, at: At, code: Code, about: About) {
        self.trail.marks.push(Mark::new(at, code, about, self.destination));
    }

    /// A hop at which routes decide that belong to no subnet.
    pub(super) fn mark_told(&mut self, at: At, code: Code, about: About, routes: Told) {
        let mark = Mark::new(at, code, about, self.destination);
        self.trail.marks.push(Mark { routes: Some(routes), ..mark });
    }

    pub(super) fn undecided(&mut self, at: At, code: Code, about: About) -> Next {
        self.mark(at, code, about);
        Next::Done(Outcome::Undecided)
    }

    fn step(&mut self, position: Position) -> Result<Next, Cause> {
        let index = self.routing.effective.of(position.class);
        let chosen = index.select(self.destination.target, self.decisions)?;
        if let Some(next) = self.straight_to_endpoint(position, chosen)? {
            return Ok(next);
        }
        let Some(chosen) = chosen else { return Ok(self.no_route(position, None)) };
        let route = index.route(chosen);
        self.take_for_granted(position.virtual_network, route);
        match route.next_hop {
            NextHop::VnetLocal => Ok(self.local(position, chosen)),
            NextHop::VnetPeering(peering) => self.over_peering(position, chosen, peering),
            NextHop::VirtualNetworkGateway(Some(gateway)) => {
                let row = index.row(chosen);
                self.hand_to_gateway(position, Some(chosen), gateway, row)
            }
            NextHop::VirtualNetworkGateway(None) => self.hand_to_any_gateway(position, chosen),
            NextHop::VirtualHub(_) | NextHop::HubPeering(_) => {
                Ok(self.hand_to_hub(position, chosen))
            }
            NextHop::VirtualAppliance(appliance) | NextHop::LearnedAppliance(appliance) => {
                self.hand_to_appliance(position, chosen, appliance)
            }
            NextHop::Internet => Ok(self.hand_to_internet(position, chosen)),
            NextHop::None if route.origin == RouteOrigin::System => {
                Ok(self.no_route(position, Some(chosen)))
            }
            NextHop::None => Ok(self.drop(position, Some(chosen), Code::UdrDrops, About::Nothing)),
            NextHop::InterfaceEndpoint
            | NextHop::HubConnection(_)
            | NextHop::HubBgpPeer(_)
            | NextHop::HubGateway(..)
            | NextHop::RemoteHub(_)
            | NextHop::HubFirewall(_)
            | NextHop::Unknown => {
                self.note(position, Some(chosen), Code::UnknownNextHop, About::Nothing);
                Ok(Next::Done(Outcome::Undecided))
            }
        }
    }

    /// A Route Server's appliances may know a longer prefix than a route of a gateway,
    /// a table or Azure's own has.
    fn take_for_granted(&mut self, vnet: Id<VirtualNetwork>, route: &EffectiveRoute) {
        let topology = &self.routing.topology;
        let hubs = topology.uses[vnet.index()].iter().map(|transit| transit.hub);
        let hears = hubs.chain(std::iter::once(vnet)).any(|hub| {
            let servers = topology.route_servers[hub.index()].iter();
            servers.map(|(id, _)| *id).any(|id| self.routing.control.may_hear_more(id))
        });
        let beaten = matches!(route.origin, RouteOrigin::VirtualNetwork | RouteOrigin::Peering(_));
        if hears && !beaten {
            self.trail.assumed.push(Code::AssumedNvaRoutes);
        }
    }

    pub(super) fn note(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        code: Code,
        about: About,
    ) {
        let routes = Some((Routes::Class(position.class), chosen));
        let mark = Mark::new(position.at, code, about, self.destination);
        self.trail.marks.push(Mark { routes, subnet: position.subnet, ..mark });
    }

    pub(super) fn drop(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        code: Code,
        about: About,
    ) -> Next {
        self.note(position, chosen, code, about);
        Next::Done(Outcome::Dropped)
    }

    fn arrive(&mut self) -> Result<Outcome, Cause> {
        if let Some(balancer) = self.balancer_at_destination() {
            return self.arrive_at_balancer(balancer);
        }
        let filtered = match self.destination.place {
            Place::Subnet(subnet) => Some(subnet),
            Place::PrivateEndpoint(endpoint) => self.filtering_subnet(endpoint)?,
            _ => None,
        };
        if let Some(subnet) = filtered
            && !self.passes_groups(subnet, Direction::Inbound)?
        {
            return Ok(Outcome::Dropped);
        }
        self.mark(At::Place(self.destination.place), Code::Delivered, About::Nothing);
        Ok(Outcome::Delivered)
    }

    fn local(&mut self, position: Position, chosen: usize) -> Next {
        let vnet = self.destination.place.virtual_network(self.network);
        if vnet != Some(position.virtual_network) {
            return self.drop(position, Some(chosen), Code::WrongDestination, About::Nothing);
        }
        self.note(position, Some(chosen), Code::VnetLocal, About::Nothing);
        Next::Arrived
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
        if let Some((balancer, _)) = self.balancer_at_destination()
            && self.is_basic_across_regions(peering, balancer)
        {
            return Ok(self.lost_before_balancer(position, chosen, balancer));
        }
        let remote = self.network.peerings[peering].remote;
        if self.destination.place.virtual_network(self.network) != Some(remote) {
            let about = About::Peering(peering);
            return Ok(self.drop(position, Some(chosen), Code::WrongDestination, about));
        }
        self.note(position, Some(chosen), Code::Peering, About::Peering(peering));
        Ok(Next::Arrived)
    }

    /// What keeps a packet from crossing a peering, if anything does.
    pub(super) fn hindrance(
        &mut self,
        position: Position,
        id: Id<Peering>,
    ) -> Result<Option<Code>, Cause> {
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
        let forwarded = matches!(position.at, At::Appliance(_))
            && self.source.place.virtual_network(self.network) != Some(position.virtual_network);
        if forwarded && !self.holds(link.forwards_into_remote.as_ref())? {
            if !self.is_reply_from_internet() {
                return Ok(Some(Code::ForwardedTrafficDisabled));
            }
            self.trail.assumed.push(Code::AssumedReplyPasses);
        }
        Ok(None)
    }

    /// Whether the packet answers a connection that was opened to the Internet.
    fn is_reply_from_internet(&self) -> bool {
        self.opens.is_none() && self.source.place == Place::Internet
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

    fn hand_to_internet(&mut self, position: Position, chosen: usize) -> Next {
        if self.destination.place != Place::Internet {
            let route = self.routing.effective.of(position.class).route(chosen);
            if route.origin == RouteOrigin::System {
                return self.no_route(position, Some(chosen));
            }
            return self.drop(position, Some(chosen), Code::LeavesToInternet, About::Nothing);
        }
        if let At::Gateway(gateway) = position.at {
            let about = About::Gateway(gateway);
            return self.drop(position, Some(chosen), Code::GatewayHasNoInternet, about);
        }
        if let Some(about) = self.keeps_private_source(position.at) {
            return self.drop(position, Some(chosen), Code::FirewallKeepsSource, about);
        }
        self.note(position, Some(chosen), Code::Internet, About::Nothing);
        self.trail.egress = Some(Start::Network(position));
        Next::Arrived
    }

    /// The firewall, where it opens a connection to the Internet under the address of who
    /// asked: with a private range that covers the destination it "can never route traffic
    /// directly to the Internet"
    /// (<https://learn.microsoft.com/azure/firewall/snat-private-range>, 2 August 2023).
    /// Application rules translate whatever these ranges are.
    fn keeps_private_source(&self, at: At) -> Option<About> {
        let At::Appliance(appliance @ Appliance::Firewall(id)) = at else { return None };
        let ranges = self.routing.topology.private_ranges[id.index()].as_ref()?;
        let is_covered = match self.destination.target {
            Target::Net(net) => ranges.iter().any(|range| range.contains(&net)),
            Target::Symbol(_) => ranges.iter().any(|range| range.prefix_len() == 0),
        };
        let keeps = is_covered && self.opens.is_some() && !self.may_be_proxied(id);
        keeps.then_some(About::Appliance(appliance))
    }

    /// Whether an application rule of a firewall may be the one that lets the packet through.
    fn may_be_proxied(&self, id: Id<Firewall>) -> bool {
        let firewall = &self.network.firewalls[id];
        let is_application = |rule: &FirewallRule| rule.kind == RuleKind::Application;
        match firewall.policy.value() {
            Some(Some(policy)) => {
                let policies = self.network.policies_of(*policy);
                let open = policies.iter().any(|id| {
                    let policy = &self.network.firewall_policies[*id];
                    policy.rules.more.is_some() || policy.declared.existing
                });
                open || self.network.rules_of(*policy).any(|(_, rule)| is_application(rule))
            }
            Some(None) => {
                firewall.rules.more.is_some() || firewall.rules.known.iter().any(is_application)
            }
            None => true,
        }
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
        if let Some(next) = self.not_known_by_hub(position, chosen) {
            return next;
        }
        let goal = self.destination.place.virtual_network(self.network);
        let half = goal.and_then(|goal| self.routing.topology.peering_to(vnet, goal));
        if let Some(peering) = half.filter(|_| !self.lacks_peering_routes(position)) {
            let about = About::Peering(peering);
            let link = &self.routing.topology.links[peering.index()];
            let code = match &link.connected {
                Some(when) if when.holds(self.decisions) == Ok(true) => Code::SubnetNotPeered,
                _ => Code::PeeringNotConnected,
            };
            return self.drop(position, chosen, code, about);
        }
        let public = matches!(self.destination.target, Target::Net(net) if !is_private(net));
        let leaves = chosen.is_some_and(|chosen| {
            self.routing.effective.of(position.class).route(chosen).next_hop == NextHop::Internet
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
        }) || self.hub_knows(vnet)
    }
}

/// No real path has more hops.
const LONGEST: usize = 64;

/// Most paths have no more hops.
const USUAL: usize = 8;
