//! `firewall-policy-tier-mismatch`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-policy-tier-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a firewall policy is of a higher tier than its firewall",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for firewall in &ctx.network.firewalls {
        if !topology::certain(&firewall.declared) || firewall.declared.existing {
            continue;
        }
        let Some(&Some(policy)) = firewall.policy.value() else { continue };
        let policy = &ctx.network.firewall_policies[policy];
        if policy.declared.existing {
            continue;
        }
        let (Some(own), Some(its)) = (findings.need(&firewall.tier), findings.need(&policy.tier))
        else {
            continue;
        };
        if its > own {
            findings
                .report(
                    &firewall.declared,
                    firewall.tier.span,
                    format!(
                        "{} is {own:?} and its policy {its:?}: Azure rejects that",
                        firewall.declared.label()
                    ),
                )
                .relate(policy.tier.span, "the tier of the policy")
                .help("Raise the tier of the firewall, or use a policy of its tier.");
        }
    }
}
