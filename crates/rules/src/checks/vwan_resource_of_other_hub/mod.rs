//! `vwan-resource-of-other-hub`

use nexthop_core::{
    Fact, Network,
    network::{Declared, HubNextHop, HubRouteTable, HubRouting, Id, VirtualHub},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-resource-of-other-hub",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual hub is told to use a route table or a firewall of another hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        table_of_other(
            network,
            findings,
            &connection.declared,
            connection.hub,
            &connection.routing,
        );
    }
    for branch in virtual_wan::branches(network) {
        table_of_other(network, findings, branch.declared, branch.hub, branch.routing);
    }
    for intent in &network.routing_intents {
        if !topology::certain(&intent.declared) {
            continue;
        }
        for policy in &intent.policies.known {
            firewall_of_other(network, findings, &intent.declared, intent.hub, &policy.next_hop);
        }
    }
    for table in &network.hub_route_tables {
        if !topology::certain(&table.declared) {
            continue;
        }
        for route in &table.routes.known {
            firewall_of_other(network, findings, &table.declared, table.hub, &route.next_hop);
        }
    }
}

/// A connection that is associated with a table of a hub that it is not connected to.
fn table_of_other(
    network: &Network,
    findings: &mut Findings,
    declared: &Declared,
    hub: Id<VirtualHub>,
    routing: &HubRouting,
) {
    let associated: &Fact<Id<HubRouteTable>> = &routing.associated;
    let Some(&id) = findings.need(associated) else { return };
    let table = &network.hub_route_tables[id];
    if !differ(network, hub, table.hub) {
        return;
    }
    let [own, other] = names(network, hub, table.hub);
    findings
        .report(
            declared,
            associated.span,
            format!(
                "{} is a connection of hub {own} and associated with {} of hub {other}: Azure refuses it",
                declared.label(),
                table.declared.label()
            ),
        )
        .relate(table.declared.span, "the table")
        .help("Associate it with a table of its own hub. Propagating to tables of other hubs is allowed, by id or by label.");
}

/// A route or a policy of a hub that leads to the firewall of another one.
fn firewall_of_other(
    network: &Network,
    findings: &mut Findings,
    declared: &Declared,
    hub: Id<VirtualHub>,
    next_hop: &Fact<HubNextHop>,
) {
    let Some(&HubNextHop::Firewall(id)) = next_hop.value() else { return };
    let firewall = &network.firewalls[id];
    let span: Span = next_hop.span;
    let Some(&Some(home)) = findings.need(&firewall.virtual_hub) else { return };
    if !differ(network, hub, home) {
        return;
    }
    let [own, other] = names(network, hub, home);
    findings
        .report(
            declared,
            span,
            format!(
                "hub {own} is to send traffic to {}, which is in hub {other}: the next hop must be in the hub itself",
                firewall.declared.label()
            ),
        )
        .relate(firewall.declared.span, "the firewall")
        .help("Name the firewall of the same hub; a hub without one reaches networks of secured hubs through theirs.");
}

/// Whether two hubs are certainly not the same.
fn differ(network: &Network, one: Id<VirtualHub>, other: Id<VirtualHub>) -> bool {
    let known = |id: Id<VirtualHub>| network.virtual_hubs[id].unidentified.is_none();
    one != other && known(one) && known(other)
}

fn names(network: &Network, one: Id<VirtualHub>, other: Id<VirtualHub>) -> [&str; 2] {
    [one, other].map(|id| network.virtual_hubs[id].declared.label())
}
