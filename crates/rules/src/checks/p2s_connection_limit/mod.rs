//! `p2s-connection-limit`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-connection-limit",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a client pool has far more addresses than the gateway takes clients",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(clients) = vpn.clients.as_ref().filter(|_| !vpn.declared.existing) else {
            continue;
        };
        let Some(pool) = findings.need(&clients.pool) else { continue };
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        let Some(limit) = ctx.limits.p2s_connections.of(sku) else { continue };
        let addresses: u64 = pool
            .iter()
            .filter(|prefix| prefix.net.addr().is_ipv4())
            .map(|prefix| 1_u64 << (32 - u32::from(prefix.net.prefix_len())))
            .sum();
        // Pools come in powers of two and are split between protocols and instances.
        let enough = u64::try_from(limit.next_power_of_two()).unwrap_or(u64::MAX).saturating_mul(4);
        if addresses > enough {
            findings
                .report(
                    &vpn.declared,
                    clients.pool.span,
                    format!("the pool has {addresses} addresses, but a gateway of SKU {sku} takes {limit} clients"),
                )
                .relate(vpn.sku.span, "the SKU")
                .help("If more clients are expected, use a larger SKU; else a smaller pool keeps addresses free for other networks.");
        }
    }
}
