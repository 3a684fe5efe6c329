//! `vwan-ipv6`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-ipv6",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a network with IPv6 prefixes is connected to a virtual hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let vnet = &network.virtual_networks[connection.virtual_network];
        if vnet.declared.existing {
            continue;
        }
        let Some(space) = findings.need(&vnet.address_space) else { continue };
        let Some(prefix) = space.iter().find(|prefix| prefix.net.addr().is_ipv6()) else {
            continue;
        };
        findings
            .report(
                &vnet.declared,
                prefix.span,
                format!(
                    "{} goes no further than this network: virtual hubs route IPv4 only",
                    prefix.net
                ),
            )
            .relate(connection.declared.span, "the network is connected here")
            .help("Peer dual-stack networks with each other where they need IPv6.");
    }
}
