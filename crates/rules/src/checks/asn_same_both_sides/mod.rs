//! `asn-same-both-sides`

use std::collections::BTreeSet;

use nexthop_core::network::{ConnectionKind, Gateway};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule, topology,
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
    check_between_networks(ctx, findings);
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

/// "The ASNs for the connected VNets must be different to enable BGP and transit routing"
/// (<https://learn.microsoft.com/azure/vpn-gateway/bgp-howto>). Once for each pair.
fn check_between_networks(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut told = BTreeSet::new();
    for connection in &network.connections {
        let is_meant = connection.kind.is(&ConnectionKind::VnetToVnet)
            && connection.bgp.is(&true)
            && topology::certain(&connection.declared);
        let (Some(&one), Some(&Some(other)), true) =
            (connection.gateway.value(), connection.peer_gateway.value(), is_meant)
        else {
            continue;
        };
        let [first, second] = [one, other].map(|id| &network.gateways[id]);
        let speaks = |gateway: &&Gateway| {
            topology::certain(&gateway.declared)
                && !gateway.declared.existing
                && gateway.bgp.is(&true)
        };
        if ![first, second].iter().all(speaks) {
            continue;
        }
        let (Some(number), Some(its)) = (findings.need(&first.asn), findings.need(&second.asn))
        else {
            continue;
        };
        if number == its && told.insert((one.min(other), one.max(other))) {
            findings
                .report(
                    &second.declared,
                    second.asn.span,
                    format!(
                        "{} has the autonomous system {number} of the gateway {}, which it is connected with: they need different ones to speak BGP",
                        second.declared.label(),
                        first.declared.label()
                    ),
                )
                .relate(first.asn.span, "the other gateway's number, 65515 where none is written")
                .relate(connection.declared.span, "the connection")
                .help("Give one of the gateways another number.");
        }
    }
}
