//! `expressroute-scale-bounds`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-scale-bounds",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the scale units of an ExpressRoute gateway are outside of what Azure takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::ExpressRoute) {
        let (least, most) = &gateway.scale_units;
        let (Some(&Some(low)), Some(&Some(high))) = (findings.need(least), findings.need(most))
        else {
            continue;
        };
        let limit = ctx.limits.expressroute_scale_units;
        let (span, what) = if low == 0 || usize::try_from(high).is_ok_and(|high| high > limit) {
            let span = if low == 0 { least.span } else { most.span };
            (
                span,
                format!(
                    "an ExpressRoute gateway has 1 to {limit} scale units, not {low} to {high}"
                ),
            )
        } else if low > high {
            (least.span, format!("the fewest scale units ({low}) are more than the most ({high})"))
        } else if low == 1 && high != 1 {
            (least.span, format!("a gateway that starts with 1 scale unit cannot grow to {high}"))
        } else {
            continue;
        };
        findings
            .report(&gateway.declared, span, what)
            .help("Set both to 1, or let the gateway grow from 2 on.");
    }
}
