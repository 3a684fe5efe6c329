//! `route-server-peer-not-adjacent`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-peer-not-adjacent",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a BGP peer of a Route Server is in a virtual network that is not peered with it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        let mut near = network.peers_of(vnet);
        near.push(vnet);
        // A network whose space is not known may be the one that has the address, and a
        // module that is not here may peer.
        let open = near
            .iter()
            .any(|&id| network.virtual_networks[id].address_space.why().is_some())
            || network.hidden_modules.iter().any(|hidden| hidden.virtual_networks.contains(&vnet));
        if open {
            continue;
        }
        for peer in route_servers::peers(server) {
            let Some(&ip) = findings.need(&peer.ip) else { continue };
            if near.iter().any(|&id| route_servers::has_address(network, id, ip)) {
                continue;
            }
            // An address that is nowhere in this code may be near for what is elsewhere.
            let home = network
                .virtual_networks
                .entries()
                .find(|(id, _)| route_servers::has_address(network, *id, ip));
            let Some((_, home)) = home else { continue };
            findings
                .report(
                    &peer.declared,
                    peer.ip.span,
                    format!(
                        "{ip} is in {}, which is not peered with {}: the Route Server cannot reach it",
                        home.declared.label(),
                        network.virtual_networks[vnet].declared.label()
                    ),
                )
                .relate(home.address_space.span, "the network that has the address")
                .relate(server.declared.span, "the Route Server")
                .help("Peer the two networks directly, or put the appliance into the network of the Route Server.");
        }
    }
}
