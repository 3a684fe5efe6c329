//! `vwan-isolated-by-labels`

use nexthop_core::{
    Network,
    network::{HubNextHop, HubRouteTable, HubTableKind, Id, Propagation, VirtualHub},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-isolated-by-labels",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "nothing learns what is behind a connection of a virtual hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let hub = &network.virtual_hubs[connection.hub];
        let in_view = !hub.declared.existing
            && hub.handed_to.is_none()
            && virtual_wan::intent_of(network, connection.hub).is_none()
            && !is_secured(network, connection.hub);
        if !in_view {
            continue;
        }
        let propagated = &connection.routing.propagated;
        let Some(told) = findings.need(propagated) else { continue };
        if network
            .hub_route_tables
            .entries()
            .any(|(id, table)| learns(network, hub, (id, table), told))
        {
            continue;
        }
        findings
            .report(
                &connection.declared,
                propagated.span,
                format!("no route table learns what is behind {}: nothing reaches it through the hub", connection.declared.label()),
            )
            .help("Propagate to a table or a label that a connection is associated with, if that is not meant.");
    }
}

/// Whether a hub's tables lead to its firewall, which is there to send on what no table
/// learns: connections of secured hubs without routing intent propagate to none.
fn is_secured(network: &Network, hub: Id<VirtualHub>) -> bool {
    let tables = network.hub_route_tables.iter().filter(|table| table.hub == hub);
    tables.flat_map(|table| &table.routes.known).any(|route| {
        let next_hop = route.next_hop.value();
        next_hop.is_none_or(|next_hop| matches!(next_hop, HubNextHop::Firewall(_)))
    })
}

/// Whether a table is told of it that somebody may go by.
fn learns(
    network: &Network,
    hub: &VirtualHub,
    (id, table): (Id<HubRouteTable>, &HubRouteTable),
    told: &Propagation,
) -> bool {
    let of_wan = network.virtual_hubs[table.hub].wan == hub.wan;
    let labelled = table
        .labels
        .value()
        .is_none_or(|labels| labels.iter().any(|label| told.labels.contains(label)));
    of_wan && table.kind != HubTableKind::None && (told.tables.contains(&id) || labelled)
}
