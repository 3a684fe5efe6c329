//! `gateway-subnet-udr-less-specific`

use std::rc::Rc;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Id, Route, RouteTable, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{EffectiveRoute, Endpoint, Flow, RouteDestination, RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Seen},
    p2s, topology, user_routes,
};

/// A shorter prefix is for the Internet, not for spokes.
const SHORTEST: u8 = 8;

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-udr-less-specific",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route of GatewaySubnet to a firewall is shorter than the peering's and has no effect",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, subnet) in network.subnets.entries() {
        if subnet.purpose != SubnetPurpose::Gateway || !topology::certain(&subnet.declared) {
            continue;
        }
        let Some(&Some(table)) = findings.need(&subnet.route_table) else { continue };
        let table = &network.route_tables[table];
        let effective = ctx.routing.effective_routes(id);
        for route in user_routes::routes(table) {
            let Some(net) = user_routes::net_to_appliance(route) else { continue };
            let Some(home) = user_routes::home(network, subnet, route) else { continue };
            let spokes = passed_by(network, &effective, net, home);
            if net.prefix_len() >= SHORTEST && !spokes.is_empty() {
                report(ctx, findings, subnet, (table, route, net), &spokes);
            }
        }
    }
}

/// The peered networks whose own route is in effect although a shorter one covers it.
fn passed_by(
    network: &Network,
    effective: &[EffectiveRoute],
    net: IpNet,
    home: Id<VirtualNetwork>,
) -> Vec<Id<VirtualNetwork>> {
    let mut spokes: Vec<_> = effective
        .iter()
        .filter_map(|route| {
            let RouteOrigin::Peering(peering) = route.origin else { return None };
            let RouteDestination::Net(its) = route.destination else { return None };
            let shorter = net.contains(&its) && net != its;
            let counts = shorter && route.state == RouteState::Active && route.unsure.is_none();
            counts.then_some(network.peerings[peering].remote)
        })
        .filter(|&spoke| spoke != home)
        .collect();
    spokes.dedup();
    spokes
}

fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    gateway_subnet: &Subnet,
    (table, route, net): (&RouteTable, &Route, IpNet),
    spokes: &[Id<VirtualNetwork>],
) {
    let network = ctx.network;
    let broken = broken(ctx, gateway_subnet.virtual_network, spokes);
    let names =
        topology::several(spokes.iter().map(|&id| network.virtual_networks[id].declared.label()));
    let effect = if broken.is_empty() { "bypass" } else { "are answered through" };
    let appliance = user_routes::appliance_name(network, gateway_subnet, route);
    let diagnostic = findings.report(
        &table.declared,
        route.prefix.span,
        format!("the route for {net} does not catch packets to {names}, which {effect} {appliance}: the peering's route is more specific"),
    );
    if broken.is_empty() {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
        .relate(gateway_subnet.route_table.span, "the table is associated with GatewaySubnet here")
        .help("Add a route for the exact address space of each spoke.");
    diagnostic.steps = broken.first().map(|flow| p2s::steps(flow)).unwrap_or_default();
    findings.explain(broken.iter().map(|flow| (flow.from, flow.to)));
}

/// The flows from behind the gateways to the spokes that a firewall sees the answers of only.
fn broken(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    spokes: &[Id<VirtualNetwork>],
) -> Vec<Rc<Flow>> {
    let network = ctx.network;
    let sites = topology::sites_behind(network, hub).map(Endpoint::Site);
    let sources: Vec<_> = sites.chain(topology::clients_in(network, hub)).collect();
    let subnets = spokes.iter().flat_map(|&spoke| topology::workload_subnets(network, spoke));
    let pairs =
        subnets.flat_map(|to| sources.iter().map(move |&from| (from, Endpoint::Subnet(to))));
    let flows = pairs.map(|(from, to)| ctx.flow(from, to));
    flows
        .filter(|flow| asymmetry::one_sided(flow).is_some_and(|(_, seen)| seen == Seen::Answer))
        .collect()
}
