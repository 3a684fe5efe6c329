//! Route tables and their routes, declared inline and apart.

use nexthop_iac::{Address, Kind, Presence, Value};

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion,
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{NextHopTarget, Route, RouteTable, Several, UserNextHop},
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
    let (address, presence) = (table.address.clone(), table.presence.clone());
    let mut known: Vec<Route> = Vec::new();
    for block in &blocks.items {
        known.push(route(directory, block, address.clone(), presence.clone()));
    }
    for child in directory.children(Class::Route, id).to_vec() {
        let attributes = directory.attributes(child);
        let declared = &directory.entry(child).declared;
        let (address, presence) = (declared.address.clone(), declared.presence.clone());
        known.push(route(directory, &attributes, address, presence));
    }
    let more = blocks.more.or_else(|| directory.orphans.get(&Class::Route).cloned());
    Several { known, more, span: blocks.span }
}

fn route(
    directory: &Directory<'_>,
    attributes: &Attributes<'_>,
    address: Address,
    presence: Presence,
) -> Route {
    Route {
        name: attributes.required("name", conversion::text),
        address,
        prefix: attributes.required("properties.addressPrefix", conversion::route_prefix),
        next_hop: attributes
            .required("properties.nextHopType", |value| conversion::text(value).map(next_hop)),
        appliance: appliance(directory, attributes),
        presence,
        span: attributes.header(),
    }
}

fn next_hop(word: String) -> UserNextHop {
    let words = [
        ("VirtualAppliance", UserNextHop::VirtualAppliance),
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
    let interface = to(Class::NetworkInterface)
        .or_else(|| to(Class::VirtualMachine).and_then(|machine| interface_of(directory, machine)));
    interface.and_then(|id| directory.row(id)).map(NextHopTarget::NetworkInterface)
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
