//! `udr-gateway-next-hop-with-expressroute`

use nexthop_core::network::{GatewayKind, UserNextHop};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "udr-gateway-next-hop-with-expressroute",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route has next hop VirtualNetworkGateway where the gateway is ExpressRoute",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (table_id, table) in network.route_tables.entries() {
        let mut served = network.subnets.iter().filter(|subnet| {
            subnet.route_table.is(&Some(table_id)) && topology::certain(&subnet.declared)
        });
        let with_express_route = served.find_map(|subnet| {
            let gateway = topology::gateway_networks(network, subnet.virtual_network)
                .flat_map(|vnet| network.gateways_in(vnet))
                .map(|id| &network.gateways[id])
                .find(|gateway| {
                    gateway.kind.is(&GatewayKind::ExpressRoute)
                        && topology::certain(&gateway.declared)
                })?;
            Some((subnet, gateway))
        });
        let Some((subnet, gateway)) = with_express_route else { continue };
        for route in &table.routes.known {
            if route.next_hop.is(&UserNextHop::VirtualNetworkGateway) {
                findings
                    .report(
                        &table.declared,
                        route.next_hop.span,
                        "next hop VirtualNetworkGateway is not allowed where the network has an ExpressRoute gateway",
                    )
                    .relate(subnet.route_table.span, "the table is associated here")
                    .relate(gateway.declared.span, "the ExpressRoute gateway that serves this subnet")
                    .help("Remove the route and let gateway route propagation bring the on-premises prefixes.");
            }
        }
    }
}
