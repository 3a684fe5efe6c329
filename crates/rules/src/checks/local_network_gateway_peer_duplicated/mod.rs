//! `local-network-gateway-peer-duplicated`

use ipnet::IpNet;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "local-network-gateway-peer-duplicated",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a local network gateway lists the address of its BGP peer, which Azure adds itself",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for far in &ctx.network.local_network_gateways {
        let Some(&Some(ip)) = far.bgp_peering_address.value() else { continue };
        if !topology::certain(&far.declared) {
            continue;
        }
        let space = far.address_space.value().into_iter().flatten();
        let listed = space.into_iter().find(|prefix| prefix.net == IpNet::from(ip));
        if let Some(prefix) = listed {
            findings
                .report(
                    &far.declared,
                    prefix.span,
                    format!(
                        "{} lists its own BGP peer {ip}, to which Azure makes a route by itself",
                        far.declared.label()
                    ),
                )
                .relate(far.bgp_peering_address.span, "the BGP peer")
                .help("Leave the address out of the address space.");
        }
    }
}
