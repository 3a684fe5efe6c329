//! `nat-sku`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "nat-sku",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway has NAT rules and a SKU that does not know any",
    docs: include_str!("rule.md"),
    check,
};

/// The legacy ones are `vpn-legacy-sku`.
const WITHOUT_NAT: [&str; 3] = ["Basic", "VpnGw1", "VpnGw1AZ"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(rule) = vpn.nat_rules.iter().find(|rule| topology::certain(&rule.declared)) else {
            continue;
        };
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        if WITHOUT_NAT.iter().any(|without| without.eq_ignore_ascii_case(sku)) {
            findings
                .report(
                    &vpn.declared,
                    vpn.sku.span,
                    format!("a VPN gateway of SKU {sku} takes no NAT rules"),
                )
                .relate(rule.declared.span, "a NAT rule of the gateway")
                .help("NAT takes VpnGw2AZ or larger.");
        }
    }
}
