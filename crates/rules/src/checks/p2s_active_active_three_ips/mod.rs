//! `p2s-active-active-three-ips`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-active-active-three-ips",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a zone-redundant active-active gateway with point-to-site clients has fewer than three IP configurations",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(clients) = &gateway.clients else { continue };
        let is_zonal =
            gateway.sku.value().is_some_and(|sku| sku.to_ascii_uppercase().ends_with("AZ"));
        let (known, more) =
            (gateway.ip_configurations.known.len(), &gateway.ip_configurations.more);
        if !is_zonal || known >= 3 || findings.need(&gateway.active_active) != Some(&true) {
            continue;
        }
        if let Some(why) = more {
            findings.cannot_tell(why, gateway.ip_configurations.span);
            continue;
        }
        findings
            .report(
                &gateway.declared,
                gateway.declared.span,
                format!(
                    "the gateway {} is active-active and zone-redundant and has point-to-site clients: it needs three IP configurations and has {known}",
                    gateway.declared.label()
                ),
            )
            .relate(gateway.active_active.span, "active-active")
            .relate(clients.span, "the clients")
            .help("Add a third IP configuration with a public address of its own.");
    }
}
