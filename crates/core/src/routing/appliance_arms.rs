//! Appliances with several network interfaces.

use super::{Appliance, NextHop, condition::Cause, trail::Position, walk::Walker};
use crate::{
    Network,
    network::{Id, NetworkInterface, NextHopTarget, Subnet},
};

impl Walker<'_> {
    /// Where an appliance sends a packet on from: the interface at which it came, or,
    /// where the routes there lead back to the appliance, another one of it where they
    /// do not. Which one that is, its own configuration says.
    pub(super) fn by_the_arm_that_leads_on(
        &self,
        appliance: Appliance,
        position: Position,
    ) -> Result<Position, Cause> {
        let arms = arms(self.network, appliance);
        if arms.is_empty() || !self.leads_back(position, appliance, &arms)? {
            return Ok(position);
        }
        for subnet in subnets(self.network, &arms) {
            let other = self.in_subnet(position.at, subnet);
            let is_elsewhere = position.subnet != Some(subnet);
            if is_elsewhere && !self.leads_back(other, appliance, &arms)? {
                return Ok(other);
            }
        }
        Ok(position)
    }

    fn leads_back(
        &self,
        position: Position,
        own: Appliance,
        arms: &[Id<NetworkInterface>],
    ) -> Result<bool, Cause> {
        let index = self.routing.effective.of(position.class);
        let Some(chosen) = index.select(self.destination.target, self.decisions)? else {
            return Ok(false);
        };
        let (NextHop::VirtualAppliance(next) | NextHop::LearnedAppliance(next)) =
            index.route(chosen).next_hop
        else {
            return Ok(false);
        };
        let is_arm = |interface: &Id<NetworkInterface>| arms.contains(interface);
        Ok(next == own
            || match next {
                Appliance::NetworkInterface(id) => is_arm(&id),
                Appliance::LoadBalancer(id) => self.network.backends_of(id).any(|id| is_arm(&id)),
                Appliance::Firewall(_) | Appliance::Address(_) | Appliance::Unknown => false,
            })
    }
}

/// Whether two appliances are interfaces of one machine, or load balancers in front of it
/// alone: what passes either, the same box sees.
pub(super) fn is_same_box(network: &Network, one: Appliance, other: Appliance) -> bool {
    if one == other {
        return true;
    }
    let arms = arms(network, one);
    let is_one_machine =
        arms.first().is_some_and(|&first| network.machine_of(first).len() == arms.len());
    is_one_machine && arms == self::arms(network, other)
}

fn arms(network: &Network, appliance: Appliance) -> Vec<Id<NetworkInterface>> {
    match appliance {
        Appliance::NetworkInterface(id) => network.arms_of(NextHopTarget::NetworkInterface(id)),
        Appliance::LoadBalancer(id) => network.arms_of(NextHopTarget::LoadBalancer(id)),
        Appliance::Firewall(_) | Appliance::Address(_) | Appliance::Unknown => Vec::new(),
    }
}

/// The subnets in which interfaces stand.
fn subnets<'n>(
    network: &'n Network,
    interfaces: &'n [Id<NetworkInterface>],
) -> impl Iterator<Item = Id<Subnet>> + 'n {
    interfaces.iter().filter_map(|&id| {
        let addresses = &network.network_interfaces[id].addresses.known;
        addresses.iter().find_map(|address| address.subnet.value().copied().flatten())
    })
}
