//! `route-server-peer-asn-reserved`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-peer-asn-reserved",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a BGP peer of a Route Server has an ASN that is reserved",
    docs: include_str!("rule.md"),
    check,
};

/// What Azure uses itself, and what IANA reserves, of the numbers of 16 bits. Larger ones
/// are `route-server-peer-asn-32bit`.
const RESERVED: [(u32, u32, &str); 8] = [
    (8074, 8075, "Azure"),
    (12076, 12076, "Azure"),
    (23456, 23456, "IANA"),
    (64496, 64511, "IANA"),
    (65515, 65515, "Azure"),
    (65517, 65517, "Azure"),
    (65518, 65520, "Azure"),
    (65535, 65535, "IANA"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (server, _) in route_servers::placed(ctx.network) {
        for peer in route_servers::peers(server) {
            let Some(&asn) = findings.need(&peer.asn) else { continue };
            let reserved = RESERVED.iter().find(|(from, to, _)| (*from..=*to).contains(&asn));
            let Some((_, _, by)) = reserved else { continue };
            findings
                .report(
                    &peer.declared,
                    peer.asn.span,
                    format!("the ASN {asn} is reserved by {by}: {} takes no routes from this peer", server.declared.label()),
                )
                .help("Give the appliance an ASN from 64512 to 65514, for example 65001, and write the same here.");
        }
    }
}
