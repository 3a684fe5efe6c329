//! The rules of a network security group, Azure's default rules last.

use std::sync::Arc;

use super::{
    super::condition::Causes,
    Ports,
    addresses::{Addresses, Fit, Vocabulary},
    inputs::Inputs,
    interfaces::Members,
    rule_set::{Protocols, Rule, RuleSet, read_ports},
};
use crate::{
    Fact,
    network::{Action, ApplicationSecurityGroup, Direction, Id, SecurityGroup, SecurityRule},
};

/// The rules of one direction; `handed` to a module that may add some. `members` are by
/// application security group.
pub(super) fn rule_set(
    group: &SecurityGroup,
    direction: Direction,
    handed: bool,
    members: &[Arc<Members>],
    causes: &mut Causes,
) -> RuleSet {
    let mut rules: Vec<(Option<u32>, Rule)> = group
        .rules
        .known
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.direction.value().is_none_or(|its| *its == direction))
        .map(|(number, rule)| {
            let what = format!("rule {} of {}", name(rule), group.declared.label());
            let inputs = Inputs::new(causes, what, &rule.presence, rule.span);
            (rule.priority.value().copied(), read(number, rule, members, inputs))
        })
        .collect();
    // Where a rule of unknown priority is asked is unknown, so it is asked first, in doubt.
    rules.sort_by_key(|(priority, _)| *priority);
    let more = handed || group.rules.more.is_some();
    let unknown = more.then(Rule::unknown);
    let absent = causes.presence(&group.declared);
    let absent: Vec<Rule> =
        absent.negations().map(|when| Rule { when, ..Rule::allows_all() }).collect();
    let written = rules.into_iter().map(|(_, rule)| rule);
    let first = absent.into_iter().chain(unknown);
    RuleSet::new(first.chain(written).chain(default_rules(group, direction)).collect())
}

fn name(rule: &SecurityRule) -> &str {
    rule.name.value().map_or("of unknown name", String::as_str)
}

fn read(
    number: usize,
    rule: &SecurityRule,
    members: &[Arc<Members>],
    mut inputs: Inputs<'_>,
) -> Rule {
    let (ports, known_ports) = read_ports(&rule.ports, &mut inputs, "rule port");
    let (source_ports, known_source_ports) =
        read_ports(&rule.source_ports, &mut inputs, "rule source port");
    inputs.knows(&rule.direction, "rule direction");
    inputs.knows(&rule.protocol, "rule protocol");
    let protocols = rule.protocol.value();
    let protocols = protocols.map_or(Protocols::ALL, |protocol| Protocols::read([protocol]));
    // Clients choose their ports among the upper ones.
    let every_source_port = source_ports.common(&upper_ports()) == upper_ports();
    let by_source_port = if every_source_port { known_source_ports } else { Fit::Part };
    let by_priority = if rule.priority.value().is_some() { Fit::Yes } else { Fit::Unknown };
    let of_groups = |groups: &[Id<ApplicationSecurityGroup>]| {
        groups.iter().map(|group| Arc::clone(&members[group.index()])).collect::<Vec<_>>()
    };
    let mut side = |fact: &Fact<Vec<String>>, kind| {
        if inputs.knows(fact, kind) {
            Addresses::read(fact, Vocabulary::SecurityGroup)
        } else {
            Addresses::any()
        }
    };
    let sources = side(&rule.sources, "rule source");
    let destinations = side(&rule.destinations, "rule destination");
    Rule {
        allows: rule.action.value().map(|action| *action == Action::Allow),
        allows_if: inputs.action(&rule.action),
        protocols,
        ports,
        sources: sources.with(of_groups(&rule.source_groups)),
        destinations: destinations.with(of_groups(&rule.destination_groups)),
        at_most: known_ports.min(by_source_port).min(by_priority).min(inputs.at_most),
        when: inputs.when,
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
        sources: addresses(from),
        destinations: addresses(to),
        ..Rule::allows_all()
    };
    let inside = allow("VirtualNetwork", "VirtualNetwork");
    match direction {
        Direction::Inbound => vec![inside],
        Direction::Outbound => vec![inside, allow("*", "Internet")],
    }
}
