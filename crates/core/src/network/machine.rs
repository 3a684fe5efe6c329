//! Virtual machines with several network interfaces: one box, wherever a packet meets it.

use super::{Id, LoadBalancer, Network, NetworkInterface, NextHopTarget};

impl Network {
    /// The interfaces of the machine that an interface is of, itself among them; nothing
    /// where no machine in the code has it and others.
    pub fn machine_of(&self, interface: Id<NetworkInterface>) -> &[Id<NetworkInterface>] {
        let machine = self.machines.iter().find(|machine| machine.contains(&interface));
        machine.map_or(&[], Vec::as_slice)
    }

    /// The interfaces that are backends of a load balancer.
    pub fn backends_of(
        &self,
        balancer: Id<LoadBalancer>,
    ) -> impl Iterator<Item = Id<NetworkInterface>> {
        self.network_interfaces
            .entries()
            .filter(move |(_, interface)| interface.balancers.known.contains(&balancer))
            .map(|(id, _)| id)
    }

    /// All interfaces of the machines that take what is sent to an appliance.
    pub fn arms_of(&self, target: NextHopTarget) -> Vec<Id<NetworkInterface>> {
        let mut arms = match target {
            NextHopTarget::NetworkInterface(id) => self.machine_of(id).to_vec(),
            NextHopTarget::LoadBalancer(id) => {
                self.backends_of(id).flat_map(|one| self.machine_of(one)).copied().collect()
            }
            NextHopTarget::Address(_) | NextHopTarget::Firewall(_) => Vec::new(),
        };
        let mut seen = Vec::with_capacity(arms.len());
        arms.retain(|arm| {
            !seen.contains(arm) && {
                seen.push(*arm);
                true
            }
        });
        arms
    }
}
