//! `route-server-bgp-captured-by-udr`

use ipnet::IpNet;
use nexthop_core::{
    network::{GatewayKind, Id, RoutePrefix, RouteTable, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{NextHop, RouteDestination, RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-bgp-captured-by-udr",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route sends the BGP sessions of a Route Server to an appliance",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        let mut speakers: Vec<(Id<Subnet>, String)> = Vec::new();
        if network.gateways_in(vnet).next().is_some()
            && let Some(subnet) = network.special_subnet(vnet, SubnetPurpose::Gateway)
        {
            speakers.push((subnet, "the gateways".to_owned()));
        }
        for peer in route_servers::peers(server) {
            let Some(&ip) = peer.ip.value() else { continue };
            let Some(subnet) = route_servers::subnet_with(network, vnet, ip) else { continue };
            if speakers.iter().all(|(other, _)| *other != subnet) {
                speakers.push((subnet, format!("the appliance {ip}")));
            }
        }
        for (subnet, who) in speakers {
            for own in route_servers::own_prefixes(network, server) {
                let Some((table, route)) = captured(ctx, subnet, own) else { continue };
                if tells_itself(ctx, vnet, subnet, table, route) {
                    continue;
                }
                let table = &network.route_tables[table];
                let route = &table.routes.known[route];
                findings
                    .report(
                        &table.declared,
                        route.prefix.span,
                        format!("this route takes the BGP sessions of {who} with the Route Server ({own}) to an appliance: they break"),
                    )
                    .relate(network.subnets[subnet].route_table.span, format!("the table is that of {}", topology::subnet_name(network, subnet)))
                    .relate(server.declared.span, "the Route Server")
                    .help(format!("Add a route for {own} with next hop VnetLocal to the table."));
            }
        }
    }
}

/// The user-defined route that takes a whole prefix from a subnet to an appliance.
fn captured(
    ctx: &Context<'_>,
    subnet: Id<Subnet>,
    prefix: IpNet,
) -> Option<(Id<RouteTable>, usize)> {
    let routes = ctx.routing.effective_routes(subnet);
    let covering = routes.iter().filter_map(|route| match &route.destination {
        RouteDestination::Net(net) if net.contains(&prefix) => Some((net.prefix_len(), route)),
        _ => None,
    });
    let active = covering.filter(|(_, route)| route.state == RouteState::Active);
    let (_, route) = active.max_by_key(|(length, _)| *length)?;
    match (&route.origin, &route.next_hop, &route.unsure) {
        (RouteOrigin::UserDefined(table, at), NextHop::VirtualAppliance(_), None) => {
            Some((*table, *at))
        }
        _ => None,
    }
}

/// Whether the same route is told by `gateway-subnet-udr-covers-itself`.
fn tells_itself(
    ctx: &Context<'_>,
    vnet: Id<VirtualNetwork>,
    subnet: Id<Subnet>,
    table: Id<RouteTable>,
    route: usize,
) -> bool {
    let network = ctx.network;
    let subnet = &network.subnets[subnet];
    let both = [GatewayKind::Vpn, GatewayKind::ExpressRoute]
        .iter()
        .all(|kind| route_servers::gateway_in(network, vnet, *kind).is_some());
    let own = subnet.prefixes.value().into_iter().flatten();
    let route = network.route_tables[table].routes.known[route].prefix.value();
    subnet.purpose == SubnetPurpose::Gateway
        && both
        && matches!(route, Some(RoutePrefix::Net(net)) if own.clone().any(|own| net.contains(&own.net)))
}
