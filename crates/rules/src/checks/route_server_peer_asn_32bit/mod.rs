//! `route-server-peer-asn-32bit`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-peer-asn-32bit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a BGP peer of a Route Server has an ASN of more than 16 bits",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (server, _) in route_servers::placed(ctx.network) {
        for peer in route_servers::peers(server) {
            let Some(&asn) = findings.need(&peer.asn) else { continue };
            if asn > u32::from(u16::MAX) {
                findings
                    .report(
                        &peer.declared,
                        peer.asn.span,
                        format!(
                            "the ASN {asn} has more than 16 bits, which Route Server does not take"
                        ),
                    )
                    .help("Use a private ASN of 16 bits on the appliance, for example 65001.");
            }
        }
    }
}
