//! `route-server-expressroute-route-limit`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-expressroute-route-limit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server makes an ExpressRoute gateway announce more prefixes than a circuit takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let limit = ctx.limits.expressroute_prefixes;
    for (server, vnet) in route_servers::placed(network) {
        let mut links = express_route::links(network).filter(|link| link.vnet == vnet);
        let Some(link) = links.next().filter(|_| server.branch_to_branch.is(&true)) else {
            continue;
        };
        let count = express_route::announced(ctx, link.gateway);
        if count > limit {
            findings
                .report(
                    &server.declared,
                    server.branch_to_branch.span,
                    format!("with branch-to-branch the ExpressRoute gateway announces {count} prefixes; above {limit} Microsoft drops the connection to the circuit"),
                )
                .relate(link.connection.declared.span, "the connection to a circuit")
                .help("Let branches and appliances announce summaries, and give networks fewer and wider ranges.");
        }
    }
}
