//! `udr-nexthop-same-subnet`

use nexthop_core::{
    Network,
    network::{Id, NextHopTarget, RouteTable, Subnet, SubnetPurpose},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-nexthop-same-subnet",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a route leads to an appliance in the subnet that has the route",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        for (subnet_id, subnet) in user_routes::subnets_with(network, id) {
            if subnet.purpose != SubnetPurpose::General {
                continue;
            }
            let own = user_routes::routes(table).find(|route| {
                let to = route.appliance.value().copied().flatten();
                user_routes::net_to_appliance(route).is_some()
                    && to.is_some_and(|to| user_routes::stands_in(network, to, subnet_id))
                    && !to.is_some_and(|to| has_way_out(network, to, subnet_id, id))
            });
            let Some(route) = own else { continue };
            findings
                .report(
                    &table.declared,
                    route.appliance.span,
                    format!(
                        "the next hop stands in subnet {}, which has this table: what the appliance sends on comes back to it, unless it goes in a tunnel",
                        subnet.declared.label()
                    ),
                )
                .relate(subnet.route_table.span, "the table is associated here")
                .help("Move the appliance to a subnet of its own, or take this table off its subnet.");
        }
    }
}

/// Whether the appliance of a route has an interface in a subnet without this table, by
/// which it sends on what comes in here.
fn has_way_out(
    network: &Network,
    to: NextHopTarget,
    subnet: Id<Subnet>,
    table: Id<RouteTable>,
) -> bool {
    let vnet = network.subnets[subnet].virtual_network;
    let appliance = match to {
        NextHopTarget::Address(ip) => network.owner_of(ip, vnet).unwrap_or(to),
        _ => to,
    };
    network.arms_of(appliance).into_iter().any(|arm| {
        let addresses = &network.network_interfaces[arm].addresses.known;
        addresses.iter().any(|address| match address.subnet.value().copied().flatten() {
            Some(other) => other != subnet && !network.subnets[other].route_table.is(&Some(table)),
            None => false,
        })
    })
}
