//! `vwan-indirect-spoke-incomplete`

use nexthop_core::{
    Presence,
    network::{HubConnection, HubNextHop, HubRoute, HubRouteTable, Id},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-indirect-spoke-incomplete",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "one of the two routes to an indirect spoke is missing",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, table) in ctx.network.hub_route_tables.entries() {
        if topology::certain(&table.declared) {
            without_connection_route(ctx, findings, id);
        }
    }
    for (id, connection) in virtual_wan::connections(ctx.network) {
        without_table_route(ctx, findings, (id, connection));
    }
}

/// Static routes of a table to a connection that leads no further.
fn without_connection_route(ctx: &Context<'_>, findings: &mut Findings, id: Id<HubRouteTable>) {
    let network = ctx.network;
    let table = &network.hub_route_tables[id];
    if virtual_wan::intent_of(network, table.hub).is_some() {
        // That the route is there at all is `routing-intent-with-vnet-static-route`.
        return;
    }
    for route in table.routes.known.iter().filter(|route| route.presence == Presence::Certain) {
        let Some(HubNextHop::Connection(id)) = findings.need(&route.next_hop) else { continue };
        let connection = &network.hub_connections[*id];
        let vnet = &network.virtual_networks[connection.virtual_network];
        if connection.declared.existing || vnet.declared.existing {
            continue;
        }
        if let Some(why) = &connection.static_routes.more {
            findings.cannot_tell(why, connection.static_routes.span);
            continue;
        }
        let Some(space) = findings.need(&vnet.address_space) else { continue };
        for prefix in route.destinations.value().into_iter().flatten() {
            let own = space.iter().any(|own| own.net.contains(&prefix.net));
            let routes = connection.static_routes.known.iter();
            let onward = routes.into_iter().any(|route| {
                let prefixes = route.prefixes.value();
                prefixes
                    .is_none_or(|all| all.iter().any(|own| topology::overlap(own.net, prefix.net)))
            });
            if own || onward {
                continue;
            }
            let name = connection.declared.label();
            findings
                .report(
                    &table.declared,
                    route.span,
                    format!("{} leads to connection {name}, which has no static route for it", prefix.net),
                )
                .relate(connection.static_routes.span, "the connection")
                .help("Add a static_vnet_route to the connection with the address of the appliance in the network.");
        }
    }
}

/// Static routes of a connection that no table leads to.
fn without_table_route(
    ctx: &Context<'_>,
    findings: &mut Findings,
    (id, connection): (Id<HubConnection>, &HubConnection),
) {
    let network = ctx.network;
    let hub = &network.virtual_hubs[connection.hub];
    if hub.declared.existing
        || virtual_wan::intent_of(network, connection.hub).is_some()
        || connection.propagates_static_routes.value() != Some(&false)
    {
        return;
    }
    for route in &connection.static_routes.known {
        for prefix in route.prefixes.value().into_iter().flatten() {
            let leads = |route: &HubRoute| {
                let prefixes = route.destinations.value();
                route.next_hop.value().is_none_or(|hop| *hop == HubNextHop::Connection(id))
                    && prefixes.is_none_or(|all| {
                        all.iter().any(|own| topology::overlap(own.net, prefix.net))
                    })
            };
            let mut tables = network.hub_route_tables.iter();
            if tables
                .any(|table| table.routes.more.is_some() || table.routes.known.iter().any(leads))
            {
                continue;
            }
            findings
                .report(
                    &connection.declared,
                    route.span,
                    format!("no route table of a hub leads {} to this connection, and its static routes are not propagated", prefix.net),
                )
                .help("Add a route for it to the hub's default table, or switch static_vnet_propagate_static_routes_enabled on.");
        }
    }
}
