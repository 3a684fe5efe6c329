//! Route tables and their routes, declared inline and apart.

use std::net::IpAddr;

use nexthop_iac::{Kind, Presence, Value};

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion,
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{Declared, NextHopTarget, Route, RouteTable, Several, UserNextHop},
};

/// Propagation is on and peering routes are there unless it is switched off
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/routetables>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> RouteTable {
    let attributes = directory.attributes(id);
    let disabled = attributes.or("properties.disableBgpRoutePropagation", false, conversion::truth);
    RouteTable {
        declared: directory.entry(id).declared.clone(),
        propagates_gateway_routes: disabled.map(|disabled| !disabled),
        disables_peering_routes: attributes.or("properties.disablePeeringRoute", false, all),
        routes: routes(directory, id),
    }
}

fn all(value: &Value) -> conversion::Converted<bool> {
    conversion::choice(&[("None", false), ("All", true)])(value)
}

fn routes(directory: &mut Directory<'_>, id: EntryId) -> Several<Route> {
    let blocks = directory.attributes(id).blocks("properties.routes");
    let table = &directory.entry(id).declared;
    let listed = |block: &Attributes<'_>| Route { listed: true, ..route(directory, block, table) };
    let mut known: Vec<Route> = blocks.items.iter().map(listed).collect();
    for &child in directory.children(Class::Route, id) {
        let attributes = directory.attributes(child);
        let apart = route(directory, &attributes, &directory.entry(child).declared);
        let name = apart.name.value().filter(|_| apart.presence == Presence::Certain);
        let same = name.and_then(|name| {
            known.iter_mut().find(|one| {
                one.name.value().is_some_and(|listed| listed.eq_ignore_ascii_case(name))
            })
        });
        match same {
            // One route, as exports of what is deployed have it; what stands apart comes later.
            Some(same) => *same = Route { listed: same.listed, ..apart },
            None => known.push(apart),
        }
    }
    let more = blocks.more.or_else(|| directory.orphans.get(&Class::Route).cloned());
    Several { known, more, span: blocks.span }
}

fn route(directory: &Directory<'_>, attributes: &Attributes<'_>, declared: &Declared) -> Route {
    Route {
        name: attributes.required("name", conversion::text),
        address: declared.address.clone(),
        prefix: attributes.required("properties.addressPrefix", conversion::route_prefix),
        next_hop: attributes
            .required("properties.nextHopType", |value| conversion::text(value).map(next_hop)),
        appliance: appliance(directory, attributes),
        appliances: attributes.or("properties.nextHop.nextHopIpAddresses", Vec::new(), |all| {
            conversion::elements(all)?.map(|one| next_hop_target(directory, one)).collect()
        }),
        listed: false,
        presence: declared.presence.clone(),
        span: attributes.header(),
    }
}

fn next_hop(word: String) -> UserNextHop {
    let words = [
        ("VirtualAppliance", UserNextHop::VirtualAppliance),
        ("VirtualApplianceEcmp", UserNextHop::VirtualApplianceEcmp),
        ("VirtualNetworkGateway", UserNextHop::VirtualNetworkGateway),
        ("VnetLocal", UserNextHop::VnetLocal),
        ("Internet", UserNextHop::Internet),
        ("None", UserNextHop::None),
    ];
    let known = words.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(&word));
    known.map_or(UserNextHop::Other(word), |(_, next_hop)| next_hop)
}

fn appliance(
    directory: &Directory<'_>,
    attributes: &Attributes<'_>,
) -> Fact<Option<NextHopTarget>> {
    attributes.or("properties.nextHopIpAddress", None, |value| {
        if value.as_str().is_some_and(str::is_empty) {
            return Ok(None);
        }
        next_hop_target(directory, value).map(Some)
    })
}

/// The appliance of an address, or of a reference to one.
pub(super) fn next_hop_target(
    directory: &Directory<'_>,
    value: &Value,
) -> conversion::Converted<NextHopTarget> {
    match conversion::ip(value) {
        Ok(ip) => Ok(NextHopTarget::Address(ip)),
        Err(why) => owner(directory, value).ok_or(why),
    }
}

/// Whose address a reference means.
fn owner(directory: &Directory<'_>, value: &Value) -> Option<NextHopTarget> {
    if !matches!(value.kind, Kind::Reference(_) | Kind::Unknown(_)) {
        return None;
    }
    let to = |class| directory.by_reference(class, value);
    if let Some(firewall) = to(Class::Firewall) {
        return directory.row(firewall).map(NextHopTarget::Firewall);
    }
    if let Some(balancer) = to(Class::LoadBalancer) {
        return directory.row(balancer).map(NextHopTarget::LoadBalancer);
    }
    let interface = interface_meant(directory, value);
    interface.and_then(|id| directory.row(id)).map(NextHopTarget::NetworkInterface)
}

/// An address, also where it is the one that an interface or a virtual machine is given
/// elsewhere in the code.
pub(super) fn address(directory: &Directory<'_>, value: &Value) -> conversion::Converted<IpAddr> {
    let given = |why| {
        let interface = interface_meant(directory, value)?;
        let addresses = directory.attributes(interface).blocks("properties.ipConfigurations");
        let first = addresses.items.first()?;
        let ip = first.read("properties.privateIPAddress", conversion::ip)?;
        Some(ip.value().copied().ok_or(why))
    };
    conversion::ip(value).or_else(|why| given(why.clone()).unwrap_or(Err(why)))
}

/// The network interface that a reference to an address means.
fn interface_meant(directory: &Directory<'_>, value: &Value) -> Option<EntryId> {
    if !matches!(value.kind, Kind::Reference(_) | Kind::Unknown(_)) {
        return None;
    }
    let to = |class| directory.by_reference(class, value);
    to(Class::NetworkInterface)
        .or_else(|| to(Class::VirtualMachine).and_then(|machine| interface_of(directory, machine)))
}

/// The interface of a virtual machine that has only one, or the first, which is
/// the one that `private_ip_address` means.
fn interface_of(directory: &Directory<'_>, machine: EntryId) -> Option<EntryId> {
    let interfaces =
        directory.attributes(machine).blocks("properties.networkProfile.networkInterfaces");
    let first = interfaces.items.first()?;
    match first.find("id") {
        Found::Value(value, _) => directory.by_reference(Class::NetworkInterface, value),
        Found::Missing | Found::Unknown(..) => None,
    }
}
