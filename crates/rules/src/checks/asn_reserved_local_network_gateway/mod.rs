//! `asn-reserved-local-network-gateway`

use nexthop_core::{Fact, network::Declared};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asn, topology};

pub(super) static RULE: Rule = Rule {
    name: "asn-reserved-local-network-gateway",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the other end of a VPN connection has an autonomous system number that is reserved",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in &ctx.network.local_network_gateways {
        tell(findings, &gateway.declared, &gateway.asn);
    }
    for site in &ctx.network.vpn_sites {
        // The numbers of virtual hubs are the affair of `vwan-site-asn-65515`.
        if !site.asn.value().copied().flatten().is_some_and(asn::is_of_virtual_hubs) {
            tell(findings, &site.declared, &site.asn);
        }
    }
}

fn tell(findings: &mut Findings, declared: &Declared, asn: &Fact<Option<u32>>) {
    if declared.existing || !topology::certain(declared) {
        return;
    }
    let Some(&Some(number)) = findings.need(asn) else { return };
    // 65515 is what a virtual hub has, to which a gateway may well connect.
    let Some(owner) = asn::reserved(number).filter(|_| number != asn::GATEWAY) else { return };
    findings
        .report(
            declared,
            asn.span,
            format!(
                "the autonomous system {number} of {} is reserved by {}",
                declared.label(),
                owner.as_str()
            ),
        )
        .help(
            "Give the device a number of 64512-65514 or 65521-65534, or a public one of its own.",
        );
}
