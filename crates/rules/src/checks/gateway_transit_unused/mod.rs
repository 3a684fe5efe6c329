//! `gateway-transit-unused`

use std::collections::BTreeMap;

use nexthop_core::{
    Network,
    network::{Id, Peering, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "gateway-transit-unused",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a hub offers its gateway to its spokes and none of them uses it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut offers: BTreeMap<Id<VirtualNetwork>, Vec<Id<Peering>>> = BTreeMap::new();
    for (id, peering) in network.peerings.entries() {
        let may_use = network.gateways_in(peering.remote).next().is_none();
        if peering.allow_gateway_transit.is(&true)
            && topology::certain(&peering.declared)
            && may_use
        {
            offers.entry(peering.local).or_default().push(id);
        }
    }
    for (hub, offers) in offers {
        let gateways = network.gateways_in(hub).map(|id| &network.gateways[id]);
        let Some(gateway) = gateways.into_iter().find(|one| topology::certain(&one.declared))
        else {
            continue;
        };
        let Some(unused) = all_unused(network, &offers, findings) else { continue };
        let Some(&(first, back)) = unused.first() else { continue };
        let spokes: Vec<_> = unused
            .iter()
            .map(|(peering, _)| network.virtual_networks[peering.remote].declared.label())
            .collect();
        let inspected =
            unused.iter().all(|(peering, _)| goes_to_appliance(network, peering.remote));
        let label = gateway.declared.label();
        let diagnostic = findings
            .report(
                &back.declared,
                back.use_remote_gateways.span,
                format!(
                    "the gateway {label} is offered to {}, {} use it: on-premises networks learn no \
                     route to {}",
                    topology::several(&spokes),
                    if spokes.len() == 1 { "which does not" } else { "none of which" },
                    if spokes.len() == 1 { "it" } else { "them" },
                ),
            )
            .relate(first.allow_gateway_transit.span, "gateway transit is allowed here")
            .relate(gateway.declared.span, "the gateway")
            .help(
                "Use remote gateways on the spoke's peering, or do not allow gateway transit on the \
                 hub's if the spokes are to stay apart.",
            );
        if !inspected {
            diagnostic.severity = Severity::Warning;
        }
    }
}

/// The offers, each with the direction that does not use it; `None` if one of them
/// is used, or may be.
fn all_unused<'a>(
    network: &'a Network,
    offers: &[Id<Peering>],
    findings: &mut Findings,
) -> Option<Vec<(&'a Peering, &'a Peering)>> {
    let mut unused = Vec::new();
    for &offer in offers {
        let back = &network.peerings[network.reverse(offer)?];
        if !topology::certain(&back.declared) {
            return None;
        }
        // Both offer to each other: hubs that are meshed, not a hub and a spoke.
        if back.allow_gateway_transit.is(&true) {
            continue;
        }
        if *findings.need(&back.use_remote_gateways)? {
            return None;
        }
        let elsewhere = network.peerings_of(back.local);
        if elsewhere.into_iter().any(|id| !network.peerings[id].use_remote_gateways.is(&false)) {
            return None;
        }
        unused.push((&network.peerings[offer], back));
    }
    Some(unused)
}

/// Whether a spoke sends to an appliance what it knows no other way for.
fn goes_to_appliance(network: &Network, spoke: Id<VirtualNetwork>) -> bool {
    topology::workload_subnets(network, spoke).any(|subnet| {
        let table = network.subnets[subnet].route_table.value();
        let Some(&Some(table)) = table else { return false };
        topology::default_to_appliance(&network.route_tables[table]).is_some()
    })
}
