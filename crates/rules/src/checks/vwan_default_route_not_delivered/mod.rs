//! `vwan-default-route-not-delivered`

use nexthop_core::{
    Network, Presence,
    network::{HubConnection, HubNextHop, HubRoute, Id, IntentTraffic},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-default-route-not-delivered",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a hub's route table has a static default route, but a connection does not take it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, connection) in virtual_wan::connections(network) {
        let Some(route) = default_route(network, id, connection) else { continue };
        let flag = &connection.internet_security;
        // Who writes `false` means it.
        if findings.need(flag) != Some(&false) || flag.written().is_some() {
            continue;
        }
        let vnet = &network.virtual_networks[connection.virtual_network].declared;
        findings
            .report(
                &connection.declared,
                flag.span,
                format!(
                    "{} does not get the default route of the hub's route table: what it sends to the Internet leaves directly",
                    vnet.label()
                ),
            )
            .relate(route.span, "the static route for 0.0.0.0/0")
            .help("Set internet_security_enabled to true; azurerm's default is false.")
            .fix(&connection.declared, "properties.enableInternetSecurity", flag, true);
    }
}

/// The static default route of the table that a connection is associated with. One that
/// leads to the connection itself is for the others.
fn default_route<'a>(
    network: &'a Network,
    id: Id<HubConnection>,
    connection: &HubConnection,
) -> Option<&'a HubRoute> {
    let hub = connection.hub;
    if virtual_wan::policy_of(network, hub, IntentTraffic::Internet).is_some()
        || virtual_wan::is_for_bastion(network, connection.virtual_network)
    {
        return None;
    }
    let table = &network.hub_route_tables[*connection.routing.associated.value()?];
    let own = HubNextHop::Connection(id);
    table.routes.known.iter().find(|route| {
        let prefixes = route.destinations.value();
        route.presence == Presence::Certain
            && !route.next_hop.is(&own)
            && prefixes.is_some_and(|all| all.iter().any(|prefix| prefix.net.prefix_len() == 0))
    })
}
