//! `route-server-too-many-peers`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-too-many-peers",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server has more BGP peers than it takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let limit = ctx.limits.route_server_peers;
    for (server, _) in route_servers::placed(ctx.network) {
        let peers: Vec<_> = route_servers::peers(server).collect();
        if let Some(beyond) = peers.get(limit) {
            findings
                .report(
                    &beyond.declared,
                    beyond.declared.span,
                    format!("{} has {} BGP peers; it takes {limit}", server.declared.label(), peers.len()),
                )
                .relate(server.declared.span, "the Route Server")
                .help("Let fewer appliances speak for the others, or raise route_server_peers in [limits] of nexthop.toml if it was raised for you.");
        }
    }
}
