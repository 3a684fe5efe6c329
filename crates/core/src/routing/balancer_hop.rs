//! Load balancers on the way: in front of appliances, and as the end of it.

use super::{
    Appliance, Code, Outcome,
    backends::{Backend, backends},
    condition::Cause,
    filter::{Ports, Protocol},
    target::{Place, Target},
    trail::{About, At, Position},
    walk::{Next, Walker},
};
use crate::{
    Network,
    network::{
        BalancingRule, Direction, Id, LoadBalancer, NetworkInterface, Peering, Subnet,
        VirtualNetwork,
    },
};

impl<'a> Walker<'a> {
    /// What a load balancer that a route names does to a packet before its appliances get
    /// it: `None` where it hands it on.
    pub(super) fn at_balancer(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        id: Id<LoadBalancer>,
    ) -> Result<Option<Next>, Cause> {
        let about = About::Appliance(Appliance::LoadBalancer(id));
        if !self.hands_on(id, None) {
            return Ok(Some(self.drop(position, chosen, Code::BalancerHasNoRule, about)));
        }
        let members = self.members(id);
        let interfaces: Vec<_> = members.iter().filter_map(|(_, interface)| *interface).collect();
        if members.is_empty() && !self.backends(id).is_empty() {
            return Ok(Some(self.drop(position, chosen, Code::OutOfService, about)));
        }
        for interface in &interfaces {
            let forwards = self.routing.topology.forwarding[interface.index()].as_ref();
            if self.holds(forwards)? {
                continue;
            }
            if interfaces.len() > 1 {
                self.trail.assumed.push(Code::AssumedAnyPath);
            }
            let about = About::Appliance(Appliance::NetworkInterface(*interface));
            return Ok(Some(self.drop(position, chosen, Code::IpForwardingOff, about)));
        }
        Ok(None)
    }

    /// The members of a load balancer's pools that are not taken to be out of service: their
    /// subnets, and their interfaces.
    pub(super) fn members(
        &self,
        id: Id<LoadBalancer>,
    ) -> Vec<(Id<Subnet>, Option<Id<NetworkInterface>>)> {
        let serves = |interface: Id<NetworkInterface>| {
            let appliance = Appliance::NetworkInterface(interface);
            !self.routing.topology.presence(appliance).is_never()
        };
        let members = self.backends(id).into_iter().map(|one| (one.subnet, one.interface));
        members.filter(|(_, interface)| interface.is_none_or(serves)).collect()
    }

    /// Where the appliances behind a load balancer stand.
    pub(super) fn subnet_of_backends(&self, id: Id<LoadBalancer>) -> Option<Id<Subnet>> {
        self.backends(id).first().map(|backend| backend.subnet)
    }

    /// Whether the rules of a load balancer, of all or of one frontend, hand on what the
    /// packet is for; no other port passes. Rules that are not in the code hand on all.
    fn hands_on(&mut self, id: Id<LoadBalancer>, frontend: Option<&str>) -> bool {
        let Some(protocol) = self.protocol() else { return true };
        let balancer = &self.network.load_balancers[id];
        let rules = rules_of(balancer, frontend);
        if protocol == Protocol::Icmp || rules.is_empty() || balancer.rules.more.is_some() {
            return true;
        }
        let mut ports = Ports::default();
        for rule in rules.iter().filter(|rule| is_for(rule, protocol)) {
            match rule.port.value().map(|port| u16::try_from(*port)) {
                Some(Ok(port)) if port > 0 => ports.add(&Ports::one(port)),
                _ => return true,
            }
        }
        self.narrow(&ports)
    }

    fn backends(&self, id: Id<LoadBalancer>) -> Vec<Backend> {
        backends(self.network, id, None)
    }

    /// The load balancer whose frontend the destination is, and that frontend's name.
    pub(super) fn balancer_at_destination(&self) -> Option<(Id<LoadBalancer>, Option<&'a str>)> {
        let (Place::Subnet(subnet), Target::Net(net)) =
            (self.destination.place, self.destination.target)
        else {
            return None;
        };
        if net.prefix_len() != net.max_prefix_len() {
            return None;
        }
        let network: &'a Network = self.network;
        network.load_balancers.entries().find_map(|(id, balancer)| {
            let frontend = balancer.frontends.known.iter().find(|frontend| {
                frontend.ip.is(&Some(net.addr())) && frontend.subnet.is(&Some(subnet))
            })?;
            Some((id, frontend.name.value().map(String::as_str)))
        })
    }

    /// The packet has come to the frontend of a load balancer: one of the backends gets it,
    /// with its own address and the rule's port in place of the frontend's. All backends
    /// are taken to be alike.
    pub(super) fn arrive_at_balancer(
        &mut self,
        (id, frontend): (Id<LoadBalancer>, Option<&str>),
    ) -> Result<Outcome, Cause> {
        let at = At::Place(self.destination.place);
        let about = About::Appliance(Appliance::LoadBalancer(id));
        if !self.hands_on(id, frontend) {
            self.mark(at, Code::BalancerHasNoRule, about);
            return Ok(Outcome::Dropped);
        }
        let Some(backend) = self.backends(id).into_iter().next() else {
            self.mark(at, Code::Delivered, About::Nothing);
            return Ok(Outcome::Delivered);
        };
        self.mark(at, Code::LoadBalancer, about);
        let spot = backend.spot();
        let (opens, marks) = (self.opens.clone(), self.trail.marks.len());
        let passing = self.trail.passing.clone();
        let destination = self.destination;
        for rule in self.rules_for_packet(id, frontend) {
            self.opens.clone_from(&opens);
            self.trail.marks.truncate(marks);
            let floats = rule.floating.is(&true);
            self.destination = if floats { destination } else { spot };
            let port = rule.backend_port.value().and_then(|port| u16::try_from(*port).ok());
            if let Some(port) = port.filter(|port| *port > 0 && !floats) {
                self.open_only(port);
            }
            if self.passes_groups(backend.subnet, Direction::Inbound)? {
                self.destination = spot;
                self.trail.ends_at = Some(spot);
                // What passes is said in the ports of the frontend.
                self.trail.passing = passing;
                self.mark(At::Place(spot.place), Code::Delivered, About::Nothing);
                return Ok(Outcome::Delivered);
            }
        }
        Ok(Outcome::Dropped)
    }

    /// The rules that may take the packet; an HA ports rule that stands for those that are
    /// not in the code.
    fn rules_for_packet(&self, id: Id<LoadBalancer>, frontend: Option<&str>) -> Vec<BalancingRule> {
        let balancer = &self.network.load_balancers[id];
        let protocol = self.protocol().unwrap_or_default();
        let asked = self.asked_port();
        let fits = |rule: &&&BalancingRule| {
            let port = rule.port.value().copied();
            let takes = asked
                .is_none_or(|asked| port.is_none_or(|port| port == 0 || port == u32::from(asked)));
            is_for(rule, protocol) && takes
        };
        let rules = rules_of(balancer, frontend);
        let taking: Vec<BalancingRule> =
            rules.iter().filter(fits).map(|rule| BalancingRule::clone(rule)).collect();
        if taking.is_empty() {
            vec![BalancingRule::all_ports(balancer.declared.span)]
        } else {
            taking
        }
    }

    /// Whether a peering leads to a Basic load balancer in another region, which answers
    /// nobody there
    /// (<https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering>).
    pub(super) fn is_basic_across_regions(
        &self,
        peering: Id<Peering>,
        id: Id<LoadBalancer>,
    ) -> bool {
        let sku = self.network.load_balancers[id].sku.value();
        let region =
            |vnet: Id<VirtualNetwork>| self.network.virtual_networks[vnet].location.value();
        let peering = &self.network.peerings[peering];
        let regions = region(peering.local).zip(region(peering.remote));
        sku.is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"))
            && regions.is_some_and(|(here, there)| here != there)
    }

    /// Marks a way lost at a peering, about the load balancer behind it.
    pub(super) fn lost_before_balancer(
        &mut self,
        position: Position,
        chosen: usize,
        id: Id<LoadBalancer>,
    ) -> Next {
        let about = About::Appliance(Appliance::LoadBalancer(id));
        self.drop(position, Some(chosen), Code::BasicBalancerGlobalPeering, about)
    }
}

fn is_for(rule: &BalancingRule, protocol: Protocol) -> bool {
    match rule.protocol.value().map(String::as_str) {
        Some("tcp") => protocol == Protocol::Tcp,
        Some("udp") => protocol == Protocol::Udp,
        _ => true,
    }
}

/// The rules of a frontend, or all; those that exist perhaps are taken to be there.
fn rules_of<'n>(balancer: &'n LoadBalancer, frontend: Option<&str>) -> Vec<&'n BalancingRule> {
    let of_frontend = |rule: &&BalancingRule| {
        let names = frontend.zip(rule.frontend.value());
        names.is_none_or(|(frontend, own)| frontend.eq_ignore_ascii_case(own))
    };
    balancer.rules.known.iter().filter(of_frontend).collect()
}
