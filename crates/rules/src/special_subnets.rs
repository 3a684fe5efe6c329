//! What stands in subnets that Azure keeps for one service.

use nexthop_core::{
    Network,
    network::{Declared, Id, PrivateAddress, Subnet},
};
use nexthop_source::Span;

use crate::{Findings, topology};

/// Something in a subnet that is kept for something else.
pub(crate) struct Guest<'a> {
    pub declared: &'a Declared,
    /// Where it says so.
    pub place: Span,
    pub what: &'static str,
}

/// The interfaces, load balancers and private endpoints that are certainly in a subnet.
pub(crate) fn guests(network: &Network, id: Id<Subnet>) -> Vec<Guest<'_>> {
    let endpoints = network.private_endpoints.iter().filter_map(move |one| {
        let place = one.subnet.is(&Some(id)).then_some(one.subnet.span)?;
        Some(Guest { declared: &one.declared, place, what: "a private endpoint" })
    });
    machines(network, id).chain(endpoints.filter(is_certain)).collect()
}

/// The interfaces and load balancers among them.
fn machines(network: &Network, id: Id<Subnet>) -> impl Iterator<Item = Guest<'_>> {
    let place = move |addresses: &[PrivateAddress]| {
        addresses.iter().find(|one| one.subnet.is(&Some(id))).map(|one| one.subnet.span)
    };
    let interfaces = network.network_interfaces.iter().filter_map(move |one| {
        let place = place(&one.addresses.known)?;
        Some(Guest { declared: &one.declared, place, what: "a network interface" })
    });
    let balancers = network.load_balancers.iter().filter_map(move |one| {
        let place = place(&one.frontends.known)?;
        Some(Guest { declared: &one.declared, place, what: "a load balancer" })
    });
    interfaces.chain(balancers).filter(is_certain)
}

fn is_certain(guest: &Guest<'_>) -> bool {
    topology::certain(guest.declared) && !guest.declared.existing
}

/// Whether no machine stands in a subnet, as far as is known: there are private endpoints
/// alone, whose traffic is not simulated, or machines in other subnets of the network.
pub(crate) fn is_idle(network: &Network, id: Id<Subnet>) -> bool {
    let has_machines = |id| machines(network, id).next().is_some();
    if has_machines(id) {
        return false;
    }
    let mut siblings = topology::workload_subnets(network, network.subnets[id].virtual_network);
    !guests(network, id).is_empty() || siblings.any(has_machines)
}

/// Reports the guests of a special subnet, and its delegation.
pub(crate) fn report_guests(
    network: &Network,
    findings: &mut Findings,
    id: Id<Subnet>,
    service: &str,
) {
    let subnet = &network.subnets[id];
    let name = subnet.declared.label();
    for guest in guests(network, id) {
        let guest_name = guest.declared.label();
        findings
            .report(
                guest.declared,
                guest.place,
                format!("{guest_name} is {} in {name}, which is for {service} alone", guest.what),
            )
            .relate(subnet.declared.span, name)
            .help("Put it into a subnet of its own.");
    }
    if let Some(delegation) = subnet.delegation {
        findings
            .report(
                &subnet.declared,
                delegation,
                format!("{name} is delegated, but it is for {service} alone"),
            )
            .help("Remove the delegation, and delegate another subnet.");
    }
}
