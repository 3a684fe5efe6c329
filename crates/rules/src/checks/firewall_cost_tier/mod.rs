//! `firewall-cost-tier`

use nexthop_core::network::{FirewallPolicy, FirewallRule, FirewallTier, Id, RuleKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-cost-tier",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a firewall that allows everything is of an expensive tier",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in &network.firewalls {
        let Some(&Some(id)) = firewall.policy.value() else { continue };
        let Some(tier) = firewall.tier.value().filter(|tier| **tier != FirewallTier::Basic) else {
            continue;
        };
        let certain = topology::certain(&firewall.declared) && !firewall.declared.existing;
        if !certain || !allows_everything(ctx, id) {
            continue;
        }
        findings
            .report(
                &firewall.declared,
                firewall.tier.span,
                format!(
                    "{} is of tier {tier:?} and allows everything: it costs about {} USD a month (US list price, 2024) to route",
                    firewall.declared.label(),
                    if *tier == FirewallTier::Premium { "1,278" } else { "912" }
                ),
            )
            .relate(network.firewall_policies[id].rules.known[0].span, "its only rule allows anything to anywhere")
            .help("Write the rules that are meant, or route without this tier.");
    }
}

/// Whether all rules of a policy are known and each allows anything to anywhere.
fn allows_everything(ctx: &Context<'_>, id: Id<FirewallPolicy>) -> bool {
    let policy = &ctx.network.firewall_policies[id];
    let mut hidden = ctx.network.hidden_modules.iter();
    let known = policy.rules.more.is_none()
        && !policy.declared.existing
        && !hidden.any(|module| module.firewall_policies.contains(&id));
    known && !policy.rules.known.is_empty() && policy.rules.known.iter().all(is_any)
}

fn is_any(rule: &FirewallRule) -> bool {
    let all = |list: Option<&Vec<String>>| {
        list.is_some_and(|list| list.iter().any(|one| one == "*" || one == "0.0.0.0/0"))
    };
    let ports = |list: Option<&Vec<String>>| {
        list.is_some_and(|list| {
            list.iter().any(|one| one == "*" || one == "0-65535" || one == "1-65535")
        })
    };
    rule.kind == RuleKind::Network
        && rule.allows.is(&true)
        && all(rule.sources.value())
        && all(rule.destinations.value())
        && ports(rule.ports.value())
}
