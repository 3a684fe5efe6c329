//! `peering-address-overlap`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-address-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "two peered virtual networks have overlapping address spaces",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, peering) in network.peerings.entries() {
        // Of a pair, the direction that comes first speaks for both.
        let told = network.reverse(id).is_some_and(|reverse| reverse < id);
        if told || !topology::certain(&peering.declared) || peering.local == peering.remote {
            continue;
        }
        // Peerings of single subnets may join overlapping networks.
        if findings.need(&peering.complete) != Some(&true) {
            continue;
        }
        let local = &network.virtual_networks[peering.local];
        let remote = &network.virtual_networks[peering.remote];
        let (Some(own), Some(other)) = (local.address_space.value(), remote.address_space.value())
        else {
            continue;
        };
        let clash = own.iter().find_map(|a| {
            let b = other.iter().find(|b| topology::overlap(a.net, b.net))?;
            Some((a, b))
        });
        if let Some((a, b)) = clash {
            findings
                .report(
                    &peering.declared,
                    peering.declared.span,
                    format!(
                        "{} ({}) and {} ({}) overlap and cannot be peered",
                        local.declared.label(),
                        a.net,
                        remote.declared.label(),
                        b.net
                    ),
                )
                .relate(a.span, format!("the address space of {}", local.declared.label()))
                .relate(b.span, format!("the address space of {}", remote.declared.label()))
                .help("Give one of the two another address space.");
        }
    }
}
