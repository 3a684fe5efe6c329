//! `udr-private-endpoint-bypass`

use nexthop_core::{
    network::{Id, PrivateEndpoint, Route, Subnet},
    routing::{RouteDestination, RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-private-endpoint-bypass",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "private endpoints are reached past the firewall that a route leads to",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut told: Vec<Id<Subnet>> = Vec::new();
    for endpoint in &network.private_endpoints {
        let Some(&Some(id)) = endpoint.subnet.value() else { continue };
        if !topology::certain(&endpoint.declared)
            || endpoint.declared.existing
            || told.contains(&id)
        {
            continue;
        }
        let subnet = &network.subnets[id];
        if subnet.routes_private_endpoints.is(&true) {
            told.extend(too_wide(ctx, findings, endpoint, id));
            continue;
        }
        let Some((from, route)) = led_to_appliance(ctx, id) else { continue };
        if findings.need(&subnet.routes_private_endpoints) != Some(&false) {
            continue;
        }
        told.push(id);
        findings
            .report(
                &subnet.declared,
                subnet.routes_private_endpoints.span,
                format!(
                    "the private endpoints in {} are reached directly from {}: their own routes are more specific than the one to {}",
                    topology::subnet_name(network, id),
                    topology::subnet_name(network, from),
                    user_routes::appliance_name(network, &network.subnets[from], route)
                ),
            )
            .relate(endpoint.declared.span, "a private endpoint in this subnet")
            .relate(route.span, "the route to the appliance")
            .help("Set privateEndpointNetworkPolicies of the subnet to RouteTableEnabled.");
    }
}

/// Network policies let a route take the place of an endpoint's own only if it is no wider
/// than the address space
/// (<https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy>).
fn too_wide(
    ctx: &Context<'_>,
    findings: &mut Findings,
    endpoint: &PrivateEndpoint,
    id: Id<Subnet>,
) -> Option<Id<Subnet>> {
    let network = ctx.network;
    let subnet = &network.subnets[id];
    let own = subnet.prefixes.value()?.first()?.net;
    let vnet = &network.virtual_networks[subnet.virtual_network];
    let mut space = vnet.address_space.value()?.iter().map(|prefix| prefix.net);
    let range = space.find(|range| range.contains(&own))?;
    let near = user_routes::near(network, subnet.virtual_network);
    let found = user_routes::tables(network).find_map(|(id_of_table, table)| {
        let mut from = user_routes::subnets_with(network, id_of_table)
            .filter(|(from, subnet)| *from != id && near.contains(&subnet.virtual_network));
        let (from, _) = from.next()?;
        let (route, net) = user_routes::covering(table, own)?;
        user_routes::net_to_appliance(route)?;
        // A default route is for the rest, not for the endpoints.
        let is_too_wide = (1..range.prefix_len()).contains(&net.prefix_len());
        is_too_wide.then_some((from, route, net))
    });
    let (from, route, net) = found?;
    findings
        .report(
            &network.route_tables[network.subnets[from].route_table.value().copied()??].declared,
            route.prefix.span,
            format!(
                "the private endpoints in {} are reached directly from {}: the route for {net} to {} is wider than the address space {range}, so the endpoints' own routes stay",
                topology::subnet_name(network, id),
                topology::subnet_name(network, from),
                user_routes::appliance_name(network, &network.subnets[from], route)
            ),
        )
        .relate(endpoint.declared.span, "a private endpoint in that subnet")
        .relate(subnet.routes_private_endpoints.span, "its network policies let route tables count")
        .help(format!("Add a route for {own} with the same next hop."));
    Some(id)
}

/// A subnet whose route to an appliance is meant for the endpoints in another one.
fn led_to_appliance<'a>(ctx: &Context<'a>, id: Id<Subnet>) -> Option<(Id<Subnet>, &'a Route)> {
    let network = ctx.network;
    let prefix = network.subnets[id].prefixes.value()?.first()?.net;
    let near = user_routes::near(network, network.subnets[id].virtual_network);
    user_routes::tables(network).find_map(|(table, routes)| {
        let meant = user_routes::routes(routes).any(|route| {
            user_routes::net_to_appliance(route)
                .is_some_and(|net| net.prefix_len() > 0 && net.contains(&prefix))
        });
        let mut from = user_routes::subnets_with(network, table)
            .filter(|(from, subnet)| *from != id && near.contains(&subnet.virtual_network));
        let (from, _) = from.next().filter(|_| meant)?;
        let effective = ctx.routing.effective_routes(from);
        let covering = effective.iter().filter(|route| route.state == RouteState::Active);
        let covering = covering.filter_map(|route| match route.destination {
            RouteDestination::Net(net) if net.contains(&prefix) => Some((net.prefix_len(), route)),
            _ => None,
        });
        let (_, best) = covering.max_by_key(|(length, _)| *length)?;
        let RouteOrigin::UserDefined(_, place) = best.origin else { return None };
        let route = routes.routes.known.get(place)?;
        user_routes::net_to_appliance(route).map(|_| (from, route))
    })
}
