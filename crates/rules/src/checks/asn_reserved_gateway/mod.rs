//! `asn-reserved-gateway`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asn, topology};

pub(super) static RULE: Rule = Rule {
    name: "asn-reserved-gateway",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a VPN gateway has an autonomous system number that is reserved",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for gateway in topology::certain_gateways(network, GatewayKind::Vpn) {
        if gateway.declared.existing {
            continue;
        }
        let Some(&number) = findings.need(&gateway.asn) else { continue };
        let Some(owner) = asn::reserved(number).filter(|_| number != asn::GATEWAY) else {
            continue;
        };
        // Where only 65515 will do, other rules say so.
        let coexists = topology::coexisting(network).any(|pair| std::ptr::eq(pair.vpn, gateway));
        if coexists || topology::route_server_beside(network, gateway).is_some() {
            continue;
        }
        findings
            .report(
                &gateway.declared,
                gateway.asn.span,
                format!(
                    "the autonomous system {number} of the gateway {} is reserved by {}",
                    gateway.declared.label(),
                    owner.as_str()
                ),
            )
            .help("Leave it at 65515, or take a number of 64512-65514 or 65521-65534.");
    }
}
