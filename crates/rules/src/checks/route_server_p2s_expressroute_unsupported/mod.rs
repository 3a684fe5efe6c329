//! `route-server-p2s-expressroute-unsupported`

use nexthop_core::routing::Verdict;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-p2s-expressroute-unsupported",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "point-to-site clients depend on a Route Server to reach ExpressRoute, which Microsoft does not support",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, vpn) in ctx.network.gateways.entries() {
        let contested = p2s::express_route_flows(ctx, id, findings)
            .find(|(_, flow)| flow.verdict == Verdict::Unsupported);
        let Some((site, flow)) = contested else { continue };
        let (Some(server), Some(clients)) =
            (topology::route_server_beside(ctx.network, vpn), &vpn.clients)
        else {
            continue;
        };
        let diagnostic = findings.report(
            &server.declared,
            server.branch_to_branch.span,
            format!(
                "point-to-site clients of {} reach {} only through this Route Server: it works in the field, Microsoft documents it as not supported",
                vpn.declared.label(),
                ctx.network.sites[site].name
            ),
        );
        diagnostic.relate(clients.span, "the client configuration");
        diagnostic.steps = p2s::steps(&flow);
        diagnostic.help("Virtual WAN supports it. To accept the risk, set p2s_expressroute_via_route_server = \"observed\" under [model] in nexthop.toml.");
    }
}
