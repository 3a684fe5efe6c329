//! `route-server-expressroute-ecmp-lost`

use nexthop_core::network::{Connection, ConnectionKind, Id, Site, SiteLink};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-expressroute-ecmp-lost",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a Route Server ends the use of two ExpressRoute circuits at once",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        if server.declared.existing {
            continue;
        }
        let connections: Vec<_> =
            route_servers::connections_in(network, vnet, ConnectionKind::ExpressRoute).collect();
        let pair = connections.iter().enumerate().find_map(|(at, first)| {
            let twin = connections[at + 1..].iter().find(|other| share_traffic(ctx, first, other));
            twin.map(|second| (*first, *second))
        });
        let Some((first, second)) = pair else { continue };
        findings
            .report(
                &server.declared,
                server.declared.span,
                format!(
                    "{} and {} share traffic no longer once this Route Server is there: it ends ECMP between circuits",
                    first.declared.label(),
                    second.declared.label()
                ),
            )
            .relate(first.declared.span, "the first circuit")
            .relate(second.declared.span, "the second circuit")
            .help("Nothing has to be done if one circuit carries all traffic; set routing_weight to say which.");
    }
}

/// Whether two connections lead to different circuits with the same weight, and to one
/// site as far as anybody knows.
fn share_traffic(ctx: &Context<'_>, first: &Connection, second: &Connection) -> bool {
    let (Some(circuit), Some(other)) = (first.circuit.value(), second.circuit.value()) else {
        return false;
    };
    let weights = [first, second].map(|connection| connection.routing_weight.value());
    let places = [first, second].map(|connection| place(ctx, connection));
    let apart = places[0] != places[1] && places.iter().all(Option::is_some);
    circuit != other && weights[0] == weights[1] && !apart
}

/// The site that a connection leads to, where it is said what is there.
fn place(ctx: &Context<'_>, connection: &Connection) -> Option<Id<Site>> {
    let network = ctx.network;
    let leads_there = |site: &Site| {
        site.links.known.iter().any(|link| match link {
            SiteLink::ExpressRoute { connection: Some(id), .. } => {
                network.connections[*id].declared.address == connection.declared.address
            }
            _ => false,
        })
    };
    let (id, site) = network.sites.entries().find(|(_, site)| leads_there(site))?;
    site.prefixes.value().is_some_and(|prefixes| !prefixes.is_empty()).then_some(id)
}
