//! `use-remote-gateways-with-local-gateway`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "use-remote-gateways-with-local-gateway",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network with a gateway of its own uses remote gateways",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for peering in network.peerings.iter().filter(|peering| topology::certain(&peering.declared)) {
        let own = network
            .gateways_in(peering.local)
            .map(|id| &network.gateways[id])
            .find(|gateway| topology::certain(&gateway.declared));
        let Some(own) = own else { continue };
        if findings.need(&peering.use_remote_gateways) == Some(&true) {
            let local = network.virtual_networks[peering.local].declared.label();
            findings
                .report(
                    &peering.declared,
                    peering.use_remote_gateways.span,
                    format!("{local} has a gateway of its own and cannot use remote gateways"),
                )
                .relate(own.declared.span, "the gateway of this virtual network")
                .help(
                    "Remove the gateway, or set use_remote_gateways (useRemoteGateways) to false.",
                );
        }
    }
}
