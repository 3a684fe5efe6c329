//! `use-remote-gateways-twice`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "use-remote-gateways-twice",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network uses the gateways of two others",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for vnet in network.virtual_networks.ids() {
        let asking: Vec<_> = network
            .peerings_of(vnet)
            .map(|id| &network.peerings[id])
            .filter(|peering| {
                peering.use_remote_gateways.is(&true) && topology::certain(&peering.declared)
            })
            .collect();
        let [first, rest @ ..] = asking.as_slice() else { continue };
        let name = network.virtual_networks[vnet].declared.label();
        for peering in rest.iter().filter(|peering| peering.remote != first.remote) {
            let ends = [first.remote, peering.remote];
            if let Some(why) = ends.iter().find_map(|&end| topology::nameless(network, end)) {
                findings.cannot_tell(why, peering.declared.span);
                continue;
            }
            findings
                .report(
                    &peering.declared,
                    peering.use_remote_gateways.span,
                    format!("{name} already uses the gateways of {}; Azure allows one peering to use remote gateways",
                        network.virtual_networks[first.remote].declared.label()),
                )
                .relate(first.use_remote_gateways.span, "the other peering that uses remote gateways")
                .help("Use the gateways of one hub. A Route Server with an appliance serves a network of two hubs.");
        }
    }
}
