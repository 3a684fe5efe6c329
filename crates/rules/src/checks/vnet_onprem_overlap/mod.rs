//! `vnet-onprem-overlap`

use ipnet::IpNet;
use nexthop_core::network::{Declared, Id, Prefix, VirtualNetwork};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule, topology,
    tunnels::{self, Tunnel},
    virtual_wan,
};

pub(super) static RULE: Rule = Rule {
    name: "vnet-onprem-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the prefixes of a site lie in the address space of a virtual network",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for Tunnel { connection, gateway, far, .. } in tunnels::by_far_end(network) {
        let Some(&vnet) = gateway.virtual_network.value() else { continue };
        // The address of the BGP peer alone is the affair of `bgp-peer-ip-in-vnet`.
        let peer = far.bgp_peering_address.value().copied().flatten().map(IpNet::from);
        let prefixes = far.address_space.value().into_iter().flatten();
        let prefixes = prefixes.filter(|prefix| Some(prefix.net) != peer);
        if connection.nat_rules.is_none() {
            let vnets = tunnels::served(network, vnet);
            tell(ctx, findings, &far.declared, prefixes, &vnets);
        }
    }
    for branch in network.hub_branches.iter().filter(|branch| topology::certain(&branch.declared)) {
        let Some(&gateway) = branch.gateway.value() else { continue };
        let Some(&Some(site)) = branch.vpn_site.value() else { continue };
        let site = &network.vpn_sites[site];
        if branch.nat_rules.is_none() && topology::certain(&site.declared) {
            let wan = network.virtual_hubs[network.hub_gateways[gateway].hub].wan;
            let vnets = virtual_wan::networks_of(network, wan);
            let prefixes = site.address_space.value().into_iter().flatten();
            tell(ctx, findings, &site.declared, prefixes, &vnets);
        }
    }
}

/// A prefix that covers a network and more is accepted and harmless.
fn tell<'p>(
    ctx: &Context<'_>,
    findings: &mut Findings,
    site: &Declared,
    mut prefixes: impl Iterator<Item = &'p Prefix>,
    vnets: &[Id<VirtualNetwork>],
) {
    let clash = prefixes.find_map(|prefix| {
        let mut own = tunnels::spaces(ctx.network, vnets.iter().copied());
        Some((prefix, own.find(|own| own.prefix.net.contains(&prefix.net))?))
    });
    let Some((prefix, own)) = clash else { return };
    findings
        .report(
            site,
            prefix.span,
            format!(
                "{} of {} lies in {} of {}: the gateway ignores it, and the virtual network never sends there",
                prefix.net,
                site.label(),
                own.prefix.net,
                own.vnet.label()
            ),
        )
        .relate(own.prefix.span, format!("the address space of {}", own.vnet.label()))
        .help("Readdress one of the two, or translate addresses on the connection with NAT rules.");
}
