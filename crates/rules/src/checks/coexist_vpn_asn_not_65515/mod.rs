//! `coexist-vpn-asn-not-65515`

use nexthop_core::network::{GatewayKind, Id, Network, SubnetPurpose, VirtualNetwork};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asn::GATEWAY, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "coexist-vpn-asn-not-65515",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a VPN gateway beside an ExpressRoute gateway has an ASN other than 65515",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for vpn in network.gateways.iter().filter(|gateway| gateway.kind.is(&GatewayKind::Vpn)) {
        let Some(&vnet) = vpn.virtual_network.value() else { continue };
        let Some(express_route) = network
            .gateways_in(vnet)
            .map(|id| &network.gateways[id])
            .find(|gateway| gateway.kind.is(&GatewayKind::ExpressRoute))
        else {
            continue;
        };
        let Some(&asn) = findings.need(&vpn.asn) else { continue };
        if asn == GATEWAY {
            continue;
        }
        let breaks_clients = vpn.clients.is_some();
        let message = if breaks_clients {
            format!(
                "the VPN gateway's ASN is {asn}: beside an ExpressRoute gateway, point-to-site clients lose TCP unless it is 65515"
            )
        } else {
            format!(
                "the VPN gateway's ASN is {asn}: beside an ExpressRoute gateway it must be 65515 for routes to be exchanged"
            )
        };
        let diagnostic = findings.report(&vpn.declared, vpn.asn.span, message);
        diagnostic
            .relate(
                express_route.declared.span,
                "the ExpressRoute gateway in the same virtual network",
            )
            .help("Set the ASN to 65515 (the default when it is left out), then reset the gateway.")
            .fix(&vpn.declared, "properties.bgpSettings.asn", &vpn.asn, 65515);
        if breaks_clients || exchanges_by_route_server(network, vnet) {
            diagnostic.severity = Severity::Error;
        }
    }
}

/// Whether a Route Server of the virtual network exchanges the routes of its gateways. It is
/// often deployed after them: a subnet that can hold nothing else says as much.
fn exchanges_by_route_server(network: &Network, vnet: Id<VirtualNetwork>) -> bool {
    network
        .route_servers
        .iter()
        .any(|server| server.virtual_network.is(&vnet) && topology::certain(&server.declared))
        || topology::certain_subnets(network, SubnetPurpose::RouteServer)
            .any(|subnet| subnet.virtual_network == vnet)
}
