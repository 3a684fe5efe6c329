//! The rules of a firewall policy: network rules decide, what none of them decides
//! application rules may allow, and everything else is denied
//! (<https://learn.microsoft.com/azure/firewall/rule-processing>).

use super::{
    Ports,
    addresses::{Addresses, Fit, Vocabulary},
    rule_set::{Protocols, Rule, RuleSet, read_ports},
};
use crate::network::{FirewallPolicy, FirewallRule, RuleKind};

/// `None` where no rule is in the code: they are taken to be elsewhere. `handed` to
/// a module that may add some.
pub(super) fn rule_set(policy: &FirewallPolicy, handed: bool) -> Option<RuleSet> {
    if policy.rules.known.is_empty() || policy.declared.existing {
        return None;
    }
    let known = &policy.rules.known;
    let mut rules: Vec<Rule> =
        known.iter().enumerate().filter_map(|(number, rule)| read(number, rule)).collect();
    rules.sort_by_key(|rule| {
        rule.number.map(|number| {
            let rule = &known[number];
            (rule.kind == RuleKind::Application, rule.priority.value().copied())
        })
    });
    let unknown = (handed || policy.rules.more.is_some()).then(Rule::unknown);
    Some(RuleSet(unknown.into_iter().chain(rules).collect()))
}

/// DNAT rules are about what is sent to the firewall itself.
fn read(number: usize, rule: &FirewallRule) -> Option<Rule> {
    let (ports, known_ports) = read_ports(&rule.ports);
    // Tags of hosts bring their own ports.
    let tagged = rule.kind == RuleKind::Application && ports.is_empty();
    let ports = if tagged { Ports::all() } else { ports };
    let protocols = rule.protocols.value();
    let certain = rule.priority.value().is_some() && protocols.is_some();
    let at_most = match rule.kind {
        RuleKind::Nat => return None,
        RuleKind::Network if certain => known_ports,
        // Application rules go by names of hosts, which addresses do not tell.
        RuleKind::Network | RuleKind::Application => Fit::Unknown,
    };
    let protocols = match rule.kind {
        RuleKind::Application => Protocols::read([&"tcp".to_owned()]),
        RuleKind::Network | RuleKind::Nat => protocols.map_or(Protocols::ALL, Protocols::read),
    };
    Some(Rule {
        allows: rule.allows.value().copied(),
        protocols,
        ports,
        sources: Addresses::read(&rule.sources, Vocabulary::Firewall),
        destinations: match rule.kind {
            RuleKind::Application => Addresses::any(),
            RuleKind::Network | RuleKind::Nat => {
                Addresses::read(&rule.destinations, Vocabulary::Firewall)
            }
        },
        at_most,
        number: Some(number),
    })
}
