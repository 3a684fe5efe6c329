//! `p2s-spoke-asymmetric-via-firewall`

use nexthop_core::routing::Endpoint;
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Seen},
    topology,
};

pub(super) static RULE: Rule = Rule {
    name: "p2s-spoke-asymmetric-via-firewall",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a spoke answers point-to-site clients through a firewall that their packets did not pass",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        let Some(&hub) = gateway.virtual_network.value() else { continue };
        let clients = [Endpoint::Clients(id)];
        let found = asymmetry::spokes_asymmetric_for(ctx, hub, &clients, Seen::Answer, findings);
        asymmetry::report(ctx, findings, hub, &found, "point-to-site clients");
    }
}
