//! `route-server-nva-default-loop`

use nexthop_core::{
    network::NextHopTarget,
    routing::{Appliance, NextHop, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-nva-default-loop",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "an appliance that announces the default route gets it back on its own subnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        for peer in route_servers::peers(server) {
            let Some(&ip) = peer.ip.value() else { continue };
            if !peer.advertises.iter().any(|net| net.prefix_len() == 0) {
                continue;
            }
            let Some(subnet) = route_servers::subnet_with(network, vnet, ip) else { continue };
            let itself = match network.owner_of(ip, vnet) {
                Some(NextHopTarget::NetworkInterface(id)) => Appliance::NetworkInterface(id),
                Some(NextHopTarget::LoadBalancer(id)) => Appliance::LoadBalancer(id),
                Some(NextHopTarget::Firewall(id)) => Appliance::Firewall(id),
                Some(NextHopTarget::Address(_)) | None => Appliance::Address(ip),
            };
            let routes = ctx.routing.effective_routes(subnet);
            let back = routes.iter().find(|route| {
                route.destination.is_default()
                    && route.state == RouteState::Active
                    && route.unsure.is_none()
                    && route.next_hop == NextHop::LearnedAppliance(itself)
            });
            if back.is_none() {
                continue;
            }
            findings
                .report(
                    &peer.declared,
                    peer.declared.span,
                    format!("{ip} announces the default route, and {} gets it from {} with {ip} as next hop: what the appliance sends to the Internet comes back to it", topology::subnet_name(network, subnet), server.declared.label()),
                )
                .relate(network.subnets[subnet].declared.span, "the subnet of the appliance")
                .help("Give this subnet a route table with 0.0.0.0/0 to Internet, or with gateway route propagation off.");
        }
    }
}
