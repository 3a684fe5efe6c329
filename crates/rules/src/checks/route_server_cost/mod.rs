//! `route-server-cost`

use nexthop_core::{
    Network,
    network::{ConnectionKind, Id, RouteServer, VirtualNetwork},
    routing::{Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-cost",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a Route Server is there for point-to-site clients alone",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        if server.declared.existing
            || !server.branch_to_branch.is(&true)
            || has_other_use(network, server, vnet)
        {
            continue;
        }
        // Where the way is not supported it is `route-server-p2s-expressroute-unsupported`.
        let clients = topology::clients_in(network, vnet);
        let served = topology::sites_behind(network, vnet).find_map(|site| {
            let mut clients = clients.iter();
            let from = clients.find(|&&from| {
                let flow = ctx.routing.flow(network, from, Endpoint::Site(site));
                flow.verdict == Verdict::Reachable
            })?;
            Some((*from, Endpoint::Site(site)))
        });
        let Some((from, to)) = served else { continue };
        findings
            .report(
                &server.declared,
                server.declared.span,
                format!(
                    "this Route Server is there for {} to reach {} alone, at about 329 USD a month (2026)",
                    from.id(network),
                    to.id(network)
                ),
            )
            .help("Custom routes with source NAT at a firewall that is there anyway cost nothing more; Virtual WAN costs about as much and supports it.");
    }
}

/// Whether a Route Server serves, or may serve, appliances or site-to-site connections.
fn has_other_use(network: &Network, server: &RouteServer, vnet: Id<VirtualNetwork>) -> bool {
    let hidden = network.hidden_modules.iter().any(|one| one.virtual_networks.contains(&vnet));
    let tunnels = network.connections.iter().any(|connection| {
        let gateway = connection.gateway.value().map(|&id| &network.gateways[id]);
        let elsewhere = gateway.is_some_and(|gateway| !gateway.virtual_network.is(&vnet));
        !connection.kind.is(&ConnectionKind::ExpressRoute) && !elsewhere
    });
    hidden || tunnels || server.peers.more.is_some() || !server.peers.known.is_empty()
}
