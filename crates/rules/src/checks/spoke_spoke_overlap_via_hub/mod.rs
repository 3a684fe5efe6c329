//! `spoke-spoke-overlap-via-hub`

use std::collections::BTreeMap;

use nexthop_core::{
    Network,
    network::{HubConnection, Id, Peering, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule, topology,
    tunnels::{self, Own},
    virtual_wan,
};

pub(super) static RULE: Rule = Rule {
    name: "spoke-spoke-overlap-via-hub",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two networks that are peered with one hub or connected to one Virtual WAN overlap",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    connected(ctx.network, findings);
    peered(ctx.network, findings);
}

/// Networks that are connected to hubs of one Virtual WAN. One that is connected twice is
/// the affair of `vnet-connected-twice`.
fn connected(network: &Network, findings: &mut Findings) {
    let mut seen: Vec<(Own<'_>, &HubConnection)> = Vec::new();
    for (_, connection) in virtual_wan::connections(network) {
        let vnet = connection.virtual_network;
        let wan = |one: &HubConnection| network.virtual_hubs[one.hub].wan;
        let own: Vec<_> = tunnels::spaces(network, [vnet]).collect();
        let clash = own.iter().find_map(|a| {
            let (b, other) = seen.iter().find(|(b, other)| {
                wan(other) == wan(connection)
                    && other.virtual_network != vnet
                    && topology::overlap(a.prefix.net, b.prefix.net)
            })?;
            Some((a, b, other))
        });
        if let Some((a, b, other)) = clash {
            let hub = |one: &HubConnection| network.virtual_hubs[one.hub].declared.label();
            let hubs = match (hub(other), hub(connection)) {
                (one, two) if one == two => format!("virtual hub {one}"),
                (one, two) => format!("virtual hubs {one} and {two} of one Virtual WAN"),
            };
            findings
                .report(
                    &connection.declared,
                    connection.declared.span,
                    format!(
                        "{} ({}) and {} ({}) overlap and are both connected to {hubs}: a hub has one route for a prefix, so one of them is not reached",
                        b.vnet.label(),
                        b.prefix.net,
                        a.vnet.label(),
                        a.prefix.net
                    ),
                )
                .relate(b.prefix.span, format!("the address space of {}", b.vnet.label()))
                .relate(a.prefix.span, format!("the address space of {}", a.vnet.label()))
                .help("Give one of the two another address space, or disconnect it.");
        }
        seen.extend(own.into_iter().map(|own| (own, connection)));
    }
}

/// Networks that are peered with one hub.
fn peered(network: &Network, findings: &mut Findings) {
    for hub in network.virtual_networks.ids() {
        let mut seen: Vec<Own<'_>> = Vec::new();
        for (spoke, peering) in spokes(network, hub) {
            let own: Vec<_> = tunnels::spaces(network, [spoke]).collect();
            let clash = own.iter().find_map(|a| {
                let b = seen.iter().find(|b| topology::overlap(a.prefix.net, b.prefix.net))?;
                Some((a, b))
            });
            if let Some((a, b)) = clash {
                let hub = network.virtual_networks[hub].declared.label();
                findings
                    .report(
                        &peering.declared,
                        peering.declared.span,
                        format!(
                            "{} ({}) and {} ({}) are both peered with {hub} and overlap: Azure refuses the second peering",
                            b.vnet.label(),
                            b.prefix.net,
                            a.vnet.label(),
                            a.prefix.net
                        ),
                    )
                    .relate(b.prefix.span, format!("the address space of {}", b.vnet.label()))
                    .relate(a.prefix.span, format!("the address space of {}", a.vnet.label()))
                    .help("Give one of the two another address space.");
            }
            seen.extend(own);
        }
    }
}

/// The networks that are certainly peered with a hub as a whole, each with one of the
/// directions: the hub's own where there is one. Who overlaps the hub itself is the
/// affair of `peering-address-overlap`.
fn spokes(network: &Network, hub: Id<VirtualNetwork>) -> BTreeMap<Id<VirtualNetwork>, &Peering> {
    let whole = network
        .peerings
        .iter()
        .filter(|peering| peering.complete.is(&true) && topology::certain(&peering.declared));
    let mut spokes = BTreeMap::new();
    for peering in whole {
        if peering.local == hub {
            spokes.insert(peering.remote, peering);
        } else if peering.remote == hub {
            spokes.entry(peering.local).or_insert(peering);
        }
    }
    spokes.remove(&hub);
    spokes
}
