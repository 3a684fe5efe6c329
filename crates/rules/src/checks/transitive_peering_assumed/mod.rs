//! `transitive-peering-assumed`

use ipnet::IpNet;
use std::rc::Rc;

use nexthop_core::{
    Presence,
    network::{GatewayKind, Id, Route, RoutePrefix, Subnet, UserNextHop, VirtualNetwork},
    routing::{Endpoint, Flow, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, tunnels};

pub(super) static RULE: Rule = Rule {
    name: "transitive-peering-assumed",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a route is to lead over two peerings without an appliance between them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in network.route_tables.entries() {
        for route in table.routes.known.iter().filter(|route| route.presence == Presence::Certain) {
            let Some(&RoutePrefix::Net(net)) = route.prefix.value() else { continue };
            if !is_left_to_azure(route) {
                continue;
            }
            let found = topology::workload_subnets_with(network, id)
                .find_map(|subnet| Some((subnet, missed(ctx, subnet, net)?)));
            let Some((subnet, (vnet, flow))) = found else { continue };
            let (own, far) = (
                network.virtual_networks[network.subnets[subnet].virtual_network].declared.label(),
                network.virtual_networks[vnet].declared.label(),
            );
            let diagnostic = findings.report(
                &table.declared,
                route.span,
                format!("the route {net} is to lead from {own} to {far}, which are not peered: what lies between them passes nothing on"),
            );
            diagnostic.steps = flow.forward.steps();
            diagnostic
                .relate(network.virtual_networks[vnet].declared.span, "the virtual network two peerings away")
                .help("Peer the two directly, or send the traffic through an appliance in the network between, with routes for both directions.");
            findings.explain([(flow.from, flow.to)]);
        }
    }
}

/// A route without an appliance. That gateways beside ExpressRoute cannot be named is
/// `udr-gateway-next-hop-with-expressroute`.
fn is_left_to_azure(route: &Route) -> bool {
    matches!(
        route.next_hop.value(),
        Some(UserNextHop::VnetLocal | UserNextHop::VirtualNetworkGateway)
    )
}

/// The network two peerings away that a prefix is of and that a subnet does not reach.
fn missed(
    ctx: &Context<'_>,
    subnet: Id<Subnet>,
    net: IpNet,
) -> Option<(Id<VirtualNetwork>, Rc<Flow>)> {
    let network = ctx.network;
    let own = network.subnets[subnet].virtual_network;
    let has_expressroute = topology::gateway_networks(network, own).any(|hub| {
        let gateway = network.gateway_of(hub, GatewayKind::ExpressRoute);
        !gateway.is(&None)
    });
    let away = topology::two_peerings_away(network, own);
    let mut holding = away
        .into_iter()
        .filter(|&vnet| tunnels::spaces(network, [vnet]).any(|own| own.prefix.net.contains(&net)));
    let vnet = holding.next().filter(|_| !has_expressroute)?;
    let flow = ctx.flow(Endpoint::Subnet(subnet), Endpoint::VirtualNetwork(vnet));
    (flow.verdict == Verdict::Unreachable).then_some((vnet, flow))
}
