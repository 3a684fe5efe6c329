//! `firewall-policy-ignores-classic-ranges`

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_core::network::{Prefix, private_ranges};
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
        let (Some(Some(own)), Some(Some(policy))) =
            (firewall.private_ranges.value(), firewall.policy.value())
        else {
            continue;
        };
        let policy = &ctx.network.firewall_policies[*policy];
        // What is said twice in one way is in effect.
        if findings.need(&policy.private_ranges).is_none_or(|count| same(own, count.as_deref())) {
            continue;
        }
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

/// Whether ranges are those of a policy, which takes all private ones unless it has some.
fn same(own: &[Prefix], policy: Option<&[Prefix]>) -> bool {
    let own: BTreeSet<IpNet> = own.iter().map(|range| range.net).collect();
    own == match policy {
        Some(policy) => policy.iter().map(|range| range.net).collect(),
        None => private_ranges().collect(),
    }
}
