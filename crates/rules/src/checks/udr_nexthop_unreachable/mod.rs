//! `udr-nexthop-unreachable`

use std::net::IpAddr;

use nexthop_core::network::{Id, NextHopTarget, Route, RouteTable, Subnet, VirtualNetwork};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "udr-nexthop-unreachable",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route's appliance is in a virtual network that is not peered with the subnet's",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, table) in ctx.network.route_tables.entries() {
        if !topology::certain(&table.declared) {
            continue;
        }
        for route in &table.routes.known {
            report(ctx, findings, (id, table), route);
        }
    }
}

fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    (id, table): (Id<RouteTable>, &RouteTable),
    route: &Route,
) {
    let network = ctx.network;
    let Some(Some(target)) = route.appliance.value() else { return };
    let far = network
        .subnets
        .iter()
        .filter(|subnet| subnet.route_table.is(&Some(id)) && topology::certain(&subnet.declared))
        .find_map(|subnet| Some((subnet, not_connected(ctx, subnet, *target)?)));
    let Some((subnet, place)) = far else { return };
    let (own, place, place_id) = (
        network.virtual_networks[subnet.virtual_network].declared.label(),
        &network.virtual_networks[place].declared,
        place,
    );
    let alone = !network.peerings.iter().any(|peering| {
        let ends = [peering.local, peering.remote];
        ends.contains(&subnet.virtual_network) || ends.contains(&place_id)
    });
    let message = if alone {
        format!(
            "the next hop is in {}, and nothing here peers it with {own}: without a peering the route drops its traffic",
            place.label()
        )
    } else {
        format!(
            "the next hop is in {}, which is not peered with {own}: the route drops its traffic",
            place.label()
        )
    };
    findings
        .report(&table.declared, route.appliance.span, message)
        .relate(
            subnet.route_table.span,
            format!("the table is associated with a subnet of {own} here"),
        )
        .relate(place.span, "the next hop is in this virtual network")
        .help("A next hop must be in the same virtual network or in a directly peered one.");
}

/// The virtual network of a next hop, if it is known and the subnet's is not
/// connected with it.
fn not_connected(
    ctx: &Context<'_>,
    subnet: &Subnet,
    target: NextHopTarget,
) -> Option<Id<VirtualNetwork>> {
    let network = ctx.network;
    let own = subnet.virtual_network;
    // What exists outside of this code, or is handed to something there, may be peered there.
    let here = |vnet: Id<VirtualNetwork>| {
        let mut hidden = network.hidden_modules.iter();
        !network.virtual_networks[vnet].declared.existing
            && !hidden.any(|module| module.virtual_networks.contains(&vnet))
    };
    if !here(own) {
        return None;
    }
    let may_be = |end: Id<VirtualNetwork>, vnet: Id<VirtualNetwork>| {
        end == vnet || network.may_be_another(end).is_some()
    };
    let near = |vnet: Id<VirtualNetwork>| {
        vnet == own
            || network.peerings.iter().any(|peering| {
                (may_be(peering.local, own) && may_be(peering.remote, vnet))
                    || (may_be(peering.local, vnet) && may_be(peering.remote, own))
            })
    };
    let holds = |vnet: Id<VirtualNetwork>, ip: IpAddr| {
        let space = network.virtual_networks[vnet].address_space.value();
        space.map(|space| space.iter().any(|prefix| prefix.net.contains(&ip)))
    };
    match target {
        NextHopTarget::Address(ip) => {
            // A near network of unknown space may hold the address.
            let mut ids = network.virtual_networks.ids();
            if ids.any(|vnet| holds(vnet, ip) != Some(false) && near(vnet)) {
                return None;
            }
            network.virtual_networks.ids().find(|&vnet| here(vnet) && holds(vnet, ip) == Some(true))
        }
        NextHopTarget::Firewall(id) => network.firewalls[id]
            .virtual_network
            .value()
            .copied()
            .flatten()
            .filter(|&vnet| !near(vnet)),
        NextHopTarget::NetworkInterface(_) | NextHopTarget::LoadBalancer(_) => None,
    }
}
