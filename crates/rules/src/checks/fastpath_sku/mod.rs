//! `fastpath-sku`

use nexthop_core::network::{ConnectionKind, Gateway};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "fastpath-sku",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "FastPath is switched on for a gateway whose SKU does not have it",
    docs: include_str!("rule.md"),
    check,
};

const WITH_FAST_PATH: [&str; 2] = ["UltraPerformance", "ErGw3AZ"];

/// The scale units from which a scalable gateway has FastPath.
const SCALE_UNITS: u32 = 10;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for connection in &ctx.network.connections {
        if !connection.kind.is(&ConnectionKind::ExpressRoute)
            || !topology::certain(&connection.declared)
            || findings.need(&connection.gateway_bypass) != Some(&true)
        {
            continue;
        }
        let Some(&gateway) = findings.need(&connection.gateway) else { continue };
        let gateway = &ctx.network.gateways[gateway];
        // Of a gateway outside of this code nobody expects to know the SKU.
        if gateway.declared.existing && gateway.sku.why().is_some() {
            continue;
        }
        let Some(sku) = findings.need(&gateway.sku) else { continue };
        let Some(lacks) = lacks_fast_path(gateway, sku) else { continue };
        findings
            .report(
                &connection.declared,
                connection.gateway_bypass.span,
                format!("FastPath is on, but {} {lacks}", gateway.declared.label()),
            )
            .relate(gateway.sku.span, "the gateway's SKU")
            .help("FastPath takes ErGw3AZ, UltraPerformance, or ErGwScale with at least 10 scale units: change the gateway or switch FastPath off.");
    }
}

/// Why a gateway does not have FastPath, if it is certain that it does not.
fn lacks_fast_path(gateway: &Gateway, sku: &str) -> Option<String> {
    if sku.eq_ignore_ascii_case("ErGwScale") {
        let most = (*gateway.scale_units.1.value()?)?;
        return (most < SCALE_UNITS).then(|| format!("has at most {most} scale units"));
    }
    let has = WITH_FAST_PATH.iter().any(|name| name.eq_ignore_ascii_case(sku));
    (!has).then(|| format!("is of SKU {sku}"))
}
