//! `vwan-default-route-not-interhub`

use ipnet::{IpNet, Ipv4Net};
use nexthop_core::network::{Id, IntentTraffic, VirtualHub};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-default-route-not-interhub",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a connection asks for a default route that only another hub has",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let hub = connection.hub;
        let has = |hub: Id<VirtualHub>| {
            virtual_wan::route_for(ctx, hub, default()).is_some()
                || virtual_wan::policy_of(network, hub, IntentTraffic::Internet).is_some()
        };
        let declared = &network.virtual_hubs[hub];
        let mut others = virtual_wan::hubs_of(network, declared.wan);
        let other = others.find(|(other, _)| *other != hub && has(*other));
        let Some((_, other)) = other else { continue };
        if declared.declared.existing
            || has(hub)
            || network.routing_intents.iter().any(|intent| intent.hub == hub)
        {
            continue;
        }
        if findings.need(&connection.internet_security) != Some(&true) {
            continue;
        }
        findings
            .report(
                &connection.declared,
                connection.internet_security.span,
                format!(
                    "{} is to take the default route of {}, which has none; that of {} does not leave its hub",
                    connection.declared.label(),
                    declared.declared.label(),
                    other.declared.label()
                ),
            )
            .relate(other.declared.span, "the hub with a default route")
            .help("Give this hub a default route of its own: a static route, routing intent, or one that a branch advertises.");
    }
}

/// 0.0.0.0/0
fn default() -> IpNet {
    IpNet::V4(Ipv4Net::default())
}
