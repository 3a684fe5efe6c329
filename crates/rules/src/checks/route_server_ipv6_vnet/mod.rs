//! `route-server-ipv6-vnet`

use nexthop_core::{
    Network,
    network::{Id, Subnet, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-ipv6-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server stands in a virtual network with IPv6",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, id) in route_servers::placed(network) {
        let vnet = &network.virtual_networks[id];
        if vnet.declared.existing {
            continue;
        }
        let Some(space) = findings.need(&vnet.address_space) else { continue };
        let Some(ipv6) = space.iter().find(|prefix| prefix.net.addr().is_ipv6()) else { continue };
        let Some(subnet) = subnet_with_ipv6(network, id) else { continue };
        findings
            .report(
                &vnet.declared,
                ipv6.span,
                format!("{} has IPv6 addresses and a Route Server, which does not support them: IPv6 traffic breaks", vnet.declared.label()),
            )
            .relate(subnet.prefixes.span, "a subnet that uses IPv6")
            .relate(server.declared.span, "the Route Server")
            .help("Take the IPv6 prefix out, or put the Route Server into a network without one.");
    }
}

/// A subnet with an IPv6 prefix: without one nothing in the network speaks IPv6.
fn subnet_with_ipv6(network: &Network, vnet: Id<VirtualNetwork>) -> Option<&Subnet> {
    let mut subnets = network.subnets_of(vnet).map(|id| &network.subnets[id]);
    subnets.find(|subnet| {
        let mut prefixes = subnet.prefixes.value().into_iter().flatten();
        topology::certain(&subnet.declared) && prefixes.any(|prefix| prefix.net.addr().is_ipv6())
    })
}
