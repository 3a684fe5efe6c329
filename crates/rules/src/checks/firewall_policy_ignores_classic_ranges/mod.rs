//! `firewall-policy-ignores-classic-ranges`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-policy-ignores-classic-ranges",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "private ranges are set on a firewall whose policy decides about them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for firewall in &ctx.network.firewalls {
        if !topology::certain(&firewall.declared) || firewall.declared.existing {
            continue;
        }
        let (Some(Some(_)), Some(Some(policy))) =
            (firewall.private_ranges.value(), firewall.policy.value())
        else {
            continue;
        };
        let policy = &ctx.network.firewall_policies[*policy];
        findings
            .report(
                &firewall.declared,
                firewall.private_ranges.span,
                format!(
                    "these private ranges do not count: {} has a policy, whose own do",
                    firewall.declared.label()
                ),
            )
            .relate(firewall.policy.span, "the firewall has a policy")
            .relate(policy.private_ranges.span, "the policy's private ranges count")
            .help("Set the private ranges on the policy.");
    }
}
