//! `p2s-onprem-route-not-pushed`

use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    p2s::{self, Missing},
};

pub(super) static RULE: Rule = Rule {
    name: "p2s-onprem-route-not-pushed",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "point-to-site clients are not told the way to on-premises, though the way back is there",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, vpn) in ctx.network.gateways.entries() {
        let lost = p2s::express_route_flows(ctx, id, findings)
            .find(|(_, flow)| p2s::missing(flow, vpn) == Some(Missing::ClientRoute));
        let (Some((site, flow)), Some(clients)) = (lost, &vpn.clients) else { continue };
        let name = &ctx.network.sites[site].name;
        let diagnostic = findings.report(
            &vpn.declared,
            clients.span,
            format!("point-to-site clients of {} get no route to {name}", vpn.declared.label()),
        );
        diagnostic
            .relate(vpn.custom_routes.span, "the custom routes of the gateway do not cover it");
        diagnostic.steps = p2s::steps(&flow);
        diagnostic.help("Add the on-premises prefixes to the gateway's custom routes (custom_route, customRoutes).");
        findings.explain([(flow.from, flow.to)]);
    }
}
