//! `duplicate-gateway-type`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-gateway-type",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network has two gateways of the same type",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for kind in [GatewayKind::Vpn, GatewayKind::ExpressRoute] {
        let gateways: Vec<_> = topology::certain_gateways(ctx.network, kind)
            .filter(|gateway| !gateway.declared.existing)
            .collect();
        for (at, gateway) in gateways.iter().enumerate() {
            let Some(vnet) = gateway.virtual_network.value() else { continue };
            let Some(first) = gateways[..at].iter().find(|other| other.virtual_network.is(vnet))
            else {
                continue;
            };
            let name = match kind {
                GatewayKind::Vpn => "VPN",
                GatewayKind::ExpressRoute => "ExpressRoute",
            };
            let vnet = ctx.network.virtual_networks[*vnet].declared.label();
            findings
                .report(
                    &gateway.declared,
                    gateway.declared.span,
                    format!("{vnet} has a second {name} gateway; Azure allows one of each type"),
                )
                .relate(first.declared.span, format!("the first {name} gateway"))
                .help("Merge the two, or put one into another virtual network.");
        }
    }
}
