//! Whether network security groups and firewall policies let a flow through.
//!
//! Filters are stateful, so only the packet that opens a connection is judged. A
//! filter takes the ports that are still open, and says which of them surely pass
//! and which may. What is unknown never closes a port: it makes a doubt, which is
//! an assumption of the flow or, about a site's prefixes, what the flow depends on.

mod addresses;
mod firewall_policy;
mod ports;
mod rule_set;
mod security_group;

pub(super) use addresses::Member;
pub(super) use ports::Ports;
pub(super) use rule_set::{Doubt, Packet, Ruling};

use super::target::Spot;
use crate::{
    Network,
    network::{Direction, FirewallPolicy, Id, SecurityGroup},
};
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
    Group(Id<SecurityGroup>, Direction),
    Policy(Id<FirewallPolicy>),
}

/// The rules of every filter, read once.
#[derive(Debug)]
pub(super) struct Filters {
    groups: Vec<[RuleSet; 2]>,
    policies: Vec<Option<RuleSet>>,
}

impl Filters {
    pub(super) fn new(network: &Network) -> Self {
        let hidden = &network.hidden_modules;
        let group = |(id, group): (Id<SecurityGroup>, &SecurityGroup)| {
            let handed = hidden.iter().any(|module| module.security_groups.contains(&id));
            [Direction::Inbound, Direction::Outbound]
                .map(|direction| security_group::rule_set(group, direction, handed))
        };
        let policy = |(id, policy): (Id<FirewallPolicy>, &FirewallPolicy)| {
            let handed = hidden.iter().any(|module| module.firewall_policies.contains(&id));
            firewall_policy::rule_set(policy, handed)
        };
        Self {
            groups: network.security_groups.entries().map(group).collect(),
            policies: network.firewall_policies.entries().map(policy).collect(),
        }
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
            Filter::Group(id, direction) => {
                let [inbound, outbound] = &self.groups[id.index()];
                Some(match direction {
                    Direction::Inbound => inbound,
                    Direction::Outbound => outbound,
                })
            }
            Filter::Policy(id) => self.policies[id.index()].as_ref(),
        }
    }
}
