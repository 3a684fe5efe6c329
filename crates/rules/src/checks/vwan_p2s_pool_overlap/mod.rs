//! `vwan-p2s-pool-overlap`

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Declared, HubGateway, Id, VirtualHub},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-p2s-pool-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the client pool of a virtual hub overlaps another network of the Virtual WAN",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.hub_gateways.entries() {
        if !topology::certain(&gateway.declared) {
            continue;
        }
        for (place, clients) in gateway.clients.known.iter().enumerate() {
            let Some(pool) = findings.need(&clients.pool) else { continue };
            for prefix in pool {
                let Some((net, declared, span)) = taken(network, (id, place), prefix.net) else {
                    continue;
                };
                findings
                    .report(
                        &gateway.declared,
                        prefix.span,
                        format!("the client pool {} overlaps {net} of {}", prefix.net, declared.label()),
                    )
                    .relate(span, "the other one")
                    .help("Give every gateway a pool that no network, hub, site or other gateway of the Virtual WAN uses.");
            }
        }
    }
}

/// Whether a site's prefix is part of a pool, or leaves less than that for anything else.
fn is_within_reach(site: IpNet, pool: IpNet) -> bool {
    pool.contains(&site) || site.contains(&pool) && site.prefix_len() >= 16
}

/// What else of the Virtual WAN has some of the addresses. Of two pools the later one is
/// told of.
fn taken(
    network: &Network,
    (id, place): (Id<HubGateway>, usize),
    net: IpNet,
) -> Option<(IpNet, &Declared, Span)> {
    let wan = network.virtual_hubs[network.hub_gateways[id].hub].wan;
    let here = |hub: Id<VirtualHub>| network.virtual_hubs[hub].wan == wan;
    let spaces = virtual_wan::connections(network).filter(|(_, one)| here(one.hub));
    let spaces = spaces.flat_map(|(_, one)| {
        let vnet = &network.virtual_networks[one.virtual_network];
        let space = vnet.address_space.value().into_iter().flatten();
        space.map(|prefix| (prefix.net, &vnet.declared, prefix.span))
    });
    let hubs = virtual_wan::hubs_of(network, wan).filter_map(|(_, hub)| {
        let prefix = hub.prefix.value().copied().flatten()?;
        Some((prefix.net, &hub.declared, prefix.span))
    });
    let gateways = network.hub_gateways.entries().filter(|(other, gateway)| {
        *other <= id && here(gateway.hub) && topology::certain(&gateway.declared)
    });
    let pools = gateways.flat_map(move |(other, gateway)| {
        let count = if other == id { place } else { gateway.clients.known.len() };
        let clients = gateway.clients.known.iter().take(count);
        let pools = clients.filter_map(|clients| clients.pool.value());
        pools.flatten().map(|prefix| (prefix.net, &gateway.declared, prefix.span))
    });
    // A site's summary of all private addresses does not clash: longer prefixes win.
    let sites = virtual_wan::vpn_sites_of(network, wan).into_iter().flat_map(|site| {
        let space = site.address_space.value().into_iter().flatten();
        let inside = space.filter(move |prefix| is_within_reach(prefix.net, net));
        inside.map(|prefix| (prefix.net, &site.declared, prefix.span))
    });
    spaces.chain(hubs).chain(pools).chain(sites).find(|(other, ..)| topology::overlap(*other, net))
}
