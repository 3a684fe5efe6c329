//! `bgp-flag-mismatch`

use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    tunnels::{self, Tunnel},
};

pub(super) static RULE: Rule = Rule {
    name: "bgp-flag-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a connection uses BGP and one of its ends does not",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for Tunnel { connection, gateway, far, .. } in tunnels::all(ctx.network) {
        if !connection.bgp.is(&true) {
            continue;
        }
        let gateway_speaks = findings.need(&gateway.bgp);
        let far_speaks = findings.need(&far.asn).map(Option::is_some);
        let (silent, span, help) = match (gateway_speaks, far_speaks) {
            (Some(false), _) => {
                let help = "Enable BGP on the gateway, or switch it off on the connection.";
                (&gateway.declared, gateway.bgp.span, help)
            }
            (_, Some(false)) => {
                let help = "Give the local network gateway BGP settings, or switch BGP off on the connection.";
                (&far.declared, far.asn.span, help)
            }
            _ => continue,
        };
        findings
            .report(
                &connection.declared,
                connection.bgp.span,
                format!(
                    "the connection {} uses BGP, {} does not",
                    connection.declared.label(),
                    silent.label()
                ),
            )
            .relate(span, "BGP is off here")
            .help(help);
    }
}
