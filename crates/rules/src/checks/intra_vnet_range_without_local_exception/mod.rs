//! `intra-vnet-range-without-local-exception`

use nexthop_core::{
    network::UserNextHop,
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
        if !wide {
            continue;
        }
        for subnet_id in topology::workload_subnets_with(network, id) {
            let subnet = &network.subnets[subnet_id];
            let effective = ctx.routing.effective_routes(subnet_id);
            for own in subnet.prefixes.value().into_iter().flatten() {
                let covering = effective.iter().filter(|route| route.state == RouteState::Active);
                let covering = covering.filter_map(|route| match route.destination {
                    RouteDestination::Net(net) if net.contains(&own.net) => Some((net, route)),
                    _ => None,
                });
                let Some((net, best)) = covering.max_by_key(|(net, _)| net.prefix_len()) else {
                    continue;
                };
                let RouteOrigin::UserDefined(_, place) = best.origin else { continue };
                // A route for just this subnet means to inspect what stays inside.
                if net == own.net || !matches!(best.next_hop, NextHop::VirtualAppliance(_)) {
                    continue;
                }
                let Some(route) = table.routes.known.get(place) else { continue };
                if table.routes.more.is_some() || !route.next_hop.is(&UserNextHop::VirtualAppliance)
                {
                    continue;
                }
                findings
                    .report(
                        &table.declared,
                        route.prefix.span,
                        format!(
                            "the route for {net} sends even the traffic inside of subnet {} ({}) to the appliance",
                            subnet.declared.label(),
                            own.net
                        ),
                    )
                    .relate(own.span, "the subnet")
                    .relate(subnet.route_table.span, "the table is associated here")
                    .help(format!("Add a route for {} with next hop VnetLocal.", own.net));
            }
        }
    }
}
