//! `intra-vnet-range-without-local-exception`

use std::collections::BTreeMap;

use nexthop_core::{
    network::{Id, Prefix, Route, RouteTable, Subnet, UserNextHop},
    routing::{NextHop, RouteDestination, RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "intra-vnet-range-without-local-exception",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a subnet sends the traffic between its own machines to an appliance",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        let wide = user_routes::routes(table).any(|route| {
            user_routes::net_to_appliance(route).is_some_and(|net| net.prefix_len() > 0)
        });
        if !wide || table.routes.more.is_some() {
            continue;
        }
        let mut caught: BTreeMap<usize, Vec<(Id<Subnet>, &Prefix)>> = BTreeMap::new();
        for subnet in topology::workload_subnets_with(network, id) {
            // What is local is the address space, and that a subnet lies in it is known anyway.
            if network.virtual_networks[network.subnets[subnet].virtual_network]
                .address_space
                .value()
                .is_none()
            {
                continue;
            }
            for own in network.subnets[subnet].prefixes.value().into_iter().flatten() {
                if let Some(place) = catching(ctx, subnet, own) {
                    caught.entry(place).or_default().push((subnet, own));
                }
            }
        }
        for (place, subnets) in caught {
            let Some(route) = table.routes.known.get(place) else { continue };
            if route.next_hop.is(&UserNextHop::VirtualAppliance) {
                report(ctx, findings, (table, route), &subnets);
            }
        }
    }
}

/// The user-defined route that takes what stays inside of a subnet to an appliance.
fn catching(ctx: &Context<'_>, subnet: Id<Subnet>, own: &Prefix) -> Option<usize> {
    let effective = ctx.routing.effective_routes(subnet);
    let active = effective.iter().filter(|route| route.state == RouteState::Active);
    let covering = active.filter_map(|route| match route.destination {
        RouteDestination::Net(net) if net.contains(&own.net) => Some((net, route)),
        _ => None,
    });
    let (net, best) = covering.max_by_key(|(net, _)| net.prefix_len())?;
    let RouteOrigin::UserDefined(_, place) = best.origin else { return None };
    // A route for just this subnet means to inspect what stays inside.
    let meant = net == own.net || !matches!(best.next_hop, NextHop::VirtualAppliance(_));
    (!meant).then_some(place)
}

fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    (table, route): (&RouteTable, &Route),
    caught: &[(Id<Subnet>, &Prefix)],
) {
    let Some(net) = user_routes::net(route) else { return };
    let network = ctx.network;
    let names = caught
        .iter()
        .map(|(id, own)| format!("{} ({})", network.subnets[*id].declared.label(), own.net));
    let (noun, names) =
        (if caught.len() == 1 { "subnet" } else { "subnets" }, topology::several(names));
    let prefixes = topology::several(caught.iter().map(|(_, own)| own.net.to_string()));
    let diagnostic = findings.report(
        &table.declared,
        route.prefix.span,
        format!(
            "the route for {net} sends even the traffic inside of {noun} {names} to the appliance"
        ),
    );
    for (id, own) in caught.iter().take(3) {
        diagnostic
            .relate(own.span, "the subnet")
            .relate(network.subnets[*id].route_table.span, "the table is associated here");
    }
    let help = match caught.len() {
        1 => format!("Add a route for {prefixes} with next hop VnetLocal."),
        _ => format!(
            "Give each of the subnets a table of its own, with a route for its own prefix with next hop VnetLocal ({prefixes})."
        ),
    };
    diagnostic.help(help);
}
