//! `coexist-policy-based-vpn`

use nexthop_core::network::VpnType;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "coexist-policy-based-vpn",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a policy-based VPN gateway stands beside an ExpressRoute gateway",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pair in topology::coexisting(ctx.network) {
        if findings.need(&pair.vpn.vpn_type) == Some(&VpnType::PolicyBased) {
            findings
                .report(
                    &pair.vpn.declared,
                    pair.vpn.vpn_type.span,
                    "a policy-based VPN gateway cannot coexist with an ExpressRoute gateway",
                )
                .relate(
                    pair.express_route.declared.span,
                    "the ExpressRoute gateway in the same virtual network",
                )
                .help("Make the VPN gateway route-based.");
        }
    }
}
