//! `subnet-without-route-table`

use nexthop_core::{
    Network,
    network::{Id, RouteTable, Subnet},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "subnet-without-route-table",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a subnet goes past the firewall that its siblings send everything to",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for vnet in network.virtual_networks.ids() {
        let inspected = topology::workload_subnets(network, vnet)
            .find_map(|id| Some((id, inspecting_table(network, id)?)));
        let Some((sibling, (table, appliance))) = inspected else { continue };
        for id in topology::workload_subnets(network, vnet) {
            let subnet = &network.subnets[id];
            let forgotten = subnet.route_table.is(&None)
                && subnet.delegation.is_none()
                && !subnet.declared.existing
                && has_machines(network, id);
            if !forgotten {
                continue;
            }
            findings
                .report(
                    &subnet.declared,
                    subnet.declared.span,
                    format!(
                        "{} has no route table and goes past {appliance}, to which {} sends everything",
                        topology::subnet_name(network, id),
                        network.subnets[sibling].declared.label()
                    ),
                )
                .relate(table.declared.span, "the table of its sibling")
                .help("Associate the table with this subnet too.");
        }
    }
}

/// The table of a subnet, if its default route leads to an appliance in another network, and
/// what that is called.
fn inspecting_table(network: &Network, id: Id<Subnet>) -> Option<(&RouteTable, String)> {
    let subnet = &network.subnets[id];
    let table = &network.route_tables[(*subnet.route_table.value()?)?];
    let default = topology::default_to_appliance(table)?;
    let home = user_routes::home(network, subnet, default)?;
    let appliance = user_routes::appliance_name(network, subnet, default);
    (home != subnet.virtual_network).then_some((table, appliance))
}

/// Whether interfaces stand in a subnet, none of which forwards.
fn has_machines(network: &Network, id: Id<Subnet>) -> bool {
    let mut here = network
        .network_interfaces
        .iter()
        .filter(|one| one.addresses.known.iter().any(|address| address.subnet.is(&Some(id))))
        .filter(|one| topology::certain(&one.declared) && !one.declared.existing)
        .peekable();
    here.peek().is_some() && here.all(|one| one.ip_forwarding.is(&false))
}
