//! `routing-intent-internet-flag-off`

use nexthop_core::{
    network::IntentTraffic,
    routing::{Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "routing-intent-internet-flag-off",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "routing intent is for Internet traffic, but a connection does not take the default route",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let hub = connection.hub;
        let Some(policy) = virtual_wan::policy_of(network, hub, IntentTraffic::Internet) else {
            continue;
        };
        let flag = &connection.internet_security;
        // Who writes `false` means it.
        if findings.need(flag) != Some(&false) || flag.written().is_some() {
            continue;
        }
        if virtual_wan::is_for_bastion(network, connection.virtual_network) {
            continue;
        }
        let vnet = connection.virtual_network;
        let from = Endpoint::VirtualNetwork(vnet);
        let flow = ctx.flow(from, Endpoint::Internet);
        if topology::appliances(&flow.forward).next().is_some() || flow.verdict == Verdict::Depends
        {
            continue;
        }
        findings
            .report(
                &connection.declared,
                connection.internet_security.span,
                format!(
                    "{} does not get the default route of the hub's routing intent: its Internet traffic passes no firewall",
                    network.virtual_networks[vnet].declared.label()
                ),
            )
            .relate(policy.span, "the policy for Internet traffic")
            .help("Set internet_security_enabled to true; azurerm's default is false.")
            .fix(&connection.declared, "properties.enableInternetSecurity", flag, true);
    }
}
