//! `gateway-subnet-udr-missing-spoke`

use nexthop_core::routing::Endpoint;
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Seen},
    topology,
};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-udr-missing-spoke",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a spoke answers on-premises through a firewall that GatewaySubnet does not send it through",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for hub in ctx.network.virtual_networks.ids() {
        let sites: Vec<_> = topology::sites_behind(ctx.network, hub).map(Endpoint::Site).collect();
        let found = asymmetry::spokes_asymmetric_for(ctx, hub, &sites, Seen::Answer, findings);
        if found.is_empty() {
            continue;
        }
        // Point-to-site clients that suffer too are told here.
        let clients = topology::clients_in(ctx.network, hub);
        let too = asymmetry::spokes_asymmetric_for(ctx, hub, &clients, Seen::Answer, findings);
        let from = if too.is_empty() {
            "on-premises"
        } else {
            "on-premises and from point-to-site clients"
        };
        asymmetry::report(ctx, findings, hub, &found, from);
        findings.explain(asymmetry::ends(&too));
    }
}
