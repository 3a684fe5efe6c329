//! `route-server-vpn-asn`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asn::GATEWAY, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-vpn-asn",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a VPN gateway beside a Route Server has an ASN other than 65515",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for vpn in topology::certain_gateways(network, GatewayKind::Vpn) {
        let Some(server) = topology::route_server_beside(network, vpn) else { continue };
        let Some(&asn) = findings.need(&vpn.asn) else { continue };
        if asn == GATEWAY {
            continue;
        }
        let diagnostic = findings.report(
            &vpn.declared,
            vpn.asn.span,
            format!("the VPN gateway's ASN is {asn}: beside a Route Server it must be 65515"),
        );
        diagnostic
            .relate(server.declared.span, "the Route Server in the same virtual network")
            .help("Set the ASN to 65515 (the default when it is left out), then reset the gateway.")
            .fix(&vpn.declared, "properties.bgpSettings.asn", &vpn.asn, 65515);
        if server.branch_to_branch.is(&true) {
            diagnostic.severity = Severity::Error;
        }
    }
}
