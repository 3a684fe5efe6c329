//! `peering-limit`

use std::collections::BTreeSet;

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-limit",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a virtual network has more peerings than Azure allows",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let most = ctx.limits.peerings_per_vnet;
    for (id, vnet) in network.virtual_networks.entries() {
        let peerings = network.peerings_of(id).map(|id| &network.peerings[id]);
        let remotes: BTreeSet<_> = peerings
            .filter(|peering| topology::certain(&peering.declared))
            .map(|peering| peering.remote)
            .collect();
        if remotes.len() > most {
            findings
                .report(
                    &vnet.declared,
                    vnet.declared.span,
                    format!(
                        "{} has {} peerings; a virtual network may have {most}",
                        vnet.declared.label(),
                        remotes.len()
                    ),
                )
                .help("Spread the spokes over more hubs, or use Virtual Network Manager or a Virtual WAN.");
        }
    }
}
