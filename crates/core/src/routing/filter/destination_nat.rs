//! The DNAT rules of an Azure Firewall. What one of them takes is let through, whatever
//! network rules say (<https://learn.microsoft.com/azure/firewall/rule-processing>).

use std::net::IpAddr;

use super::{
    super::condition::Causes,
    Filter, Packet, Ports, Protocol, Ruling,
    firewall_policy::{order, read_of},
    rule_set::RuleSet,
};
use crate::network::{DestinationNat, Firewall, FirewallRule, Id, Network, RuleKind};

/// A DNAT rule of a firewall.
#[derive(Debug)]
pub(in crate::routing) struct DestinationRule {
    pub(in crate::routing) filter: Filter,
    /// Its place in the filter's list.
    pub(in crate::routing) number: usize,
    /// The ports at the firewall's address.
    pub(in crate::routing) ports: Ports,
    rule: RuleSet,
}

/// The DNAT rules of a firewall in the order in which they are asked.
pub(super) fn of_firewall(
    network: &Network,
    id: Id<Firewall>,
    causes: &mut Causes,
) -> Vec<DestinationRule> {
    let firewall = &network.firewalls[id];
    let (filter, owner) = match firewall.policy.value() {
        Some(Some(policy)) => {
            (Filter::Policy(*policy), network.firewall_policies[*policy].declared.label())
        }
        Some(None) => (Filter::Classic(id), firewall.declared.label()),
        None => return Vec::new(),
    };
    let mut rules: Vec<_> = listed(network, filter)
        .into_iter()
        .enumerate()
        .filter(|(_, (_, rule))| rule.kind == RuleKind::Nat)
        .collect();
    rules.sort_by_key(|(_, rule)| order(*rule));
    rules
        .into_iter()
        .map(|(number, (_, rule))| {
            let rule = read_of(owner, number, rule, causes);
            let ports = rule.ports.clone();
            DestinationRule { filter, number, ports, rule: RuleSet::new(vec![rule]) }
        })
        .collect()
}

/// The rules of a policy and of those above it, or of a firewall.
fn listed(network: &Network, filter: Filter) -> Vec<(usize, &FirewallRule)> {
    match filter {
        Filter::Policy(policy) => network.rules_of(policy).collect(),
        Filter::Classic(firewall) => {
            network.firewalls[firewall].rules.known.iter().map(|rule| (0, rule)).collect()
        }
        Filter::Group(..) => Vec::new(),
    }
}

impl DestinationRule {
    /// Whether and for which ports it takes a packet that is sent to the firewall.
    pub(in crate::routing) fn judge(&self, packet: &Packet<'_>, ports: &Ports) -> Ruling {
        self.rule.judge(packet, ports)
    }

    /// Whether it is for a protocol.
    pub(in crate::routing) fn is_for(&self, protocol: Protocol) -> bool {
        self.rule.is_for(protocol)
    }

    /// Whether it is for an address, as written.
    pub(in crate::routing) fn names(&self, network: &Network, ip: IpAddr) -> bool {
        let written = self.declared(network).and_then(|rule| rule.destinations.value());
        written.into_iter().flatten().any(|text| text.parse() == Ok(ip))
    }

    /// What it says.
    pub(in crate::routing) fn declared<'n>(
        &self,
        network: &'n Network,
    ) -> Option<&'n FirewallRule> {
        match self.filter {
            Filter::Policy(policy) => {
                network.rules_of(policy).nth(self.number).map(|(_, rule)| rule)
            }
            Filter::Classic(firewall) => network.firewalls[firewall].rules.known.get(self.number),
            Filter::Group(..) => None,
        }
    }

    /// What it puts in place of the destination.
    pub(in crate::routing) fn translation<'n>(
        &self,
        network: &'n Network,
    ) -> Option<&'n DestinationNat> {
        self.declared(network)?.translation.as_ref()
    }
}
