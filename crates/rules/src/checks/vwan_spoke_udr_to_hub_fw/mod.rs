//! `vwan-spoke-udr-to-hub-fw`

use nexthop_core::{
    Network,
    network::{Id, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-spoke-udr-to-hub-fw",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a user-defined route names the firewall of a virtual hub as its next hop",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in network.route_tables.entries() {
        if !topology::certain(&table.declared) {
            continue;
        }
        let subnet = network
            .subnets
            .iter()
            .find(|subnet| subnet.route_table.is(&Some(id)) && topology::certain(&subnet.declared));
        let Some(subnet) = subnet else { continue };
        for route in &table.routes.known {
            if let Some(why) = route.appliance.why()
                && has_hub_firewall(network, subnet.virtual_network)
            {
                findings.cannot_tell(why, route.appliance.span);
            }
            let Some(Some(target)) = route.appliance.value() else { continue };
            let Some(hub) = virtual_wan::hub_of(network, *target) else { continue };
            findings
                .report(
                    &table.declared,
                    route.appliance.span,
                    format!(
                        "the next hop is in virtual hub {}, which no route of a subnet can name: the traffic is dropped",
                        network.virtual_hubs[hub].declared.label()
                    ),
                )
                .relate(subnet.route_table.span, "the table is associated here")
                .help("Let routing intent or a static route of the hub's table lead to the firewall.");
        }
    }
}

/// Whether a network is connected to a hub with a firewall.
fn has_hub_firewall(network: &Network, vnet: Id<VirtualNetwork>) -> bool {
    let mut own = virtual_wan::connections(network).filter(|(_, one)| one.virtual_network == vnet);
    own.any(|(_, one)| {
        let mut firewalls = network.firewalls.iter();
        firewalls.any(|firewall| firewall.virtual_hub.is(&Some(one.hub)))
    })
}
