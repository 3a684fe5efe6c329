//! `coexist-vpn-basic-sku`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "coexist-vpn-basic-sku",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway of SKU Basic stands beside an ExpressRoute gateway",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pair in topology::coexisting(ctx.network) {
        let Some(sku) = findings.need(&pair.vpn.sku) else { continue };
        if sku.eq_ignore_ascii_case("Basic") {
            findings
                .report(
                    &pair.vpn.declared,
                    pair.vpn.sku.span,
                    "a VPN gateway of SKU Basic cannot coexist with an ExpressRoute gateway",
                )
                .relate(
                    pair.express_route.declared.span,
                    "the ExpressRoute gateway in the same virtual network",
                )
                .help("Use VpnGw1AZ or larger.");
        }
    }
}
