//! `firewall-only-for-transit`

use nexthop_core::network::{FirewallRule, RuleKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-only-for-transit",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "an Azure Firewall lets everything through",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in network.firewalls.iter().filter(|one| topology::certain(&one.declared)) {
        let Some(&Some(id)) = firewall.policy.value() else { continue };
        let policy = &network.firewall_policies[id];
        let hidden = network.hidden_modules.iter().any(|one| one.firewall_policies.contains(&id));
        if firewall.declared.existing
            || policy.declared.existing
            || hidden
            || policy.rules.more.is_some()
            || network.virtual_networks.is_empty()
        {
            continue;
        }
        let [only] = policy.rules.known.as_slice() else { continue };
        if allows_everything(only) {
            findings
                .report(
                    &firewall.declared,
                    firewall.declared.span,
                    format!("the only rule of {} allows everything: it forwards and filters nothing", firewall.declared.label()),
                )
                .relate(only.span, "the rule")
                .help("An Azure Firewall Standard is about 912 USD a month and 0.016 USD a gigabyte (US, list price). If it is only there to join spokes, peer them or use their hub's VPN gateway or an appliance; else write rules.");
        }
    }
}

fn allows_everything(rule: &FirewallRule) -> bool {
    let every = |words: &Option<&Vec<String>>| {
        words.is_some_and(|words| words.iter().any(|word| word == "*"))
    };
    let any_protocol = rule.protocols.value().is_some_and(|all| all.iter().any(|one| one == "any"));
    rule.kind == RuleKind::Network
        && rule.allows.is(&true)
        && any_protocol
        && [rule.sources.value(), rule.destinations.value(), rule.ports.value()].iter().all(every)
}
