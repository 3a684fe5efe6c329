//! `firewall-autolearn-without-route-server`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-autolearn-without-route-server",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a firewall is to learn private ranges and has no Route Server to learn from",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in &network.firewalls {
        if !topology::certain(&firewall.declared) {
            continue;
        }
        let (Some(&Some(vnet)), Some(&Some(policy))) =
            (firewall.virtual_network.value(), firewall.policy.value())
        else {
            continue;
        };
        let policy = &network.firewall_policies[policy];
        if findings.need(&policy.auto_learn_private_ranges) != Some(&true) {
            continue;
        }
        let servers = network.route_servers_of(vnet);
        if findings.need(&servers).is_some_and(Vec::is_empty) {
            findings
                .report(
                    &policy.declared,
                    policy.auto_learn_private_ranges.span,
                    format!(
                        "{} learns private ranges from a Route Server in its network, and there is none",
                        firewall.declared.label()
                    ),
                )
                .relate(firewall.declared.span, "the firewall with this policy")
                .help("Create a Route Server there, or list the private ranges in the policy.");
        }
    }
}
