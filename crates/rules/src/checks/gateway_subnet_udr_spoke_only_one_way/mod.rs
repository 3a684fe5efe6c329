//! `gateway-subnet-udr-spoke-only-one-way`

use std::collections::BTreeMap;

use nexthop_core::{
    Network,
    network::{Declared, Id, RouteTable},
    routing::Endpoint,
};
use nexthop_source::{Severity, Span};

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Asymmetry, Seen},
    p2s, topology,
};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-udr-spoke-only-one-way",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "GatewaySubnet leads to a spoke through a firewall and the spoke answers past it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for hub in network.virtual_networks.ids() {
        let sites = topology::sites_behind(network, hub).map(Endpoint::Site);
        let sources: Vec<_> = sites.chain(topology::clients_in(network, hub)).collect();
        let found = asymmetry::spokes_asymmetric_for(ctx, hub, &sources, Seen::Question, findings);
        let mut by_table: BTreeMap<Option<Id<RouteTable>>, Vec<Asymmetry>> = BTreeMap::new();
        for one in found {
            let table = network.subnets[one.subnet].route_table.value().copied().flatten();
            by_table.entry(table).or_default().push(one);
        }
        for (table, found) in by_table {
            report(ctx, findings, table, &found);
        }
    }
}

fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    table: Option<Id<RouteTable>>,
    found: &[Asymmetry],
) {
    let network = ctx.network;
    let Some(first) = found.first() else { return };
    let Some(flow) = first.flows.first() else { return };
    let names =
        topology::several(found.iter().map(|one| topology::subnet_name(network, one.subnet)));
    let appliance = topology::appliance_name(network, first.appliance);
    let (declared, place, lacks) = lack(network, table, first);
    let diagnostic = findings.report(
        declared,
        place,
        format!(
            "{names} is reached from {} through {appliance} and answers past it: {lacks}",
            flow.from.id(network)
        ),
    );
    if table.is_some() {
        let association = network.subnets[first.subnet].route_table.span;
        diagnostic.relate(association, "the table is associated here");
    }
    diagnostic.steps = p2s::steps(flow);
    diagnostic.help("Send everything to the firewall by a default route, with propagation of gateway routes switched off.");
    findings.explain(asymmetry::ends(found));
}

/// What would have to be changed, and what it lacks.
fn lack<'a>(
    network: &'a Network,
    table: Option<Id<RouteTable>>,
    first: &Asymmetry,
) -> (&'a Declared, Span, &'static str) {
    let Some(table) = table.map(|id| &network.route_tables[id]) else {
        let declared = &network.subnets[first.subnet].declared;
        return (declared, declared.span, "it has no route table");
    };
    let default = topology::default_to_appliance(table).is_some();
    if default && table.propagates_gateway_routes.is(&true) {
        let place = table.propagates_gateway_routes.span;
        let lacks = "the gateway's routes are more specific than the default route of its table";
        return (&table.declared, place, lacks);
    }
    (&table.declared, table.routes.span, "its table does not lead back there")
}
