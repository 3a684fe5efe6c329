//! `subnet-peering-unlisted-subnet`

use nexthop_core::{
    Network,
    network::{Id, NextHopTarget, Peering, PrivateAddress, Route, Subnet, SubnetPurpose},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "subnet-peering-unlisted-subnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route leads over a subnet peering to a subnet that is not in its list",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for peering in &network.peerings {
        if !peering.complete.is(&false) || !topology::certain(&peering.declared) {
            continue;
        }
        let own = topology::certain_subnets(network, SubnetPurpose::General)
            .filter(|subnet| subnet.virtual_network == peering.local);
        let uses = own.filter_map(|subnet| {
            let table = (*subnet.route_table.value()?)?;
            let mut routes = network.route_tables[table].routes.known.iter();
            routes.find_map(|route| Some((subnet, route, over(network, peering, route)?)))
        });
        for (subnet, route, target) in uses {
            let Some(local) = findings.need(&peering.local_subnets) else { continue };
            let Some(remote) = findings.need(&peering.remote_subnets) else { continue };
            let (missing, place) = match (lists(local, subnet), lists(remote, target)) {
                (Some(false), _) => (subnet, peering.local_subnets.span),
                (_, Some(false)) => (target, peering.remote_subnets.span),
                _ => continue,
            };
            findings
                .report(
                    &peering.declared,
                    place,
                    format!(
                        "the subnet {} is not peered: Azure drops what the route of {} sends over the peering",
                        missing.declared.label(),
                        subnet.declared.label()
                    ),
                )
                .relate(route.span, "the route")
                .help(format!("List {} in both directions of the peering.", missing.declared.label()));
            break;
        }
    }
}

/// The subnet of the appliance that a route names, if it is at the other end of a peering.
fn over<'a>(network: &'a Network, peering: &Peering, route: &Route) -> Option<&'a Subnet> {
    let subnet = match (*route.appliance.value()?)? {
        NextHopTarget::Firewall(id) => (*network.firewalls[id].subnet.value()?)?,
        NextHopTarget::NetworkInterface(id) => {
            of_first(&network.network_interfaces[id].addresses.known)?
        }
        NextHopTarget::LoadBalancer(id) => of_first(&network.load_balancers[id].frontends.known)?,
        NextHopTarget::Address(ip) => network.subnets_of(peering.remote).find(|&id| {
            let prefixes = network.subnets[id].prefixes.value().into_iter().flatten();
            prefixes.into_iter().any(|prefix| prefix.net.contains(&ip))
        })?,
    };
    let subnet = &network.subnets[subnet];
    (subnet.virtual_network == peering.remote).then_some(subnet)
}

fn of_first(addresses: &[PrivateAddress]) -> Option<Id<Subnet>> {
    *addresses.first()?.subnet.value()?
}

/// Whether a list names a subnet; `None` if the subnet's name is unknown.
fn lists(names: &[String], subnet: &Subnet) -> Option<bool> {
    let own = subnet.declared.name.value()?;
    Some(names.iter().any(|name| name.eq_ignore_ascii_case(own)))
}
