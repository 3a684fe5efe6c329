//! `bgp-basic-or-policy`

use nexthop_core::network::{GatewayKind, VpnType};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "bgp-basic-or-policy",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "BGP is enabled on a gateway that cannot speak it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        if !gateway.bgp.is(&true) {
            continue;
        }
        let is_basic = gateway.sku.value().is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"));
        let (what, span) = if is_basic {
            ("has the SKU Basic", gateway.sku.span)
        } else if findings.need(&gateway.vpn_type) == Some(&VpnType::PolicyBased) {
            ("is policy-based", gateway.vpn_type.span)
        } else {
            continue;
        };
        findings
            .report(
                &gateway.declared,
                gateway.bgp.span,
                format!(
                    "the gateway {} {what}, which does not support BGP",
                    gateway.declared.label()
                ),
            )
            .relate(span, format!("it {what}"))
            .help("Use a route-based gateway of another SKU, such as VpnGw1AZ, or switch BGP off.");
    }
}
