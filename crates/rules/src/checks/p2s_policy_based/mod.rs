//! `p2s-policy-based`

use nexthop_core::network::{GatewayKind, VpnType};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-policy-based",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "point-to-site clients are configured on a policy-based gateway",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(clients) = &gateway.clients else { continue };
        if findings.need(&gateway.vpn_type) == Some(&VpnType::PolicyBased) {
            findings
                .report(
                    &gateway.declared,
                    gateway.vpn_type.span,
                    format!(
                        "the gateway {} is policy-based and cannot serve point-to-site clients",
                        gateway.declared.label()
                    ),
                )
                .relate(clients.span, "the clients")
                .help("Use a route-based gateway. The type of a gateway cannot be changed: it is a new one.");
        }
    }
}
