//! `p2s-hub-subnet-asymmetric`

use nexthop_core::routing::Endpoint;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asymmetry, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-hub-subnet-asymmetric",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a subnet of the hub answers point-to-site clients through a firewall that their packets did not pass",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, gateway) in ctx.network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        let Some(&hub) = gateway.virtual_network.value() else { continue };
        let found =
            asymmetry::hub_subnets_asymmetric_for(ctx, hub, Endpoint::Clients(id), findings);
        asymmetry::report(ctx, findings, hub, &found, "point-to-site clients");
    }
}
