//! `route-server-dual-homed-remote-gateway`

use std::{collections::BTreeMap, net::IpAddr};

use nexthop_core::network::{BgpPeer, Id, VirtualNetwork};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-dual-homed-remote-gateway",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a spoke whose appliance peers with two Route Servers uses the gateways of one hub",
    docs: include_str!("rule.md"),
    check,
};

/// The virtual network of a Route Server, and a peer of it.
type Home<'a> = (Id<VirtualNetwork>, &'a BgpPeer);

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut homes: BTreeMap<IpAddr, Vec<Home<'_>>> = BTreeMap::new();
    for (server, vnet) in route_servers::placed(network) {
        for peer in route_servers::peers(server) {
            if let Some(&ip) = peer.ip.value() {
                homes.entry(ip).or_default().push((vnet, peer));
            }
        }
    }
    for (ip, homes) in homes {
        let [(hub, first), (other, second), ..] = homes[..] else { continue };
        if hub == other {
            continue;
        }
        let using = network.peerings.iter().find(|peering| {
            homes.iter().any(|(hub, _)| peering.remote == *hub)
                && route_servers::has_address(network, peering.local, ip)
                && topology::certain(&peering.declared)
                && peering.use_remote_gateways.is(&true)
        });
        let Some(peering) = using else { continue };
        let spoke = network.virtual_networks[peering.local].declared.label();
        findings
            .report(
                &peering.declared,
                peering.use_remote_gateways.span,
                format!("the appliance {ip} of {spoke} peers with the Route Servers of two hubs, and {spoke} uses the gateways of one of them"),
            )
            .relate(first.declared.span, "a peering with a Route Server")
            .relate(second.declared.span, "the peering with the other")
            .help("Switch use_remote_gateways off on the peerings of the spoke: the appliance learns the routes, the spoke follows them by user-defined routes.");
    }
}
