//! `backup-vpn-not-equal-prefix`

use nexthop_core::network::{GatewayKind, Prefix, SiteLink};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "backup-vpn-not-equal-prefix",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "the VPN that backs up ExpressRoute leaves out a prefix of the site",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for pair in topology::coexisting(network) {
        for site in topology::sites_behind(network, pair.vnet) {
            let site = &network.sites[site];
            let gateways = site.links.known.iter().filter_map(|link| link.gateway());
            let on_circuit = gateways
                .into_iter()
                .any(|id| network.gateways[id].kind.is(&GatewayKind::ExpressRoute));
            let Some(announced) = site.prefixes.value().filter(|_| on_circuit) else { continue };
            let tunnels: Vec<_> = site
                .links
                .known
                .iter()
                .filter_map(|link| match link {
                    SiteLink::Vpn { connection, local_network_gateway, .. } => Some((
                        &network.connections[*connection],
                        &network.local_network_gateways[*local_network_gateway],
                    )),
                    SiteLink::ExpressRoute { .. }
                    | SiteLink::Hub { .. }
                    | SiteLink::Appliance(_) => None,
                })
                .collect();
            let Some((first, local)) = tunnels.first() else { continue };
            // What is learned by BGP is not in the code.
            if tunnels.iter().any(|(connection, _)| !connection.bgp.is(&false)) {
                continue;
            }
            let mut covered: Vec<&Prefix> = Vec::new();
            for (_, local) in &tunnels {
                covered.extend(findings.need(&local.address_space).into_iter().flatten());
            }
            let unknown = tunnels.iter().any(|(_, local)| local.address_space.why().is_some());
            let missing = announced
                .iter()
                .find(|prefix| !covered.iter().any(|own| topology::overlap(own.net, prefix.net)));
            let Some(missing) = missing.filter(|_| !unknown) else { continue };
            findings
                .report(
                    &local.declared,
                    local.address_space.span,
                    format!("{} of {} is not behind the VPN that backs up its circuit: it is lost when the circuit fails", missing.net, site.name),
                )
                .relate(first.declared.span, "the VPN connection to the site")
                .relate(pair.express_route.declared.span, "the ExpressRoute gateway")
                .help("Write every prefix of the site on the local network gateway, with the same length as over ExpressRoute.");
        }
    }
}
