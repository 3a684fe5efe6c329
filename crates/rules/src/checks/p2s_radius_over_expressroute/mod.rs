//! `p2s-radius-over-expressroute`

use std::net::IpAddr;

use nexthop_core::{
    Network,
    network::{GatewayKind, Prefix, Site, SiteLink},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-radius-over-expressroute",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the RADIUS server of point-to-site clients is behind ExpressRoute only",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for gateway in topology::certain_gateways(network, GatewayKind::Vpn) {
        let Some(clients) = &gateway.clients else { continue };
        for server in &clients.radius_servers.known {
            let Some(&ip) = findings.need(server) else { continue };
            let Some(site) = site_of(network, ip) else { continue };
            if is_behind_expressroute_only(site) {
                findings
                    .report(
                        &gateway.declared,
                        server.span,
                        format!(
                            "the RADIUS server {ip} is in {}, which is behind ExpressRoute: the gateway {} does not ask it there",
                            site.name,
                            gateway.declared.label()
                        ),
                    )
                    .help("Run the RADIUS server in Azure, or reach it over a site-to-site connection of the gateway.");
            }
        }
    }
}

/// The site that has an address which no virtual network has.
fn site_of(network: &Network, ip: IpAddr) -> Option<&Site> {
    let holds = |all: &Vec<Prefix>| all.iter().any(|prefix| prefix.net.contains(&ip));
    let in_azure =
        network.virtual_networks.iter().any(|vnet| vnet.address_space.value().is_some_and(holds));
    let mut sites = network.sites.iter().filter(|site| site.prefixes.value().is_some_and(holds));
    let site = sites.next().filter(|_| !in_azure)?;
    // Where two sites have the address it is open which of them is meant.
    sites.next().is_none().then_some(site)
}

fn is_behind_expressroute_only(site: &Site) -> bool {
    let links = &site.links;
    let all = links.known.iter().all(|link| matches!(link, SiteLink::ExpressRoute { .. }));
    all && !links.known.is_empty() && links.more.is_none()
}
