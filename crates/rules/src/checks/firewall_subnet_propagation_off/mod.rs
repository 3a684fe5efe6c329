//! `firewall-subnet-propagation-off`

use nexthop_core::{
    network::{Id, Subnet, SubnetPurpose},
    routing::{Endpoint, Outcome},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, propagation, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "firewall-subnet-propagation-off",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "AzureFirewallSubnet refuses the routes of the gateways it has to reach",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in propagation::refusing_tables(ctx) {
        let firewalls = user_routes::subnets_with(network, id)
            .filter(|(_, subnet)| subnet.purpose == SubnetPurpose::Firewall);
        for (subnet_id, subnet) in firewalls {
            let lost = lost(ctx, subnet_id);
            let Some(first) = lost.first() else { continue };
            let names = topology::several(lost.iter().map(|end| end.id(network)));
            let flow = ctx.flow(Endpoint::Subnet(subnet_id), *first);
            let diagnostic = findings.report(
                &table.declared,
                table.propagates_gateway_routes.span,
                format!("AzureFirewallSubnet does not know the way to {names}: gateway route propagation is off"),
            );
            diagnostic.relate(subnet.route_table.span, "the table is associated here");
            diagnostic.steps = flow.forward.steps();
            diagnostic.help("Switch propagation on in this table; keep 0.0.0.0/0 to Internet if a default route may be learned.");
        }
    }
}

/// What is behind the gateways and does not get the firewall's packets.
fn lost(ctx: &Context<'_>, subnet: Id<Subnet>) -> Vec<Endpoint> {
    let network = ctx.network;
    let vnet = network.subnets[subnet].virtual_network;
    let behind = topology::gateway_networks(network, vnet).flat_map(|hub| {
        let sites = topology::sites_behind(network, hub).map(Endpoint::Site);
        sites.chain(topology::clients_in(network, hub)).collect::<Vec<_>>()
    });
    behind
        .filter(|&end| {
            let flow = ctx.flow(Endpoint::Subnet(subnet), end);
            flow.forward.outcome == Outcome::Dropped
        })
        .collect()
}
