//! `route-server-multiple-per-vnet`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-multiple-per-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network has two Route Servers",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let servers: Vec<_> =
        route_servers::placed(network).filter(|(server, _)| !server.declared.existing).collect();
    for (at, (server, vnet)) in servers.iter().enumerate() {
        let Some((first, _)) = servers[..at].iter().find(|(_, other)| other == vnet) else {
            continue;
        };
        let vnet = network.virtual_networks[*vnet].declared.label();
        findings
            .report(
                &server.declared,
                server.declared.span,
                format!("{vnet} has a second Route Server; Azure allows one"),
            )
            .relate(first.declared.span, "the first Route Server")
            .help("Remove one: a Route Server has two instances already.");
    }
}
