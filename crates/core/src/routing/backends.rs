//! The members of the backend pools of load balancers.

use ipnet::IpNet;

use super::target::{Place, Spot, Symbol, Target};
use crate::{
    Network,
    network::{Id, LoadBalancer, NetworkInterface, Several, Subnet},
};

/// A member of a backend pool.
pub(super) struct Backend {
    pub(super) subnet: Id<Subnet>,
    pub(super) target: Target,
    pub(super) interface: Option<Id<NetworkInterface>>,
}

impl Backend {
    pub(super) fn spot(&self) -> Spot {
        Spot { place: Place::Subnet(self.subnet), target: self.target }
    }
}

/// The members that are in the code: of all pools of a load balancer, or of some.
pub(super) fn backends(
    network: &Network,
    id: Id<LoadBalancer>,
    pools: Option<&Several<String>>,
) -> Vec<Backend> {
    let mut all = Vec::new();
    for (interface, of) in network.network_interfaces.entries() {
        if of.balancers.known.contains(&id) && pools.is_none_or(|pools| is_in(of, pools)) {
            all.extend(backend(network, interface));
        }
    }
    for ip in &network.load_balancers[id].backends.known {
        let Some(ip) = ip.value() else { continue };
        let holds = |subnet: &Id<Subnet>| {
            let prefixes = network.subnets[*subnet].prefixes.value().into_iter().flatten();
            prefixes.into_iter().any(|prefix| prefix.net.contains(ip))
        };
        if let Some(subnet) = network.subnets.ids().find(holds) {
            let target = Target::Net(IpNet::from(*ip));
            all.push(Backend { subnet, target, interface: None });
        }
    }
    all
}

fn is_in(interface: &NetworkInterface, pools: &Several<String>) -> bool {
    let unknown = pools.more.is_some() || interface.pools.more.is_some();
    unknown || pools.known.iter().any(|pool| interface.pools.known.contains(pool))
}

/// An interface as a backend: by its first address.
pub(super) fn backend(network: &Network, interface: Id<NetworkInterface>) -> Option<Backend> {
    let address = network.network_interfaces[interface].addresses.known.first()?;
    let subnet = address.subnet.value().copied().flatten()?;
    let ip = address.ip.value().copied().flatten();
    let target = ip.map_or_else(|| anywhere_in(network, subnet), |ip| Target::Net(IpNet::from(ip)));
    Some(Backend { subnet, target, interface: Some(interface) })
}

/// An address of a subnet that Azure chooses.
pub(super) fn anywhere_in(network: &Network, subnet: Id<Subnet>) -> Target {
    let vnet = network.subnets[subnet].virtual_network;
    let prefixes = network.subnets[subnet].prefixes.value();
    let first = prefixes.and_then(|prefixes| prefixes.first());
    first.map_or(Target::Symbol(Symbol::Subnet(subnet, vnet)), |prefix| Target::Net(prefix.net))
}
