//! `expressroute-gateway-custom-routes`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-gateway-custom-routes",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an ExpressRoute gateway has custom routes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::ExpressRoute) {
        let Some(routes) = findings.need(&gateway.custom_routes) else { continue };
        if !routes.is_empty() {
            findings
                .report(
                    &gateway.declared,
                    gateway.custom_routes.span,
                    "an ExpressRoute gateway takes no custom routes: Azure refuses it",
                )
                .help("Custom routes are for the point-to-site clients of a VPN gateway: set them there.");
        }
    }
}
