//! `vhub-prefix-overlap`

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Declared, Id, VirtualHub},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, tunnels, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vhub-prefix-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the address prefix of a virtual hub overlaps another network of the Virtual WAN",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, hub) in virtual_wan::hubs(network) {
        let Some(prefix) = findings.need(&hub.prefix).copied().flatten() else { continue };
        let Some((net, other, span)) = taken(network, id, prefix.net) else { continue };
        findings
            .report(
                &hub.declared,
                prefix.span,
                format!(
                    "{} of the virtual hub {} overlaps {net} of {}",
                    prefix.net,
                    hub.declared.label(),
                    other.label()
                ),
            )
            .relate(span, "the other one")
            .help("Give the hub a prefix that no virtual network, site or other hub of the Virtual WAN uses; that takes a new hub.");
    }
}

/// What else of the Virtual WAN has some of the addresses: of two hubs the later one is
/// told of.
fn taken(network: &Network, id: Id<VirtualHub>, net: IpNet) -> Option<(IpNet, &Declared, Span)> {
    let wan = network.virtual_hubs[id].wan;
    let hubs = virtual_wan::hubs_of(network, wan).filter(|(other, _)| *other < id);
    let hubs = hubs.filter_map(|(_, hub)| {
        let prefix = hub.prefix.value().copied().flatten()?;
        Some((prefix.net, &hub.declared, prefix.span))
    });
    let vnets = virtual_wan::networks_of(network, wan);
    let spaces =
        tunnels::spaces(network, vnets).map(|own| (own.prefix.net, own.vnet, own.prefix.span));
    // A site's summary of all private addresses does not clash: longer prefixes win.
    let sites = virtual_wan::vpn_sites_of(network, wan).into_iter().flat_map(|site| {
        let space = site.address_space.value().into_iter().flatten();
        space
            .filter(move |prefix| net.contains(&prefix.net))
            .map(|prefix| (prefix.net, &site.declared, prefix.span))
    });
    hubs.chain(spaces).chain(sites).find(|(other, ..)| topology::overlap(*other, net))
}
