//! `expressroute-peering-prefix-overlap`

use nexthop_source::Severity;
use std::collections::BTreeSet;

use crate::{Context, Findings, Rule, express_route, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-peering-prefix-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a link prefix of a circuit overlaps a virtual network behind it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut told = BTreeSet::new();
    for link in express_route::links(network) {
        let mut vnets = network.transit_users(link.vnet).known;
        vnets.insert(0, link.vnet);
        let circuit = &network.circuits[link.circuit];
        for peering in circuit.peerings.known.iter().filter(|one| topology::certain(&one.declared))
        {
            let own = peering.link_prefixes.value().into_iter().flatten();
            let clash = own.clone().find_map(|own| {
                vnets.iter().find_map(|&vnet| {
                    let space = network.virtual_networks[vnet].address_space.value();
                    let mut space = space.into_iter().flatten();
                    let other = space.find(|range| topology::overlap(range.net, own.net))?;
                    Some((own, vnet, other))
                })
            });
            let Some((own, vnet, other)) = clash else { continue };
            if peering.declared.existing || !told.insert((link.circuit, own.net)) {
                continue;
            }
            let name = network.virtual_networks[vnet].declared.label();
            findings
                .report(
                    &peering.declared,
                    own.span,
                    format!("the link prefix {} lies in the address space of {name} ({}), which is behind the circuit", own.net, other.net),
                )
                .relate(other.span, format!("the address space of {name}"))
                .relate(link.connection.declared.span, "the circuit is connected here")
                .help("Take two /30 prefixes that are used nowhere else.");
        }
    }
}
