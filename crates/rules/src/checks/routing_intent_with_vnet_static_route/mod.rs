//! `routing-intent-with-vnet-static-route`

use nexthop_core::{Presence, network::HubNextHop};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "routing-intent-with-vnet-static-route",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the default table of a hub with routing intent has a static route to a connection",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, _) in virtual_wan::hubs(network) {
        let Some(intent) = virtual_wan::intent_of(network, hub) else { continue };
        let Some(table) = virtual_wan::default_table(network, hub) else { continue };
        let table = &network.hub_route_tables[table];
        for route in &table.routes.known {
            if route.presence != Presence::Certain {
                continue;
            }
            let Some(HubNextHop::Connection(id)) = findings.need(&route.next_hop) else { continue };
            let connection = &network.hub_connections[*id];
            findings
                .report(
                    &table.declared,
                    route.span,
                    format!(
                        "a static route to connection {} does not go with routing intent",
                        connection.declared.label()
                    ),
                )
                .relate(intent.declared.span, "the hub's routing intent")
                .help("Advertise the prefix by BGP from the appliance, or peer the spoke with the hub itself.");
        }
    }
}
