//! `route-server-peer-in-rs-subnet`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-peer-in-rs-subnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a BGP peer of a Route Server has an address of RouteServerSubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (server, _) in route_servers::placed(ctx.network) {
        let own = route_servers::own_prefixes(ctx.network, server);
        for peer in route_servers::peers(server) {
            let Some(&ip) = findings.need(&peer.ip) else { continue };
            let Some(own) = own.iter().find(|own| own.contains(&ip)) else { continue };
            findings
                .report(
                    &peer.declared,
                    peer.ip.span,
                    format!("{ip} is an address of RouteServerSubnet ({own}): the peer must be an appliance, and none can be there"),
                )
                .relate(server.declared.span, "the Route Server")
                .help("Write the private address of the appliance.");
        }
    }
}
