//! `expressroute-prefix-limit`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-prefix-limit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an ExpressRoute gateway announces more prefixes than a circuit takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let limit = ctx.limits.expressroute_prefixes;
    for vnet in network.virtual_networks.ids() {
        let Some(gateway) = route_servers::gateway_in(network, vnet, GatewayKind::ExpressRoute)
        else {
            continue;
        };
        let joined = route_servers::placed(network)
            .any(|(server, its)| its == vnet && server.branch_to_branch.is(&true));
        let link = express_route::links(network).find(|link| link.vnet == vnet);
        // With branch-to-branch it is `route-server-expressroute-route-limit`.
        let Some(link) = link.filter(|_| !joined) else { continue };
        let count = express_route::announced(ctx, link.gateway);
        if count > limit {
            findings
                .report(
                    &gateway.declared,
                    gateway.declared.span,
                    format!("this gateway announces {count} prefixes; above {limit} Microsoft drops the connection to the circuit"),
                )
                .relate(link.connection.declared.span, "the connection to a circuit")
                .help("Give networks fewer and wider address ranges, or summarize them (summarizedGatewayPrefixes of the virtual network).");
        }
    }
}
