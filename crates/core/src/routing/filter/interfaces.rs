//! Network interfaces as filters see them: the groups they have of their own, and the
//! application security groups that they are in.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use super::{
    super::target::{Place, Spot, Target},
    addresses::Fit,
};
use crate::{
    Network,
    network::{ApplicationSecurityGroup, Id, NetworkInterface, Subnet},
};

/// The interfaces whose own network security group decides.
#[derive(Debug, Default)]
pub(super) struct Interfaces {
    by_address: BTreeMap<(Id<Subnet>, IpAddr), Id<NetworkInterface>>,
    /// One interface of each subnet in which all have the same group.
    of_subnet: BTreeMap<Id<Subnet>, Id<NetworkInterface>>,
}

impl Interfaces {
    pub(super) fn new(network: &Network) -> Self {
        let mut all = Self::default();
        let mut by_subnet: BTreeMap<Id<Subnet>, Vec<Id<NetworkInterface>>> = BTreeMap::new();
        for (id, interface) in network.network_interfaces.entries() {
            for address in &interface.addresses.known {
                let Some(subnet) = address.subnet.value().copied().flatten() else { continue };
                by_subnet.entry(subnet).or_default().push(id);
                if let Some(ip) = address.ip.value().copied().flatten() {
                    all.by_address.entry((subnet, ip)).or_insert(id);
                }
            }
        }
        let group =
            |id: &Id<NetworkInterface>| network.network_interfaces[*id].security_group.value();
        let alike = by_subnet.into_iter().filter_map(|(subnet, ids)| {
            let first = *ids.first()?;
            group(&first).is_some_and(Option::is_some).then_some(())?;
            ids.iter().all(|id| group(id) == group(&first)).then_some((subnet, first))
        });
        all.of_subnet = alike.collect();
        all
    }

    /// The interface that stands for a spot: the one with its address; for all of a subnet
    /// any one, where those that are in the code have the same group.
    pub(super) fn at(&self, spot: Spot) -> Option<Id<NetworkInterface>> {
        let Place::Subnet(subnet) = spot.place else { return None };
        match single(spot.target) {
            Some(ip) => self.by_address.get(&(subnet, ip)).copied(),
            None => self.of_subnet.get(&subnet).copied(),
        }
    }
}

/// The address of a target that is one.
fn single(target: Target) -> Option<IpAddr> {
    match target {
        Target::Net(net) if net.prefix_len() == net.max_prefix_len() => Some(net.addr()),
        Target::Net(_) | Target::Symbol(_) => None,
    }
}

/// Who is in an application security group: interfaces of one virtual network
/// (<https://learn.microsoft.com/azure/virtual-network/application-security-groups>).
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Addresses that are in it.
    ips: Vec<IpAddr>,
    /// Addresses of other interfaces in the subnets of its members.
    others: Vec<IpAddr>,
    /// The subnets of its members, and whether one there has an address that Azure chooses.
    subnets: BTreeMap<Id<Subnet>, bool>,
    /// There may be more.
    open: bool,
}

impl Members {
    /// By application security group.
    pub(super) fn of_all(network: &Network) -> Vec<Arc<Self>> {
        let groups = network.application_groups.ids();
        groups.map(|group| Arc::new(Self::of(network, group))).collect()
    }

    fn of(network: &Network, group: Id<ApplicationSecurityGroup>) -> Self {
        let mut members =
            Self { open: network.application_groups[group].declared.existing, ..Self::default() };
        for interface in &network.network_interfaces {
            let is_in = interface.application_groups.known.contains(&group);
            members.open |= interface.application_groups.more.is_some() && !is_in;
            for address in interface.addresses.known.iter().filter(|_| is_in) {
                let ip = address.ip.value().copied().flatten();
                members.ips.extend(ip);
                match address.subnet.value().copied().flatten() {
                    Some(subnet) => *members.subnets.entry(subnet).or_default() |= ip.is_none(),
                    None => members.open = true,
                }
            }
        }
        members.others = network
            .network_interfaces
            .iter()
            .filter(|interface| !interface.application_groups.known.contains(&group))
            .flat_map(|interface| &interface.addresses.known)
            .filter_map(|address| address.ip.value().copied().flatten())
            .collect();
        members
    }

    /// Whether what is at a spot is in the group.
    pub(super) fn fit(&self, spot: Spot) -> Fit {
        let Place::Subnet(subnet) = spot.place else {
            // Nothing but interfaces of virtual networks is.
            let perhaps = matches!(spot.place, Place::VirtualNetwork(_));
            return if perhaps && self.may_have_more() { Fit::Unknown } else { Fit::No };
        };
        if let Some(ip) = single(spot.target) {
            if self.ips.contains(&ip) {
                return Fit::Yes;
            }
            let chosen_by_azure = self.subnets.get(&subnet).copied().unwrap_or_default();
            let perhaps = chosen_by_azure && !self.others.contains(&ip);
            return if perhaps || self.may_have_more() { Fit::Unknown } else { Fit::No };
        }
        match self.subnets.get(&subnet) {
            Some(_) => Fit::Part,
            None if self.may_have_more() => Fit::Unknown,
            None => Fit::No,
        }
    }

    /// A group without a member in the code has them elsewhere.
    fn may_have_more(&self) -> bool {
        self.open || self.subnets.is_empty()
    }
}
