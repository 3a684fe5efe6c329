//! `vwan-spoke-udr-to-hub-fw`

use nexthop_core::{
    Network,
    network::{Id, Route, RoutePrefix, VirtualHub, VirtualNetwork},
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
                && has_hub_firewall(network, subnet.virtual_network, None)
            {
                findings.cannot_tell(why, route.appliance.span);
            }
            let Some(Some(target)) = route.appliance.value() else { continue };
            let Some(hub) = virtual_wan::hub_of(network, *target) else { continue };
            let label = network.virtual_hubs[hub].declared.label();
            let inspected = has_hub_firewall(network, subnet.virtual_network, Some(hub));
            // How Microsoft has the traffic between subnets of a network inspected.
            if inspected && is_own(network, subnet.virtual_network, route) {
                continue;
            }
            let message = if inspected {
                format!(
                    "the next hop is the firewall of virtual hub {label}: Microsoft's page on routes calls that invalid, its page on application gateways does it"
                )
            } else {
                format!(
                    "the next hop is in virtual hub {label}, where no firewall takes what this network sends: the traffic is dropped"
                )
            };
            let diagnostic = findings.report(&table.declared, route.appliance.span, message);
            diagnostic.relate(subnet.route_table.span, "the table is associated here");
            if inspected {
                diagnostic.severity = Severity::Warning;
            }
            diagnostic.help(
                "Let routing intent or a static route of the hub's table lead to the firewall, unless the route is for subnets of the same network.",
            );
        }
    }
}

/// Whether a route is for addresses of the network itself.
fn is_own(network: &Network, vnet: Id<VirtualNetwork>, route: &Route) -> bool {
    let space = network.virtual_networks[vnet].address_space.value().into_iter().flatten();
    let mut space = space.map(|prefix| prefix.net);
    match route.prefix.value() {
        Some(RoutePrefix::Net(net)) => space.any(|own| own.contains(net)),
        _ => false,
    }
}

/// Whether a network is connected to a hub with a firewall, to a certain one or to any.
fn has_hub_firewall(
    network: &Network,
    vnet: Id<VirtualNetwork>,
    hub: Option<Id<VirtualHub>>,
) -> bool {
    let mut own = virtual_wan::connections(network).filter(|(_, one)| one.virtual_network == vnet);
    own.any(|(_, one)| {
        let mut firewalls = network.firewalls.iter();
        hub.is_none_or(|hub| hub == one.hub)
            && firewalls.any(|firewall| firewall.virtual_hub.is(&Some(one.hub)))
    })
}
