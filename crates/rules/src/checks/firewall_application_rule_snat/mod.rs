//! `firewall-application-rule-snat`

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{FirewallRule, Prefix, RuleKind},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-application-rule-snat",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "an application rule for private addresses hides the source from them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in &ctx.network.firewall_policies {
        if !topology::certain(&policy.declared) || policy.declared.existing {
            continue;
        }
        for rule in &policy.rules.known {
            let private = (rule.kind == RuleKind::Application && rule.allows.is(&true))
                .then(|| private_destination(ctx.network, rule))
                .flatten();
            let Some((written, declared)) = private else { continue };
            findings
                .report(
                    &policy.declared,
                    rule.destinations.span,
                    format!("an application rule is for {written}: what stands there sees the firewall in place of the client"),
                )
                .relate(declared.span, "the destination is of this network")
                .help("Use a network rule where the destination must see the client's address.");
        }
    }
}

/// A destination of a rule that is in a virtual network or a site, and the prefix there.
fn private_destination<'a>(
    network: &'a Network,
    rule: &'a FirewallRule,
) -> Option<(&'a str, &'a Prefix)> {
    let networks = network.virtual_networks.iter().filter_map(|vnet| vnet.address_space.value());
    let sites = network.sites.iter().filter_map(|site| site.prefixes.value());
    let known: Vec<&Prefix> = networks.chain(sites).flatten().collect();
    rule.destinations.value()?.iter().find_map(|written| {
        let address = written.parse::<IpAddr>().ok().map(IpNet::from);
        let address = address.or_else(|| written.parse().ok())?;
        let prefix = known.iter().find(|prefix| prefix.net.contains(&address))?;
        Some((written.as_str(), *prefix))
    })
}
