//! `propagation-off-loses-onprem`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, propagation, topology};

pub(super) static RULE: Rule = Rule {
    name: "propagation-off-loses-onprem",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "gateway route propagation is off and no route leads to on-premises instead",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in propagation::refusing_tables(ctx) {
        let lost = propagation::lost_sites(ctx, id, findings);
        let Some(first) = lost.first() else { continue };
        let mut subnets: Vec<_> = lost.iter().map(|lost| lost.subnet).collect();
        subnets.dedup();
        let names = topology::several(subnets.iter().map(|&id| topology::subnet_name(network, id)));
        let to = first.to.id(network);
        let diagnostic = findings.report(
            &table.declared,
            table.propagates_gateway_routes.span,
            format!(
                "{names} cannot reach {to}: gateway route propagation is off and {}",
                first.what_is_left()
            ),
        );
        for &subnet in subnets.iter().take(3) {
            diagnostic
                .relate(network.subnets[subnet].route_table.span, "the table is associated here");
        }
        diagnostic.steps = first.flow.forward.steps();
        diagnostic.help("Add a route for 0.0.0.0/0 (or the on-premises prefixes) to the firewall, or switch propagation on.");
        propagation::switch_on(diagnostic, table);
        findings.explain(lost.iter().map(|lost| (lost.flow.from, lost.flow.to)));
    }
}
