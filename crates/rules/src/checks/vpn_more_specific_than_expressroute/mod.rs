//! `vpn-more-specific-than-expressroute`

use nexthop_core::network::{GatewayKind, SiteLink};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vpn-more-specific-than-expressroute",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a prefix over VPN is longer than that of the same site over ExpressRoute",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for pair in topology::coexisting(network) {
        for site in topology::sites_behind(network, pair.vnet) {
            let site = &network.sites[site];
            let over = |kind: GatewayKind| {
                let gateways = site.links.known.iter().filter_map(|link| link.gateway());
                gateways.into_iter().any(|id| network.gateways[id].kind.is(&kind))
            };
            let Some(announced) = site.prefixes.value() else { continue };
            if !over(GatewayKind::ExpressRoute) {
                continue;
            }
            for link in &site.links.known {
                let SiteLink::Vpn { connection, local_network_gateway, .. } = link else {
                    continue;
                };
                let local = &network.local_network_gateways[*local_network_gateway];
                let Some(static_prefixes) = findings.need(&local.address_space) else { continue };
                let longer = static_prefixes.iter().find_map(|own| {
                    let wider = announced
                        .iter()
                        .find(|wide| wide.net != own.net && wide.net.contains(&own.net));
                    let as_such = announced.iter().any(|wide| wide.net == own.net);
                    wider.filter(|_| !as_such).map(|wide| (own, wide))
                });
                let Some((own, wide)) = longer else { continue };
                findings
                    .report(
                        &local.declared,
                        own.span,
                        format!("{} over VPN is longer than {} over ExpressRoute: it takes the VPN even while the circuit is up", own.net, wide.net),
                    )
                    .relate(network.connections[*connection].declared.span, "the VPN connection to the site")
                    .relate(pair.express_route.declared.span, "the ExpressRoute gateway")
                    .help(format!("Write {} on the local network gateway, as it is announced over ExpressRoute.", wide.net));
            }
        }
    }
}
