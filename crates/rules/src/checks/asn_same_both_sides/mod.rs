//! `asn-same-both-sides`

use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    tunnels::{self, Tunnel},
};

pub(super) static RULE: Rule = Rule {
    name: "asn-same-both-sides",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "both ends of a BGP session have the same autonomous system number",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for tunnel in tunnels::by_far_end(ctx.network) {
        let Tunnel { connection, gateway, far, .. } = tunnel;
        if !connection.bgp.is(&true) || !gateway.bgp.is(&true) {
            continue;
        }
        let Some(&Some(number)) = far.asn.value() else { continue };
        if findings.need(&gateway.asn) == Some(&number) {
            findings
                .report(
                    &far.declared,
                    far.asn.span,
                    format!(
                        "{} has the autonomous system {number} of the gateway {}: they need different ones to speak BGP",
                        far.declared.label(),
                        gateway.declared.label()
                    ),
                )
                .relate(gateway.asn.span, "the gateway's number, 65515 where none is written")
                .relate(connection.declared.span, "the connection")
                .help("Give the on-premises device another number.");
        }
    }
}
