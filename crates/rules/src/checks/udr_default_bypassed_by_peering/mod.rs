//! `udr-default-bypassed-by-peering`

use nexthop_core::{
    Network,
    network::{Id, Peering, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-default-bypassed-by-peering",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a default route to a firewall does not catch a directly peered network",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        let Some(default) = topology::default_to_appliance(table) else { continue };
        let bypassed = topology::workload_subnets_with(network, id).find_map(|subnet| {
            let home = user_routes::home(network, &network.subnets[subnet], default)?;
            let around = bypassing(ctx, subnet, home);
            (!around.is_empty()).then_some((subnet, around))
        });
        let Some((subnet, around)) = bypassed else { continue };
        let remote = |id: &Id<Peering>| &network.virtual_networks[network.peerings[*id].remote];
        let names = topology::several(around.iter().map(|id| remote(id).declared.label()));
        let name = topology::subnet_name(network, subnet);
        let passed = user_routes::appliance_name(network, &network.subnets[subnet], default);
        let diagnostic = findings.report(
            &table.declared,
            default.prefix.span,
            format!("traffic from {name} to {names} bypasses {passed}: the peering's route is more specific than the default route"),
        );
        for &peering in around.iter().take(3) {
            diagnostic.relate(network.peerings[peering].declared.span, "the peering");
        }
        diagnostic
            .relate(network.subnets[subnet].route_table.span, "the table is associated here")
            .help(
                "Add a route for the other network's address space with the same next hop, on both sides.",
            );
    }
}

/// The peerings over which a subnet reaches a network past the firewall in `home`.
fn bypassing(ctx: &Context<'_>, id: Id<Subnet>, home: Id<VirtualNetwork>) -> Vec<Id<Peering>> {
    let network = ctx.network;
    let vnet = network.subnets[id].virtual_network;
    let mut around = Vec::new();
    if vnet == home {
        return around;
    }
    for route in ctx.routing.effective_routes(id) {
        let RouteOrigin::Peering(peering) = route.origin else { continue };
        let remote = network.peerings[peering].remote;
        let counts = route.state == RouteState::Active
            && route.unsure.is_none()
            && remote != home
            && !network.virtual_networks[remote].declared.existing
            && !is_hub(network, vnet, remote);
        if counts && !around.contains(&peering) {
            around.push(peering);
        }
    }
    around
}

/// Whether a network is there to be passed through: it has a firewall, or the gateways
/// that the other one uses.
fn is_hub(network: &Network, vnet: Id<VirtualNetwork>, remote: Id<VirtualNetwork>) -> bool {
    topology::gateway_networks(network, vnet).any(|other| other == remote)
        || network.special_subnet(remote, SubnetPurpose::Firewall).is_some()
        || network.special_subnet(remote, SubnetPurpose::Gateway).is_some()
}
