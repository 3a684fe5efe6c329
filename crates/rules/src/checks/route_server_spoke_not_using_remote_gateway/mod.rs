//! `route-server-spoke-not-using-remote-gateway`

use nexthop_core::network::{Peering, RouteServer};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-spoke-not-using-remote-gateway",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a spoke is offered the routes of a Route Server and does not take them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        for id in network.peerings_of(vnet) {
            let offer = &network.peerings[id];
            let Some(back) = network.reverse(id).map(|id| &network.peerings[id]) else { continue };
            if !topology::certain(&offer.declared)
                || !topology::certain(&back.declared)
                || !offer.allow_gateway_transit.is(&true)
                || has_its_own(ctx, server, back)
                || nobody_uses_the_gateway(ctx, offer)
            {
                continue;
            }
            if findings.need(&back.use_remote_gateways) != Some(&false) {
                continue;
            }
            let spoke = network.virtual_networks[back.local].declared.label();
            findings
                .report(
                    &back.declared,
                    back.use_remote_gateways.span,
                    format!("{spoke} does not use the gateways of its hub: it gets no routes from {} and is announced to nobody", server.declared.label()),
                )
                .relate(offer.allow_gateway_transit.span, "gateway transit is allowed here")
                .relate(server.declared.span, "the Route Server")
                .help("Set use_remote_gateways on the spoke's peering.")
                .fix(&back.declared, "properties.useRemoteGateways", &back.use_remote_gateways, true);
        }
    }
}

/// Whether the spoke has another way to routes: a gateway or a Route Server of its own,
/// those of another network, or an appliance that speaks with the Route Server.
fn has_its_own(ctx: &Context<'_>, server: &RouteServer, back: &Peering) -> bool {
    let network = ctx.network;
    let elsewhere = network.peerings_of(back.local).any(|id| {
        let peering = &network.peerings[id];
        peering.remote != back.remote && !peering.use_remote_gateways.is(&false)
    });
    let mut ips = route_servers::peers(server).filter_map(|peer| peer.ip.value());
    elsewhere
        || network.gateways_in(back.local).next().is_some()
        || network.route_servers_in(back.local).next().is_some()
        || ips.any(|&ip| route_servers::has_address(network, back.local, ip))
}

/// Whether the hub has a gateway that no spoke uses: that is `gateway-transit-unused`.
fn nobody_uses_the_gateway(ctx: &Context<'_>, offer: &Peering) -> bool {
    let network = ctx.network;
    network.gateways_in(offer.local).next().is_some()
        && network.transit_users(offer.local).known.is_empty()
}
