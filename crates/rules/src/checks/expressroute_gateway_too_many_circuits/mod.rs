//! `expressroute-gateway-too-many-circuits`

use nexthop_core::network::{ConnectionKind, GatewayKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-gateway-too-many-circuits",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an ExpressRoute gateway has more circuits than its SKU takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        if !gateway.kind.is(&GatewayKind::ExpressRoute) || !topology::certain(&gateway.declared) {
            continue;
        }
        let of_gateway = network.connections.iter().filter(|connection| {
            connection.gateway.is(&id)
                && connection.kind.is(&ConnectionKind::ExpressRoute)
                && topology::certain(&connection.declared)
        });
        let connections: Vec<_> = of_gateway.collect();
        if connections.is_empty() || (gateway.declared.existing && gateway.sku.why().is_some()) {
            continue;
        }
        let Some(sku) = findings.need(&gateway.sku) else { continue };
        let units = gateway.scale_units.1.value().copied().flatten();
        let Some(limit) = ctx.limits.circuits_of_gateway(sku, units) else { continue };
        if let Some(beyond) = connections.get(limit) {
            findings
                .report(
                    &gateway.declared,
                    gateway.sku.span,
                    format!("{} circuits are connected to this gateway, but one of SKU {sku} takes {limit}", connections.len()),
                )
                .relate(beyond.declared.span, "the first connection beyond that")
                .help("Use a larger SKU: ErGw2AZ takes 8 circuits, ErGw3AZ and ErGwScale with 10 scale units take 16.");
        }
    }
}
