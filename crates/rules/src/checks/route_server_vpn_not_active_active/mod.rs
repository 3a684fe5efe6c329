//! `route-server-vpn-not-active-active`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-vpn-not-active-active",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server shares its virtual network with an active-standby VPN gateway",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for vpn in topology::certain_gateways(network, GatewayKind::Vpn) {
        let Some(server) = topology::route_server_beside(network, vpn) else { continue };
        if findings.need(&vpn.active_active) == Some(&false) {
            findings
                .report(
                    &vpn.declared,
                    vpn.active_active.span,
                    "the VPN gateway is active-standby: a Route Server in the same virtual network cannot be created with it",
                )
                .relate(server.declared.span, "the Route Server in the same virtual network")
                .help("Make the VPN gateway active-active, with an IP configuration for each instance (and a third one for point-to-site on a zone-redundant SKU).");
        }
    }
}
