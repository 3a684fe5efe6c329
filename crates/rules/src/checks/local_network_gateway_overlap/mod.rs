//! `local-network-gateway-overlap`

use std::collections::BTreeMap;

use ipnet::IpNet;
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
    let tunnels: Vec<_> =
        tunnels::by_far_end(ctx.network).map(|one| (one, prefixes_of(&one))).collect();
    for (at, (tunnel, prefixes)) in tunnels.iter().enumerate() {
        let clash = tunnels[..at].iter().find_map(|(other, its)| {
            Some((other, in_common((tunnel, prefixes.as_ref()?), (other, its.as_ref()?))?))
        });
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

/// The prefixes of the far end, where they are known.
type Prefixes<'a> = BTreeMap<IpNet, &'a Prefix>;

fn prefixes_of<'a>(tunnel: &Tunnel<'a>) -> Option<Prefixes<'a>> {
    let own = tunnel.far.address_space.value()?;
    // The first of equal ones is told.
    Some(own.iter().rev().map(|prefix| (prefix.net, prefix)).collect())
}

/// The first prefix that two tunnels of one gateway share. Two that share all of them
/// are the affair of `multi-tunnel-without-bgp`.
fn in_common<'a>(
    (one, own): (&Tunnel<'a>, &Prefixes<'a>),
    (other, others): (&Tunnel<'a>, &Prefixes<'a>),
) -> Option<(&'a Prefix, &'a Prefix)> {
    let is_static = one.connection.bgp.is(&false) && other.connection.bgp.is(&false);
    if !std::ptr::eq(one.gateway, other.gateway) || !is_static || own.keys().eq(others.keys()) {
        return None;
    }
    let written = one.far.address_space.value()?.iter();
    written.into_iter().find_map(|prefix| Some((prefix, *others.get(&prefix.net)?)))
}
