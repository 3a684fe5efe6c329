//! Whether network security groups and firewall policies let a flow through.
//!
//! Filters are stateful, so only the packet that opens a connection is judged. A
//! filter takes the ports that are still open, and says which of them surely pass
//! and which may. What is unknown never closes a port: it makes a doubt, which is
//! an assumption of the flow or, about inputs and a site's prefixes, what the flow
//! depends on.

mod addresses;
mod destination_nat;
mod firewall_policy;
mod inputs;
mod interfaces;
mod ports;
mod rule_index;
mod rule_set;
mod security_group;

pub(super) use addresses::{Member, Written};
pub(super) use destination_nat::DestinationRule;
pub(super) use ports::Ports;
pub(super) use rule_set::{Doubt, Packet, Ruling};

use std::collections::BTreeMap;

use super::{
    condition::{Causes, Condition},
    target::Spot,
};
use crate::{
    Network,
    network::{
        Direction, Firewall, FirewallPolicy, Id, NetworkInterface, Perhaps, SecurityGroup, Subnet,
    },
};
use interfaces::{Interfaces, Members};
use nexthop_iac::Presence;
use rule_set::RuleSet;

/// What a flow carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The protocol.
    pub protocol: Protocol,
    /// The destination port; any one where it is left out.
    pub port: Option<u16>,
}

/// A protocol above IP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// TCP
    #[default]
    Tcp,
    /// UDP
    Udp,
    /// ICMP
    Icmp,
}

impl Protocol {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Icmp => "ICMP",
        }
    }
}

/// What one filter did to a packet, for people.
#[derive(Clone, Debug)]
pub(super) struct Filtered {
    pub(super) filter: Filter,
    pub(super) source: Spot,
    pub(super) protocol: Protocol,
    /// The ports that are denied, or those that pass.
    pub(super) ports: Ports,
    /// The rule that decides about all of them, by its place in the filter's
    /// list; `None` for Azure's default rules or several rules.
    pub(super) rule: Option<usize>,
}

/// A filter on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// Of a subnet, or of an interface in it.
    Group(Id<SecurityGroup>, Direction, Option<Id<NetworkInterface>>),
    Policy(Id<FirewallPolicy>),
    /// The classic rules of a firewall without a policy.
    Classic(Id<Firewall>),
}

/// Who has a network security group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GroupOwner {
    Subnet(Id<Subnet>),
    Interface(Id<NetworkInterface>),
}

/// The rules of every filter, read once.
#[derive(Debug, Default)]
pub(super) struct Filters {
    groups: Vec<[RuleSet; 2]>,
    policies: Vec<Option<RuleSet>>,
    classic: Vec<Option<RuleSet>>,
    /// By firewall: its DNAT rules in the order in which they are asked.
    destination_rules: Vec<Vec<DestinationRule>>,
    interfaces: Interfaces,
    /// When an association with a group is there, where that is not certain.
    associated: BTreeMap<GroupOwner, Condition>,
}

impl Filters {
    pub(super) fn new(network: &Network, causes: &mut Causes) -> Self {
        let hidden = &network.hidden_modules;
        let members = Members::of_all(network);
        let mut filters = Self { interfaces: Interfaces::new(network), ..Self::default() };
        for (id, group) in network.security_groups.entries() {
            let handed = hidden.iter().any(|module| module.security_groups.contains(&id));
            filters.groups.push([Direction::Inbound, Direction::Outbound].map(|direction| {
                security_group::rule_set(group, direction, handed, &members, causes)
            }));
        }
        let of_subnets = network.subnets.entries().map(|(id, subnet)| {
            let perhaps = subnet.perhaps_security_group.as_ref();
            let span = subnet.security_group.span;
            (GroupOwner::Subnet(id), perhaps, &subnet.declared, span)
        });
        let of_interfaces = network.network_interfaces.entries().map(|(id, interface)| {
            let perhaps = interface.perhaps_security_group.as_ref();
            let span = interface.security_group.span;
            (GroupOwner::Interface(id), perhaps, &interface.declared, span)
        });
        for (owner, perhaps, declared, span) in of_subnets.chain(of_interfaces) {
            if let Some(Perhaps { why, .. }) = perhaps {
                let what = format!("the association of a group with {}", declared.label());
                let presence = Presence::Maybe(why.clone());
                filters.associated.insert(owner, causes.presence_of(&presence, &what, span));
            }
        }
        for id in network.firewall_policies.ids() {
            let handed = hidden.iter().any(|module| module.firewall_policies.contains(&id));
            filters.policies.push(firewall_policy::of_policy(network, id, handed, causes));
        }
        for firewall in &network.firewalls {
            filters.classic.push(firewall_policy::of_firewall(firewall, causes));
        }
        let firewalls = network.firewalls.ids();
        filters.destination_rules =
            firewalls.map(|id| destination_nat::of_firewall(network, id, causes)).collect();
        filters
    }

    /// When the association with a group is there that may not be.
    pub(super) fn associated(&self, owner: GroupOwner) -> Option<Condition> {
        self.associated.get(&owner).cloned()
    }

    /// The DNAT rules of a firewall in the order in which they are asked.
    pub(super) fn destination_rules(&self, firewall: Id<Firewall>) -> &[DestinationRule] {
        &self.destination_rules[firewall.index()]
    }

    /// The interface that stands for a spot, whose own group decides besides its subnet's.
    pub(super) fn interface_at(&self, spot: Spot) -> Option<Id<NetworkInterface>> {
        self.interfaces.at(spot)
    }

    /// Whether the first rule that has to do with a packet lets every port through:
    /// the usual case, and cheap to tell.
    pub(super) fn passes_all(&self, filter: Filter, packet: &Packet<'_>) -> bool {
        self.rules(filter).is_some_and(|rules| rules.passes_all(packet))
    }

    /// Which of the open ports a filter lets through; `None` where its rules are
    /// not in the code.
    pub(super) fn judge(
        &self,
        filter: Filter,
        packet: &Packet<'_>,
        open: &Ports,
    ) -> Option<Ruling> {
        Some(self.rules(filter)?.judge(packet, open))
    }

    fn rules(&self, filter: Filter) -> Option<&RuleSet> {
        match filter {
            Filter::Group(id, direction, _) => {
                let [inbound, outbound] = &self.groups[id.index()];
                Some(match direction {
                    Direction::Inbound => inbound,
                    Direction::Outbound => outbound,
                })
            }
            Filter::Policy(id) => self.policies[id.index()].as_ref(),
            Filter::Classic(id) => self.classic[id.index()].as_ref(),
        }
    }
}
