//! `p2s-indirect-spoke`

use nexthop_core::routing::{Endpoint, Verdict};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, p2s, topology, tunnels};

pub(super) static RULE: Rule = Rule {
    name: "p2s-indirect-spoke",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a custom route leads clients to a network that is two peerings away",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        let Some(&hub) = gateway.virtual_network.value() else { continue };
        let Some(routes) = gateway.custom_routes.value().filter(|routes| !routes.is_empty()) else {
            continue;
        };
        for vnet in topology::two_peerings_away(network, hub) {
            let own = tunnels::spaces(network, [vnet]).find_map(|own| {
                Some((routes.iter().find(|route| own.prefix.net.contains(&route.net))?, own))
            });
            let Some((route, own)) = own else { continue };
            let to = Endpoint::VirtualNetwork(vnet);
            let flow = ctx.flow(Endpoint::Clients(id), to);
            if flow.verdict != Verdict::Unreachable {
                continue;
            }
            let diagnostic = findings.report(
                &gateway.declared,
                route.span,
                format!(
                    "the custom route {} leads clients of {} to {}, which is not peered with {}: nothing passes their packets on",
                    route.net,
                    gateway.declared.label(),
                    own.vnet.label(),
                    network.virtual_networks[hub].declared.label()
                ),
            );
            diagnostic.steps = p2s::steps(&flow);
            diagnostic
                .relate(own.prefix.span, format!("the address space of {}", own.vnet.label()))
                .help("Peer the network with the gateway's, or send the traffic through an appliance in the network between, with routes for both directions.");
            findings.explain([(flow.from, flow.to)]);
        }
    }
}
