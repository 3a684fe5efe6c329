//! `gateway-subnet-udr-covers-itself`

use nexthop_core::network::{SubnetPurpose, UserNextHop};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-udr-covers-itself",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route on GatewaySubnet sends the traffic between its own gateways to an appliance",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for pair in topology::coexisting(network) {
        let Some(id) = network.special_subnet(pair.vnet, SubnetPurpose::Gateway) else { continue };
        let subnet = &network.subnets[id];
        let Some(&Some(table)) = findings.need(&subnet.route_table) else { continue };
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let table = &network.route_tables[table];
        let space = network.virtual_networks[pair.vnet].address_space.value();
        // The gateways speak BGP with each other over IPv4 only.
        for own in prefixes.iter().filter(|own| own.net.addr().is_ipv4()) {
            let Some((route, net)) = user_routes::covering(table, own.net) else { continue };
            // A longer prefix of the address space wins over the route.
            let shadowed = space.into_iter().flatten().any(|range| {
                range.net.contains(&own.net) && range.net.prefix_len() > net.prefix_len()
            });
            if shadowed {
                continue;
            }
            if findings.need(&route.next_hop) == Some(&UserNextHop::VnetLocal) {
                continue;
            }
            findings
                .report(
                    &table.declared,
                    route.prefix.span,
                    format!("the route for {net} covers GatewaySubnet itself ({}): the VPN and ExpressRoute gateways lose their BGP session with each other", own.net),
                )
                .relate(own.span, "GatewaySubnet")
                .relate(subnet.route_table.span, "the table is associated with GatewaySubnet here")
                .help(format!("Route the workload subnets one by one, or add a route for {} with next hop VnetLocal.", own.net));
        }
    }
}
