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
        for clients in &gateway.clients.known {
            let Some(pool) = findings.need(&clients.pool) else { continue };
            for prefix in pool {
                let Some((net, declared, span)) = taken(network, id, prefix.net) else { continue };
                findings
                    .report(
                        &gateway.declared,
                        prefix.span,
                        format!("the client pool {} overlaps {net} of {}", prefix.net, declared.label()),
                    )
                    .relate(span, "the other one")
                    .help("Give every gateway a pool that no network, hub or other gateway of the Virtual WAN uses.");
            }
        }
    }
}

/// What else of the Virtual WAN has some of the addresses. Of two pools the later one is
/// told of.
fn taken(network: &Network, id: Id<HubGateway>, net: IpNet) -> Option<(IpNet, &Declared, Span)> {
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
        *other < id && here(gateway.hub) && topology::certain(&gateway.declared)
    });
    let pools = gateways.flat_map(|(_, gateway)| {
        let pools = gateway.clients.known.iter().filter_map(|clients| clients.pool.value());
        pools.flatten().map(|prefix| (prefix.net, &gateway.declared, prefix.span))
    });
    spaces.chain(hubs).chain(pools).find(|(other, ..)| topology::overlap(*other, net))
}
