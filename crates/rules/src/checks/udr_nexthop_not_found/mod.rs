//! `udr-nexthop-not-found`

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Id, PrivateAddress, Route, Several, Subnet, SubnetPurpose},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-nexthop-not-found",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a route leads to an address that nothing has",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        for route in user_routes::routes(table) {
            let found = user_routes::subnets_with(network, id)
                .find_map(|(_, from)| in_vain(network, from, route));
            let Some((subnet, why)) = found else { continue };
            let subnet = &network.subnets[subnet];
            let diagnostic = findings.report(
                &table.declared,
                route.appliance.span,
                format!(
                    "the next hop lies in subnet {}, where {}",
                    subnet.declared.label(),
                    why.message
                ),
            );
            diagnostic.relate(why.place, why.to_see);
            diagnostic.help("Name the address of the appliance or of its load balancer.");
        }
    }
}

struct Why {
    message: &'static str,
    place: Span,
    to_see: &'static str,
}

/// The subnet that a next hop lies in, if nothing there has the address.
fn in_vain(network: &Network, from: &Subnet, route: &Route) -> Option<(Id<Subnet>, Why)> {
    user_routes::net_to_appliance(route)?;
    let (id, ip) = user_routes::subnet_of_next_hop(network, from, route)?;
    let subnet = &network.subnets[id];
    if subnet.declared.existing || !topology::certain(&subnet.declared) {
        return None;
    }
    let prefixes = subnet.prefixes.value()?;
    let prefix = prefixes.iter().find(|prefix| prefix.net.contains(&ip))?;
    if is_reserved(prefix.net, ip) {
        let message = "Azure keeps this address for itself";
        return Some((id, Why { message, place: prefix.span, to_see: "the subnet's prefix" }));
    }
    let place = taken_by_others(network, id, ip)?;
    let message = "nothing has this address";
    (subnet.purpose == SubnetPurpose::General)
        .then_some((id, Why { message, place, to_see: "what is there has another address" }))
}

/// The first four addresses of a subnet, and the last
/// (<https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq>).
fn is_reserved(net: IpNet, ip: IpAddr) -> bool {
    match (net, ip) {
        (IpNet::V4(net), IpAddr::V4(ip)) => {
            ip == net.broadcast() || ip.to_bits() - net.network().to_bits() < 4
        }
        _ => false,
    }
}

/// Where another address of the subnet is, if all of them are known and this one is not
/// among them.
fn taken_by_others(network: &Network, id: Id<Subnet>, ip: IpAddr) -> Option<Span> {
    let vnet = network.subnets[id].virtual_network;
    if network.hidden_modules.iter().any(|module| module.virtual_networks.contains(&vnet)) {
        return None;
    }
    let interfaces = network.network_interfaces.iter().map(|one| &one.addresses);
    let lists: Vec<&Several<PrivateAddress>> =
        interfaces.chain(network.load_balancers.iter().map(|one| &one.frontends)).collect();
    if lists.iter().any(|list| list.more.is_some()) {
        return None;
    }
    let mut place = None;
    for address in lists.iter().flat_map(|list| &list.known) {
        match address.subnet.value() {
            Some(Some(other)) if *other != id => {}
            Some(None) => {}
            None => return None,
            Some(Some(_)) => match address.ip.value()? {
                Some(own) if *own != ip => place = Some(address.ip.span),
                _ => return None,
            },
        }
    }
    place
}
