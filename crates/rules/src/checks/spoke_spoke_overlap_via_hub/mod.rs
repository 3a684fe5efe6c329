//! `spoke-spoke-overlap-via-hub`

use std::collections::BTreeMap;

use nexthop_core::{
    Network,
    network::{Id, Peering, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule, topology,
    tunnels::{self, Own},
};

pub(super) static RULE: Rule = Rule {
    name: "spoke-spoke-overlap-via-hub",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two networks that are peered with one hub overlap",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
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
