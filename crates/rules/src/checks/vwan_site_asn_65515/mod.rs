//! `vwan-site-asn-65515`

use nexthop_core::network::Declared;
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, asn, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-site-asn-65515",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a site or an appliance has the autonomous system number of virtual hubs",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for site in &ctx.network.vpn_sites {
        if site.declared.existing || !topology::certain(&site.declared) {
            continue;
        }
        let Some(&Some(number)) = findings.need(&site.asn) else { continue };
        if asn::is_of_virtual_hubs(number) {
            report(findings, &site.declared, site.asn.span, "the VPN site", number);
        }
    }
    for (_, hub) in virtual_wan::hubs(ctx.network) {
        for peer in hub.peers.known.iter().filter(|peer| topology::certain(&peer.declared)) {
            let Some(&number) = findings.need(&peer.asn) else { continue };
            if asn::is_of_virtual_hubs(number) {
                report(findings, &peer.declared, peer.asn.span, "the BGP peer", number);
            }
        }
    }
}

fn report(findings: &mut Findings, declared: &Declared, span: Span, what: &str, number: u32) {
    findings
        .report(
            declared,
            span,
            format!(
                "{what} {} has the autonomous system {number}, which virtual hubs use themselves",
                declared.label()
            ),
        )
        .help("Give the device another number, such as one of 64512-65514.");
}
