//! The rules of an Azure Firewall, of its policy or classic ones: network rules decide,
//! what none of them decides application rules may allow, and everything else is denied.
//! Of both kinds those of the policy that a policy is based on are asked first
//! (<https://learn.microsoft.com/azure/firewall/rule-processing>).

use super::{
    super::condition::Causes,
    Ports,
    addresses::{Addresses, Fit, Vocabulary},
    inputs::Inputs,
    rule_set::{Protocols, Rule, RuleSet, read_ports},
};
use crate::network::{Firewall, FirewallPolicy, FirewallRule, Id, Network, RuleKind};

/// `None` where no rule is in the code: they are taken to be elsewhere. `handed` to
/// a module that may add some.
pub(super) fn of_policy(
    network: &Network,
    id: Id<FirewallPolicy>,
    handed: bool,
    causes: &mut Causes,
) -> Option<RuleSet> {
    let policy = &network.firewall_policies[id];
    let rules: Vec<(usize, &FirewallRule)> = network.rules_of(id).collect();
    if rules.is_empty() || policy.declared.existing {
        return None;
    }
    let chain = network.policies_of(id);
    let of_chain = |id: &Id<FirewallPolicy>| {
        let policy = &network.firewall_policies[*id];
        policy.rules.more.is_some() || policy.base.value().is_none()
    };
    let more = handed || chain.iter().any(of_chain);
    Some(rule_set(&rules, more, policy.declared.label(), causes))
}

/// The classic rules of a firewall without a policy.
pub(super) fn of_firewall(firewall: &Firewall, causes: &mut Causes) -> Option<RuleSet> {
    let rules: Vec<(usize, &FirewallRule)> =
        firewall.rules.known.iter().map(|rule| (0, rule)).collect();
    let more = firewall.rules.more.is_some();
    (!rules.is_empty()).then(|| rule_set(&rules, more, firewall.declared.label(), causes))
}

fn rule_set(
    known: &[(usize, &FirewallRule)],
    more: bool,
    owner: &str,
    causes: &mut Causes,
) -> RuleSet {
    let mut rules: Vec<Rule> = known
        .iter()
        .enumerate()
        .filter(|(_, (_, rule))| rule.kind != RuleKind::Nat)
        .map(|(number, (_, rule))| read_of(owner, number, rule, causes))
        .collect();
    rules.sort_by_key(|rule| rule.number.map(|number| order(known[number])));
    let unknown = more.then(Rule::unknown);
    RuleSet::new(unknown.into_iter().chain(rules).collect())
}

/// When a rule is asked: by how far above its policy stands, then by priority.
pub(super) fn order((above, rule): (usize, &FirewallRule)) -> impl Ord + use<> {
    let is_application = rule.kind == RuleKind::Application;
    (is_application, std::cmp::Reverse(above), rule.priority.value().copied())
}

/// A rule of a policy or a firewall, the `number`th of its list.
pub(super) fn read_of(
    owner: &str,
    number: usize,
    rule: &FirewallRule,
    causes: &mut Causes,
) -> Rule {
    let name = rule.name.value().map_or("of unknown name", String::as_str);
    let what = format!("rule {name} of {owner}");
    read(number, rule, Inputs::new(causes, what, &rule.presence, rule.span))
}

/// DNAT rules are for the addresses of the firewall itself, which are looked at elsewhere.
fn read(number: usize, rule: &FirewallRule, mut inputs: Inputs<'_>) -> Rule {
    let (ports, known_ports) = read_ports(&rule.ports, &mut inputs, "rule port");
    let is_application = rule.kind == RuleKind::Application;
    // Tags of hosts bring their own ports.
    let ports = if is_application && ports.is_empty() { Ports::all() } else { ports };
    let protocols = match rule.protocols.value() {
        _ if is_application => Protocols::read([&"tcp".to_owned()]),
        Some(protocols) => Protocols::read(protocols),
        None => Protocols::ALL,
    };
    if !is_application {
        inputs.knows(&rule.protocols, "rule protocol");
    }
    let sources = if inputs.knows(&rule.sources, "rule source") {
        Addresses::read(&rule.sources, Vocabulary::Firewall)
    } else {
        Addresses::any()
    };
    // Application rules go by names of hosts, which addresses do not tell.
    let elsewhere = is_application || rule.kind == RuleKind::Nat;
    let destinations = if elsewhere || !inputs.knows(&rule.destinations, "rule destination") {
        Addresses::any()
    } else {
        Addresses::read(&rule.destinations, Vocabulary::Firewall).with_hosts(&rule.hosts)
    };
    let certain = !is_application && rule.priority.value().is_some();
    let at_most = if certain { known_ports } else { Fit::Unknown };
    Rule {
        allows: rule.allows.value().copied(),
        allows_if: inputs.action(&rule.allows),
        protocols,
        ports,
        sources,
        destinations,
        at_most: at_most.min(inputs.at_most),
        when: inputs.when,
        number: Some(number),
    }
}
