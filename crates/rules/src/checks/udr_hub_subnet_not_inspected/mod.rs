//! `udr-hub-subnet-not-inspected`

use std::collections::BTreeMap;

use nexthop_core::{
    Network,
    network::{Id, NextHopTarget, Subnet, VirtualNetwork},
    routing::{Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, special_subnets, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-hub-subnet-not-inspected",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "spokes reach a subnet of the hub past the firewall",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, (spoke, target, appliance)) in spokes(network) {
        let is_its = |subnet: &Id<Subnet>| user_routes::stands_in(network, target, *subnet);
        let direct: Vec<_> = topology::workload_subnets(network, hub)
            .filter(|subnet| !is_its(subnet))
            .filter(|&subnet| has_workload(network, subnet) && is_direct(ctx, spoke, subnet))
            .collect();
        let Some(&first) = direct.first() else { continue };
        let names =
            topology::several(direct.iter().map(|&id| network.subnets[id].declared.label()));
        let declared = &network.subnets[first].declared;
        findings
            .report(
                declared,
                declared.span,
                format!(
                    "traffic from {} to {names} of {} bypasses {appliance}: the peering's route is more specific than the default route",
                    topology::subnet_name(network, spoke),
                    network.virtual_networks[hub].declared.label()
                ),
            )
            .relate(network.subnets[spoke].route_table.span, "the spoke sends everything else there by this table")
            .help("To inspect it, add routes for the exact prefixes to the table of the spoke and to one of the hub's subnet, so that both directions pass the appliance.");
    }
}

/// By hub, a workload subnet of a spoke that sends everything to an appliance there, the
/// appliance, and what that is called.
fn spokes(network: &Network) -> BTreeMap<Id<VirtualNetwork>, (Id<Subnet>, NextHopTarget, String)> {
    let mut spokes = BTreeMap::new();
    for (id, table) in user_routes::tables(network) {
        let Some(default) = topology::default_to_appliance(table) else { continue };
        for subnet in topology::workload_subnets_with(network, id) {
            let from = &network.subnets[subnet];
            let home = user_routes::home(network, from, default);
            let target = default.appliance.value().copied().flatten();
            let hub = home.filter(|&hub| hub != from.virtual_network);
            if let (Some(hub), Some(target)) = (hub, target) {
                spokes.entry(hub).or_insert_with(|| {
                    (subnet, target, user_routes::appliance_name(network, from, default))
                });
            }
        }
    }
    spokes
}

/// Whether something stands in a subnet, and it is no appliance.
fn has_workload(network: &Network, id: Id<Subnet>) -> bool {
    let forwards = network.network_interfaces.iter().any(|interface| {
        let here = interface.addresses.known.iter().any(|address| address.subnet.is(&Some(id)));
        here && !interface.ip_forwarding.is(&false)
    });
    !forwards && !special_subnets::guests(network, id).is_empty()
}

fn is_direct(ctx: &Context<'_>, spoke: Id<Subnet>, subnet: Id<Subnet>) -> bool {
    let flow = ctx.flow(Endpoint::Subnet(spoke), Endpoint::Subnet(subnet));
    let passes =
        topology::appliances(&flow.forward).chain(topology::appliances(&flow.back)).count();
    flow.verdict == Verdict::Reachable && passes == 0
}
