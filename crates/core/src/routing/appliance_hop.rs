//! What happens to a packet that a route sends to an appliance.

use super::{
    Appliance, Code, Outcome,
    condition::Cause,
    target::Place,
    trail::{About, At, Position, Start, Translation, translated_source},
    translation::translates,
    walk::{Next, Walker},
};
use crate::network::{Direction, Firewall, Id, Subnet, SubnetPurpose, VirtualNetwork};

impl Walker<'_> {
    pub(super) fn hand_to_appliance(
        &mut self,
        position: Position,
        chosen: usize,
        appliance: Appliance,
    ) -> Result<Next, Cause> {
        let about = About::Appliance(appliance);
        let topology = &self.routing.topology;
        let home = topology.home(self.network, position.virtual_network, appliance);
        let Some((home, subnet)) = home else {
            let next = self.hand_to_hub_firewall(position, chosen, appliance)?;
            return Ok(next.unwrap_or_else(|| self.hand_to_stranger(position, chosen, appliance)));
        };
        let present = topology.presence(appliance);
        if present.is_never() {
            return Ok(self.drop(position, Some(chosen), Code::OutOfService, about));
        }
        if !present.holds(self.decisions)? {
            return Ok(self.drop(position, Some(chosen), Code::NextHopUnreachable, about));
        }
        if home != position.virtual_network {
            if self.lacks_peering_routes(position) {
                return Ok(self.undecided_by(position, chosen, Code::PeeringRoutesOff, about));
            }
            let peering =
                topology.peering_in_force(position.virtual_network, home, self.decisions)?;
            let Some(peering) = peering else {
                return Ok(self.drop(position, Some(chosen), Code::NextHopUnreachable, about));
            };
            if let Some(code) = self.hindrance(position, peering)? {
                return Ok(self.drop(position, Some(chosen), code, About::Peering(peering)));
            }
            if let Appliance::LoadBalancer(id) = appliance
                && self.is_basic_across_regions(peering, id)
            {
                return Ok(self.lost_before_balancer(position, chosen, id));
            }
        }
        self.arrive_at_appliance(position, Some(chosen), appliance, (home, subnet))
    }

    /// Whether the route table of a subnet switches peering routes off. An appliance is then
    /// required "in the same virtual network as the source workload's network interface"
    /// (<https://learn.microsoft.com/azure/virtual-network/configure-disable-peering-route-propagation>).
    pub(super) fn lacks_peering_routes(&self, position: Position) -> bool {
        let table = self.routing.effective.table(position.class);
        let off = table.map(|table| &self.network.route_tables[table].disables_peering_routes);
        off.is_some_and(|off| !off.is(&false))
    }

    /// The packet has come to an appliance, which forwards it.
    fn arrive_at_appliance(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        appliance: Appliance,
        (home, subnet): (Id<VirtualNetwork>, Option<Id<Subnet>>),
    ) -> Result<Next, Cause> {
        let about = About::Appliance(appliance);
        let topology = &self.routing.topology;
        if let Appliance::NetworkInterface(interface) = appliance
            && !self.holds(topology.forwarding[interface.index()].as_ref())?
        {
            return Ok(self.drop(position, chosen, Code::IpForwardingOff, about));
        }
        if let Appliance::LoadBalancer(id) = appliance
            && let Some(lost) = self.at_balancer(position, chosen, id)?
        {
            return Ok(lost);
        }
        if self.has_been_at(appliance) || position.at == At::Appliance(appliance) {
            self.note(position, chosen, Code::Loop, about);
            return Ok(Next::Done(Outcome::Loops));
        }
        self.note(position, chosen, Code::Appliance, about);
        if !self.passes_groups_of(appliance, subnet, Direction::Inbound)? {
            return Ok(Next::Done(Outcome::Dropped));
        }
        let subnet = match appliance {
            Appliance::LoadBalancer(id) => self.subnet_of_backends(id).or(subnet),
            _ => subnet,
        };
        self.forwarded_by(appliance, (home, subnet))
    }

    /// Whether a packet for the same destination has been at an appliance.
    pub(super) fn has_been_at(&self, appliance: Appliance) -> bool {
        self.trail
            .marks
            .iter()
            .any(|mark| mark.at == At::Appliance(appliance) && mark.destination == self.destination)
    }

    /// An appliance in a virtual network has the packet.
    pub(super) fn forwarded_by(
        &mut self,
        appliance: Appliance,
        (home, subnet): (Id<VirtualNetwork>, Option<Id<Subnet>>),
    ) -> Result<Next, Cause> {
        let is_destination = subnet.is_some_and(|subnet| {
            self.destination.place == Place::Subnet(subnet)
                && self.network.subnets[subnet].purpose == SubnetPurpose::Firewall
        });
        self.trail.boxes.push(appliance);
        if is_destination {
            return Ok(Next::Arrived);
        }
        let next = self.in_network(At::Appliance(appliance), home, subnet);
        let next = self.by_the_arm_that_leads_on(appliance, next)?;
        if !self.leaves(appliance, next)? {
            return Ok(Next::Done(Outcome::Dropped));
        }
        if let Some(tunnel) = self.leave_by_tunnel(appliance)? {
            return Ok(tunnel);
        }
        if !self.passes_groups_of(appliance, subnet, Direction::Outbound)? {
            return Ok(Next::Done(Outcome::Dropped));
        }
        Ok(Next::Position(next))
    }

    /// A next hop that is not in this network, not in a peered one.
    pub(super) fn hand_to_stranger(
        &mut self,
        position: Position,
        chosen: usize,
        appliance: Appliance,
    ) -> Next {
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
        self.undecided_by(position, chosen, Code::UnknownNextHop, about)
    }

    fn undecided_by(
        &mut self,
        position: Position,
        chosen: usize,
        code: Code,
        about: About,
    ) -> Next {
        self.note(position, Some(chosen), code, about);
        Next::Done(Outcome::Undecided)
    }

    /// Whether an appliance lets the packet through, and under which address.
    fn leaves(&mut self, appliance: Appliance, position: Position) -> Result<bool, Cause> {
        let Appliance::Firewall(id) = appliance else {
            self.trail.assumed.push(Code::AssumedNvaForwards);
            return Ok(true);
        };
        self.passes_and_translates(id, Start::Network(position))
    }

    /// Whether an Azure Firewall lets the packet through; it puts its own address in place
    /// of the source where that is due.
    pub(super) fn passes_and_translates(
        &mut self,
        id: Id<Firewall>,
        start: Start,
    ) -> Result<bool, Cause> {
        let appliance = Appliance::Firewall(id);
        if !self.passes_firewall(id)? {
            return Ok(false);
        }
        let target = self.destination.target;
        let topology = &self.routing.topology;
        let ranges = topology.private_ranges[id.index()].as_deref();
        let unknown = topology.unknown_ranges[id.index()];
        let unknown = unknown.map(|number| Cause::Matches(number, target));
        let (translated, guessed) = translates(ranges, unknown, target, self.decisions)?;
        if guessed {
            self.trail.assumed.push(Code::AssumedPrivatePrefixes);
        }
        if translated {
            self.mark(At::Appliance(appliance), Code::Snat, About::Appliance(appliance));
            let translation = Translation { appliance, start };
            self.source = translated_source(self.network, &translation);
            self.trail.translations.push(translation);
        }
        Ok(true)
    }
}
