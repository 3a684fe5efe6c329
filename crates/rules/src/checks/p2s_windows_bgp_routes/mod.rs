//! `p2s-windows-bgp-routes`

use nexthop_core::{
    network::{ClientProtocol, Gateway, Site},
    routing::{Code, Endpoint},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-windows-bgp-routes",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "native Windows clients do not learn the routes that a gateway has by BGP",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        let Some(clients) =
            gateway.clients.as_ref().filter(|_| topology::certain(&gateway.declared))
        else {
            continue;
        };
        // With OpenVPN the clients are told when they connect.
        let is_native = clients.protocols.value().is_some_and(|protocols| {
            !protocols.is_empty() && !protocols.contains(&ClientProtocol::OpenVpn)
        });
        let sites = network
            .sites
            .ids()
            .filter(|&site| is_native && !is_pushed_anyway(gateway, &network.sites[site]));
        let told = sites.filter(|&site| {
            let flow = ctx.flow(Endpoint::Clients(id), Endpoint::Site(site));
            let code = Code::AssumedClientTakesBgpRoutes.as_str();
            flow.assumptions.iter().any(|assumption| assumption.code == code)
        });
        let names: Vec<_> = told.map(|site| network.sites[site].name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        findings
            .report(
                &gateway.declared,
                clients.protocols.span,
                format!(
                    "native Windows clients of {} do not learn the routes to {}, which the gateway has by BGP",
                    gateway.declared.label(),
                    topology::several(names)
                ),
            )
            .help("List the prefixes as custom routes, or use OpenVPN with the Azure VPN client.");
    }
}

/// Whether custom routes tell the clients of every prefix of a site.
fn is_pushed_anyway(gateway: &Gateway, site: &Site) -> bool {
    let (Some(routes), Some(prefixes)) = (gateway.custom_routes.value(), site.prefixes.value())
    else {
        return false;
    };
    prefixes.iter().all(|prefix| routes.iter().any(|route| route.net.contains(&prefix.net)))
}
