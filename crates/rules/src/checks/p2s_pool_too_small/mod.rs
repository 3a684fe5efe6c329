//! `p2s-pool-too-small`

use nexthop_core::network::{ClientProtocol, GatewayKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-pool-too-small",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a client pool is smaller than Azure takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(clients) = vpn.clients.as_ref().filter(|_| !vpn.declared.existing) else {
            continue;
        };
        let Some(pool) = findings.need(&clients.pool) else { continue };
        let ipv4: Vec<_> = pool.iter().filter(|prefix| prefix.net.addr().is_ipv4()).collect();
        let [only] = ipv4.as_slice() else { continue };
        let Some(&active_active) = findings.need(&vpn.active_active) else { continue };
        let longest = if active_active { 28 } else { 29 };
        if only.net.prefix_len() <= longest {
            continue;
        }
        let split = clients.protocols.value().is_some_and(|protocols| {
            protocols.contains(&ClientProtocol::Sstp) && protocols.len() > 1
        });
        let gateway = if active_active { "an active-active gateway" } else { "a gateway" };
        let and = if split { ", and with SSTP it is split between the protocols" } else { "" };
        findings
            .report(
                &vpn.declared,
                only.span,
                format!(
                    "the pool is a /{}: {gateway} needs a /{longest} at least{and}",
                    only.net.prefix_len()
                ),
            )
            .help("Use a larger pool; each client takes an address.");
    }
}
