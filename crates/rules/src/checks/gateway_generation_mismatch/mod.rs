//! `gateway-generation-mismatch`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "gateway-generation-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway has a generation in which its SKU does not exist",
    docs: include_str!("rule.md"),
    check,
};

/// The SKUs that exist in one generation only, and which.
const ONE_GENERATION: [(&str, &str); 7] = [
    ("Basic", "Generation1"),
    ("VpnGw1", "Generation1"),
    ("VpnGw1AZ", "Generation1"),
    ("VpnGw4", "Generation2"),
    ("VpnGw4AZ", "Generation2"),
    ("VpnGw5", "Generation2"),
    ("VpnGw5AZ", "Generation2"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let Some(Some(generation)) = findings.need(&vpn.generation) else { continue };
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        let one = ONE_GENERATION.iter().find(|(name, _)| name.eq_ignore_ascii_case(sku));
        let Some((name, only)) = one else { continue };
        if generation.to_ascii_lowercase().starts_with("generation")
            && !generation.eq_ignore_ascii_case(only)
        {
            findings
                .report(
                    &vpn.declared,
                    vpn.generation.span,
                    format!("the SKU {name} exists in {only} only, not in {generation}"),
                )
                .relate(vpn.sku.span, "the SKU")
                .help("Generation1 has Basic to VpnGw3AZ, Generation2 has VpnGw2AZ to VpnGw5AZ. Leave the generation out and Azure chooses.");
        }
    }
}
