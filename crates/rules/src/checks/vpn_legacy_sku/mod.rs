//! `vpn-legacy-sku`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vpn-legacy-sku",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway has the SKU Standard or HighPerformance, which are gone",
    docs: include_str!("rule.md"),
    check,
};

/// The legacy SKUs and what their gateways were migrated to.
const LEGACY: [(&str, &str); 2] = [("Standard", "VpnGw1AZ"), ("HighPerformance", "VpnGw2AZ")];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        if vpn.declared.existing {
            continue;
        }
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        let legacy = LEGACY.iter().find(|(legacy, _)| legacy.eq_ignore_ascii_case(sku));
        if let Some((legacy, successor)) = legacy {
            findings
                .report(
                    &vpn.declared,
                    vpn.sku.span,
                    format!("the VPN gateway SKU {legacy} was retired on 30 September 2025 and cannot be created"),
                )
                .help(format!("Use {successor}, to which Azure migrated the gateways of this SKU."));
        }
    }
}
