//! `local-network-gateway-overlap`

use std::collections::BTreeSet;

use nexthop_core::network::Prefix;
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    tunnels::{self, Tunnel},
};

pub(super) static RULE: Rule = Rule {
    name: "local-network-gateway-overlap",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two sites of a gateway have a prefix in common and no BGP",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let tunnels: Vec<_> = tunnels::by_far_end(ctx.network).collect();
    for (at, tunnel) in tunnels.iter().enumerate() {
        let clash = tunnels[..at].iter().find_map(|other| Some((other, in_common(tunnel, other)?)));
        let Some((other, (own, others))) = clash else { continue };
        findings
            .report(
                &tunnel.far.declared,
                own.span,
                format!(
                    "{} is a prefix of {} and of {}, and neither connection uses BGP: which of the two gets the traffic is left to chance",
                    own.net,
                    tunnel.far.declared.label(),
                    other.far.declared.label()
                ),
            )
            .relate(others.span, "the same prefix")
            .help("Give each site its own prefixes, or use BGP on both connections.");
    }
}

/// The first prefix that two tunnels of one gateway share. Two that share all of them
/// are the affair of `multi-tunnel-without-bgp`.
fn in_common<'a>(one: &Tunnel<'a>, other: &Tunnel<'a>) -> Option<(&'a Prefix, &'a Prefix)> {
    let (own, others) = (one.far.address_space.value()?, other.far.address_space.value()?);
    let nets = |all: &[Prefix]| all.iter().map(|prefix| prefix.net).collect::<BTreeSet<_>>();
    let is_static = one.connection.bgp.is(&false) && other.connection.bgp.is(&false);
    if !std::ptr::eq(one.gateway, other.gateway) || !is_static || nets(own) == nets(others) {
        return None;
    }
    own.iter().find_map(|a| Some((a, others.iter().find(|b| a.net == b.net)?)))
}
