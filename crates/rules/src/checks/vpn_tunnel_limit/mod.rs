//! `vpn-tunnel-limit`

use nexthop_core::network::{ConnectionKind, GatewayKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vpn-tunnel-limit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway has more connections than its SKU has tunnels",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, vpn) in network.gateways.entries() {
        if !vpn.kind.is(&GatewayKind::Vpn) || !topology::certain(&vpn.declared) {
            continue;
        }
        let of_gateway = network.connections.iter().filter(|connection| {
            let tunnel = [ConnectionKind::Ipsec, ConnectionKind::VnetToVnet];
            connection.gateway.is(&id)
                && tunnel.iter().any(|kind| connection.kind.is(kind))
                && topology::certain(&connection.declared)
        });
        let connections: Vec<_> = of_gateway.collect();
        if connections.is_empty() || (vpn.declared.existing && vpn.sku.why().is_some()) {
            continue;
        }
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        let Some(limit) = ctx.limits.vpn_tunnels.of(sku) else { continue };
        if let Some(beyond) = connections.get(limit) {
            findings
                .report(
                    &vpn.declared,
                    vpn.sku.span,
                    format!(
                        "{} connections lead to this gateway, but a gateway of SKU {sku} has {limit} tunnels",
                        connections.len()
                    ),
                )
                .relate(beyond.declared.span, "the first connection beyond that")
                .help("Use a larger SKU (VpnGw4AZ and VpnGw5AZ have 100 tunnels), or Virtual WAN for more. A limit that was raised for you belongs to [limits.vpn_tunnels] of nexthop.toml.");
        }
    }
}
