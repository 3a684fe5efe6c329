//! `vpn-prefix-limit`

use nexthop_core::network::SiteLink;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vpn-prefix-limit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a site announces more prefixes than a VPN gateway takes",
    docs: include_str!("rule.md"),
    check,
};

/// What a gateway takes from its BGP peers before it drops the session
/// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp>).
const MOST: usize = 4000;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for site in &network.sites {
        let Some(prefixes) = site.prefixes.value().filter(|all| all.len() > MOST) else { continue };
        let tunnel = site.links.known.iter().find_map(|link| match *link {
            SiteLink::Vpn { gateway, connection, local_network_gateway } => {
                let connection = &network.connections[connection];
                let speaks_bgp =
                    connection.bgp.is(&true) && topology::certain(&connection.declared);
                speaks_bgp.then_some((gateway, local_network_gateway))
            }
            SiteLink::ExpressRoute { .. } | SiteLink::Hub { .. } | SiteLink::Appliance(_) => None,
        });
        let Some((gateway, far)) = tunnel else { continue };
        let (gateway, far) = (&network.gateways[gateway], &network.local_network_gateways[far]);
        findings
            .report(
                &far.declared,
                far.address_space.span,
                format!(
                    "the site {} has {} prefixes; the gateway {} drops a BGP session with more than {MOST}",
                    site.name,
                    prefixes.len(),
                    gateway.declared.label()
                ),
            )
            .help("Summarise the prefixes on the on-premises device.");
    }
}
