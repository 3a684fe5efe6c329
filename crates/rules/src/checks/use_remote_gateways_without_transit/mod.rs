//! `use-remote-gateways-without-transit`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "use-remote-gateways-without-transit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a peering uses remote gateways that the other side does not offer",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, peering) in network.peerings.entries() {
        if !topology::certain(&peering.declared) || !peering.use_remote_gateways.is(&true) {
            continue;
        }
        let Some(reverse) = network.reverse(id).map(|id| &network.peerings[id]) else { continue };
        if !topology::certain(&reverse.declared) {
            continue;
        }
        if findings.need(&reverse.allow_gateway_transit) == Some(&false) {
            let remote = network.virtual_networks[peering.remote].declared.label();
            findings
                .report(
                    &peering.declared,
                    peering.use_remote_gateways.span,
                    format!("the peering uses the gateways of {remote}, whose own peering does not allow gateway transit"),
                )
                .relate(reverse.allow_gateway_transit.span, "gateway transit is off in the other direction")
                .help("Allow gateway transit on the hub's peering, or do not use remote gateways here.")
                .fix(&reverse.declared, "properties.allowGatewayTransit", &reverse.allow_gateway_transit, true);
        }
    }
}
