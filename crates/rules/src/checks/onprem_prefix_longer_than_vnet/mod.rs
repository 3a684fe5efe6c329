//! `onprem-prefix-longer-than-vnet`

use nexthop_core::{
    Network,
    network::{Id, Site, SiteLink, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, tunnels};

pub(super) static RULE: Rule = Rule {
    name: "onprem-prefix-longer-than-vnet",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a site announces a part of a virtual network's own address space",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for site in &network.sites {
        let Some(prefixes) = site.prefixes.value() else { continue };
        let vnets = behind_expressroute(network, site);
        let clash = prefixes.iter().find_map(|prefix| {
            let mut own = tunnels::spaces(network, vnets.iter().copied());
            Some((prefix, own.find(|own| own.prefix.net.contains(&prefix.net))?))
        });
        let Some((prefix, own)) = clash else { continue };
        findings
            .report(
                own.vnet,
                own.prefix.span,
                format!(
                    "the site {} announces {}, which lies in {} of {}: the virtual network keeps that traffic to itself",
                    site.name, prefix.net, own.prefix.net, own.vnet.label()
                ),
            )
            .help("Readdress one of the two, or announce a prefix that is shorter than the virtual network's.");
    }
}

/// The virtual networks whose gateways learn a site's prefixes over ExpressRoute. Sites
/// behind VPN are the affair of `vnet-onprem-overlap`.
fn behind_expressroute(network: &Network, site: &Site) -> Vec<Id<VirtualNetwork>> {
    let gateways = site.links.known.iter().filter_map(|link| match *link {
        SiteLink::ExpressRoute { gateway, .. } => Some(&network.gateways[gateway]),
        SiteLink::Vpn { .. } | SiteLink::Hub { .. } | SiteLink::Appliance(_) => None,
    });
    let certain = gateways.filter(|gateway| topology::certain(&gateway.declared));
    let vnets = certain.filter_map(|gateway| gateway.virtual_network.value().copied());
    vnets.flat_map(|vnet| tunnels::served(network, vnet)).collect()
}
