//! `vwan-vnet-with-gateway`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-vnet-with-gateway",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network with a gateway of its own is connected to a virtual hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let vnet = connection.virtual_network;
        let name = network.virtual_networks[vnet].declared.label();
        let mut gateways = network.gateways_in(vnet).map(|id| &network.gateways[id].declared);
        // A Route Server alone is `route-server-in-vwan-connected-vnet`.
        let certain = gateways.find(|declared| topology::certain(declared));
        if let Some(declared) = certain {
            findings
                .report(
                    &connection.declared,
                    connection.declared.span,
                    format!("{name} has {} and cannot be connected to a virtual hub", declared.label()),
                )
                .relate(declared.span, "this stands in the network")
                .help("A connected network uses the gateways of its hub: remove its own, or do not connect it.");
            continue;
        }
        if network.virtual_networks[vnet].declared.existing {
            continue;
        }
        let uses = network.transit_hub(vnet);
        if let Some(Some(other)) = findings.need(&uses) {
            let other = network.virtual_networks[*other].declared.label();
            findings
                .report(
                    &connection.declared,
                    connection.declared.span,
                    format!("{name} uses the gateways of {other} and cannot be connected to a virtual hub"),
                )
                .relate(uses.span, "it uses them here")
                .help("A connected network uses the gateways of its hub: switch use_remote_gateways off.");
        }
    }
}
