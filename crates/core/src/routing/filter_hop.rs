//! What filters on its way do to a packet that opens a connection.

use super::{
    Appliance, Code, NextHop, RouteDestination, RouteSource, Routing,
    condition::{Cause, Condition, Decisions},
    filter::{
        Doubt, Filter, Filtered, GroupOwner, Member, Packet, Ports, Protocol, Ruling, Service,
    },
    target::{Place, SitePrefixes, Spot, Symbol, Target},
    trail::{About, At, Mark},
    walk::Walker,
};
use crate::{
    Network,
    network::{Direction, Firewall, Id, NetworkInterface, Subnet, SubnetPurpose},
};

/// A packet that opens a connection, and what of it has passed the filters so far.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    service: Service,
    /// `None` as long as no filter has held anything back.
    passed: Option<Passed>,
}

#[derive(Clone, Debug)]
struct Passed {
    /// No other port passes.
    possible: Ports,
    /// These do, as far as is known or assumed.
    sure: Ports,
}

/// A filter and where it stands.
#[derive(Clone, Debug)]
struct Gate {
    filter: Filter,
    at: At,
    /// When it is there.
    when: Condition,
}

/// What becomes of a packet in the world that is walked, where no port surely passes.
pub(super) enum InDoubt {
    Passes,
    DeniedBy(Option<usize>),
}

impl Opening {
    pub(super) fn new(service: Service) -> Self {
        Self { service, passed: None }
    }

    fn passed(&self) -> Passed {
        self.passed.clone().unwrap_or_else(|| {
            let ports = self.service.port.map_or_else(Ports::all, Ports::one);
            Passed { possible: ports.clone(), sure: ports }
        })
    }
}

impl Walker<'_> {
    /// The protocol of a packet that opens a connection.
    pub(super) fn protocol(&self) -> Option<Protocol> {
        self.opens.as_ref().map(|opening| opening.service.protocol)
    }

    /// The port that is asked about.
    pub(super) fn asked_port(&self) -> Option<u16> {
        self.opens.as_ref().and_then(|opening| opening.service.port)
    }

    /// The ports that are still open.
    pub(super) fn open_ports(&self) -> Ports {
        self.opens.as_ref().map_or_else(Ports::all, |opening| opening.passed().possible)
    }

    /// Keeps these ports open and no other; whether one is left.
    pub(super) fn narrow(&mut self, ports: &Ports) -> bool {
        let Some(opening) = &mut self.opens else { return true };
        let passed = opening.passed();
        let [possible, sure] = [passed.possible, passed.sure].map(|open| open.common(ports));
        let is_left = !possible.is_empty();
        if !sure.is_all() {
            self.trail.passing = Some((opening.service.protocol, sure.clone()));
        }
        opening.passed = Some(Passed { possible, sure });
        is_left
    }

    /// From here on the packet is for another port.
    pub(super) fn open_only(&mut self, port: u16) {
        if let Some(opening) = &mut self.opens {
            opening.service.port = Some(port);
            let ports = Ports::one(port);
            opening.passed = Some(Passed { possible: ports.clone(), sure: ports });
        }
    }

    /// Whether the network security groups of a subnet, and of the interface that its
    /// end of the flow is, let the packet through; marks those that decide.
    pub(super) fn passes_groups(
        &mut self,
        id: Id<Subnet>,
        direction: Direction,
    ) -> Result<bool, Cause> {
        let end = match direction {
            Direction::Inbound => self.destination,
            Direction::Outbound => self.source,
        };
        let known = self.lands_on.filter(|_| direction == Direction::Inbound);
        let interface = known.or_else(|| self.routing.filters.interface_at(end));
        let mut owners = vec![None, interface];
        // What leaves passes the interface's group first.
        if direction == Direction::Outbound {
            owners.reverse();
        }
        owners.dedup();
        for interface in owners {
            if !self.passes_group(At::Place(Place::Subnet(id)), id, direction, interface)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The same for an appliance that forwards the packet: groups ask no less of what is not
    /// for the interface itself
    /// (<https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works>).
    /// Those of all members of a load balancer are asked, as any of them may get it. What
    /// comes into a virtual machine by one of several interfaces may go out by another, so its
    /// outbound rules are not asked.
    pub(super) fn passes_groups_of(
        &mut self,
        appliance: Appliance,
        subnet: Option<Id<Subnet>>,
        direction: Direction,
    ) -> Result<bool, Cause> {
        let members = match appliance {
            Appliance::NetworkInterface(id) => {
                subnet.map(|subnet| (subnet, Some(id))).into_iter().collect()
            }
            Appliance::LoadBalancer(id) => self.members(id),
            Appliance::Firewall(_) | Appliance::Address(_) | Appliance::Unknown => Vec::new(),
        };
        let at = At::Appliance(appliance);
        for (subnet, interface) in members {
            let elsewhere = |id: Id<NetworkInterface>| {
                direction == Direction::Outbound && self.network.network_interfaces[id].has_siblings
            };
            if interface.is_some_and(elsewhere) {
                continue;
            }
            let mut owners = vec![None, interface];
            if direction == Direction::Outbound {
                owners.reverse();
            }
            owners.dedup();
            for interface in owners {
                if !self.passes_group(at, subnet, direction, interface)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn passes_group(
        &mut self,
        at: At,
        id: Id<Subnet>,
        direction: Direction,
        interface: Option<Id<NetworkInterface>>,
    ) -> Result<bool, Cause> {
        let subnet = &self.network.subnets[id];
        let heeded = matches!(subnet.purpose, SubnetPurpose::General | SubnetPurpose::Bastion);
        if self.opens.is_none() || !heeded {
            return Ok(true);
        }
        let (owner, fact, perhaps) = if let Some(interface) = interface {
            let own = &self.network.network_interfaces[interface];
            (GroupOwner::Interface(interface), &own.security_group, &own.perhaps_security_group)
        } else {
            let own = (&subnet.security_group, &subnet.perhaps_security_group);
            (GroupOwner::Subnet(id), own.0, own.1)
        };
        let (group, when) = match (fact.value(), perhaps) {
            (Some(Some(group)), _) => (*group, Condition::always()),
            (Some(None), _) => return Ok(true),
            (None, Some(perhaps)) => {
                (perhaps.id, self.routing.filters.associated(owner).unwrap_or_default())
            }
            (None, None) => {
                self.trail.assumed.push(Code::AssumedNsgAllows);
                return Ok(true);
            }
        };
        let filter = Filter::Group(group, direction, interface);
        let gate = Gate { filter, at, when };
        let (routing, network, decisions) = (self.routing, self.network, self.decisions);
        let member = |spot| member(routing, network, decisions, id, spot);
        self.passes(&gate, &member)
    }

    /// Whether the rules of an Azure Firewall let the packet through.
    pub(super) fn passes_firewall(&mut self, id: Id<Firewall>) -> Result<bool, Cause> {
        if self.opens.is_none() {
            return Ok(true);
        }
        let filter = match self.network.firewalls[id].policy.value() {
            Some(Some(policy)) => Filter::Policy(*policy),
            Some(None) => Filter::Classic(id),
            None => {
                self.trail.assumed.push(Code::AssumedFirewallAllows);
                return Ok(true);
            }
        };
        let at = At::Appliance(Appliance::Firewall(id));
        self.passes(&Gate { filter, at, when: Condition::always() }, &|_| Member::Unknown)
    }

    fn passes(&mut self, gate: &Gate, member: &dyn Fn(Spot) -> Member) -> Result<bool, Cause> {
        let Some(opening) = &self.opens else { return Ok(true) };
        let service = opening.service;
        let (source, destination) = (self.source, self.destination);
        let decisions = self.decisions;
        let packet = Packet { source, destination, protocol: service.protocol, decisions, member };
        let narrow = service.port.is_some() || opening.passed.is_some();
        if !narrow && self.routing.filters.passes_all(gate.filter, &packet) {
            return Ok(true);
        }
        if !gate.when.holds(decisions)? {
            return Ok(true);
        }
        let before = opening.passed();
        let judge = |packet| self.routing.filters.judge(gate.filter, packet, &before.possible);
        let Some(mut ruling) = judge(&packet) else {
            self.trail.assumed.push(assumption(gate.filter));
            return Ok(true);
        };
        if ruling.possible.is_empty() {
            // No more than an assumption says which prefixes the site has.
            let [source, destination] = [source, destination].map(|spot| self.unassumed(spot));
            ruling = judge(&Packet { source, destination, ..packet }).unwrap_or(ruling);
        }
        if ruling.possible.is_empty() {
            self.mark_filter(gate, false, &before.possible, ruling.denied_by);
            return Ok(false);
        }
        let mut sure = before.sure.common(&ruling.sure);
        let in_doubt = sure.is_empty();
        if in_doubt {
            if let InDoubt::DeniedBy(rule) = self.settle_doubt(gate.filter, &ruling)? {
                self.mark_filter(gate, false, &ruling.possible, rule);
                return Ok(false);
            }
            sure.clone_from(&ruling.possible);
        }
        if ruling.takes_for_private {
            self.trail.assumed.push(Code::AssumedPrivatePrefixes);
        }
        let rule = ruling.allowed_by.filter(|_| !in_doubt);
        if sure != before.sure || narrow && rule.is_some() {
            self.mark_filter(gate, true, &sure, rule);
        }
        if service.port.is_some() || !sure.is_all() {
            self.trail.passing = Some((service.protocol, sure.clone()));
        }
        let passed = Some(Passed { possible: ruling.possible, sure });
        self.opens = Some(Opening { service, passed });
        Ok(true)
    }

    /// The spot without the prefixes that a site is only taken to have.
    fn unassumed(&self, spot: Spot) -> Spot {
        match spot.place {
            Place::Site(site) => match self.routing.site_prefixes(site) {
                SitePrefixes::Assumed(..) => {
                    Spot { target: Target::Symbol(Symbol::Site(site)), ..spot }
                }
                SitePrefixes::Known(_) | SitePrefixes::Unknown => spot,
            },
            _ => spot,
        }
    }

    /// What becomes of a packet that no port surely passes: the rule that denies it in
    /// the world that is walked, or an assumption.
    pub(super) fn settle_doubt(
        &mut self,
        filter: Filter,
        ruling: &Ruling,
    ) -> Result<InDoubt, Cause> {
        match ruling.doubt {
            Some(Doubt::Site { net, symbol, allows, rule }) => {
                let covers = self.decisions.decide(Cause::Covers(net, symbol))?;
                let denied_by = if allows { ruling.denied_by } else { rule };
                Ok(if covers == allows { InDoubt::Passes } else { InDoubt::DeniedBy(denied_by) })
            }
            Some(Doubt::Hangs(cause)) => Err(cause),
            Some(Doubt::Part) => {
                self.trail.assumed.push(Code::AssumedPartPasses);
                Ok(InDoubt::Passes)
            }
            Some(Doubt::Unknown) | None => {
                self.trail.assumed.push(assumption(filter));
                Ok(InDoubt::Passes)
            }
        }
    }

    fn mark_filter(
        &mut self,
        &Gate { filter, at, .. }: &Gate,
        passes: bool,
        ports: &Ports,
        rule: Option<usize>,
    ) {
        let Some(opening) = &self.opens else { return };
        let protocol = opening.service.protocol;
        let code = match (filter, passes) {
            (Filter::Group(..), true) => Code::SecurityGroupAllows,
            (Filter::Group(..), false) => Code::SecurityGroupDenies,
            (Filter::Policy(_) | Filter::Classic(_), true) => Code::FirewallAllows,
            (Filter::Policy(_) | Filter::Classic(_), false) => Code::FirewallDenies,
        };
        let about = match (filter, at) {
            (Filter::Group(id, ..), _) => About::SecurityGroup(id),
            (_, At::Appliance(appliance)) => About::Appliance(appliance),
            _ => About::Nothing,
        };
        let filtered =
            Filtered { filter, source: self.source, protocol, ports: ports.clone(), rule };
        let mark = Mark::new(at, code, about, self.destination);
        self.trail.marks.push(Mark { filtered: Some(Box::new(filtered)), ..mark });
    }
}

/// What is taken for granted where a filter's rules cannot be told.
fn assumption(filter: Filter) -> Code {
    match filter {
        Filter::Group(..) => Code::AssumedNsgAllows,
        Filter::Policy(_) | Filter::Classic(_) => Code::AssumedFirewallAllows,
    }
}

/// Whether the tag `VirtualNetwork` of a subnet holds an address: it holds the
/// virtual network and its peers, what gateways learn, and the prefixes of
/// user-defined routes; so it goes by the route that the address has there
/// (<https://learn.microsoft.com/azure/virtual-network/service-tags-overview>).
fn member(
    routing: &Routing,
    network: &Network,
    decisions: &Decisions,
    subnet: Id<Subnet>,
    spot: Spot,
) -> Member {
    let own = network.subnets[subnet].virtual_network;
    if spot.place.virtual_network(network) == Some(own) {
        return Member::Yes;
    }
    let index = routing.effective.of(routing.effective.class_of(subnet));
    let Ok(Some(found)) = index.select(spot.target, decisions) else { return Member::Unknown };
    let route = index.route(found);
    let by_default = spot.place == Place::Internet || route.destination.is_default();
    match (&route.destination, route.source) {
        (RouteDestination::ServiceTag(_) | RouteDestination::Unknown, _) => Member::Unknown,
        (_, RouteSource::User | RouteSource::VirtualNetworkGateway) if by_default => {
            Member::ByDefaultRoute
        }
        (_, RouteSource::User | RouteSource::VirtualNetworkGateway) => Member::Yes,
        (_, RouteSource::Default) => match route.next_hop {
            NextHop::VnetLocal | NextHop::VnetPeering(_) => Member::Yes,
            NextHop::Internet if spot.place == Place::Internet => Member::No,
            _ => Member::Unknown,
        },
    }
}
