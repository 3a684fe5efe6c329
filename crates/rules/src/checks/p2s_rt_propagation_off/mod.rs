//! `p2s-rt-propagation-off`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, propagation, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-rt-propagation-off",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "gateway route propagation is off and no route leads back to point-to-site clients",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in propagation::refusing_tables(ctx) {
        let lost = propagation::lost_clients(ctx, id, findings);
        let Some(first) = lost.first() else { continue };
        let mut subnets: Vec<_> = lost.iter().map(|lost| lost.subnet).collect();
        subnets.dedup();
        let names = topology::several(subnets.iter().map(|&id| topology::subnet_name(network, id)));
        let clients = first.to.id(network);
        let diagnostic = findings.report(
            &table.declared,
            table.propagates_gateway_routes.span,
            format!("{names} cannot answer the point-to-site clients {clients}: gateway route propagation is off and no route of the table covers their pool"),
        );
        for &subnet in subnets.iter().take(3) {
            diagnostic
                .relate(network.subnets[subnet].route_table.span, "the table is associated here");
        }
        diagnostic.steps = first.flow.forward.steps();
        diagnostic.help("Switch propagation on, or route the client pool (or 0.0.0.0/0) to a firewall that knows the way.");
    }
}
