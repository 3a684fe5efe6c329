//! The rules of a network security group, Azure's default rules last.

use nexthop_iac::Presence;

use super::{
    Ports,
    addresses::{Addresses, Fit, Vocabulary},
    rule_set::{Protocols, Rule, RuleSet, read_ports},
};
use crate::{
    Fact,
    network::{Action, Direction, SecurityGroup, SecurityRule},
};

/// The rules of one direction; `handed` to a module that may add some.
pub(super) fn rule_set(group: &SecurityGroup, direction: Direction, handed: bool) -> RuleSet {
    let mut rules: Vec<(Option<u32>, Rule)> = group
        .rules
        .known
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.direction.value().is_none_or(|its| *its == direction))
        .map(|(number, rule)| (rule.priority.value().copied(), read(number, rule)))
        .collect();
    // Where a rule of unknown priority is asked is unknown, so it is asked first, in doubt.
    rules.sort_by_key(|(priority, _)| *priority);
    let more = handed || group.rules.more.is_some() || group.declared.presence != Presence::Certain;
    let unknown = more.then(Rule::unknown);
    let written = rules.into_iter().map(|(_, rule)| rule);
    RuleSet(unknown.into_iter().chain(written).chain(default_rules(group, direction)).collect())
}

fn read(number: usize, rule: &SecurityRule) -> Rule {
    let (ports, known_ports) = read_ports(&rule.ports);
    let (source_ports, known_source_ports) = read_ports(&rule.source_ports);
    let certain = rule.presence == Presence::Certain
        && rule.direction.value().is_some()
        && rule.priority.value().is_some()
        && rule.protocol.value().is_some();
    // Clients choose their ports among the upper ones.
    let every_source_port = source_ports.common(&upper_ports()) == upper_ports();
    let by_source_port = if every_source_port { known_source_ports } else { Fit::Part };
    let by_certainty = if certain { Fit::Yes } else { Fit::Unknown };
    Rule {
        allows: rule.action.value().map(|action| *action == Action::Allow),
        protocols: rule
            .protocol
            .value()
            .map_or(Protocols::ALL, |protocol| Protocols::read([protocol])),
        ports,
        sources: Addresses::read(&rule.sources, Vocabulary::SecurityGroup),
        destinations: Addresses::read(&rule.destinations, Vocabulary::SecurityGroup),
        at_most: known_ports.min(by_source_port).min(by_certainty),
        number: Some(number),
    }
}

/// Ports that operating systems give to clients: Linux 32768-60999, Windows 49152-65535.
fn upper_ports() -> Ports {
    Ports::parse("32768-65535").unwrap_or_default()
}

/// `AllowVnetInBound`, `AllowVnetOutBound` and `AllowInternetOutBound`; what they do
/// not allow is denied. `AllowAzureLoadBalancerInBound` is about probes
/// (<https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules>).
fn default_rules(group: &SecurityGroup, direction: Direction) -> Vec<Rule> {
    let span = group.declared.span;
    let addresses = |text: &str| {
        let texts = Fact::default(vec![text.to_owned()], span);
        Addresses::read(&texts, Vocabulary::SecurityGroup)
    };
    let allow = |from, to| Rule {
        allows: Some(true),
        protocols: Protocols::ALL,
        ports: Ports::all(),
        sources: addresses(from),
        destinations: addresses(to),
        at_most: Fit::Yes,
        number: None,
    };
    let inside = allow("VirtualNetwork", "VirtualNetwork");
    match direction {
        Direction::Inbound => vec![inside],
        Direction::Outbound => vec![inside, allow("*", "Internet")],
    }
}
