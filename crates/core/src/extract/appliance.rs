//! Network interfaces, load balancers, private endpoints and public addresses.

use std::net::IpAddr;

use nexthop_iac::{Kind, Part, Presence, Value};

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion::{Converted, choice, elements, ip, lower_text, text, truth, whole},
    directory::{Directory, EntryId},
    subnet,
};
use crate::network::{
    BalancingRule, Id, InboundRule, LoadBalancer, NetworkInterface, PrivateAddress,
    PrivateEndpoint, PublicAddress, Several,
};
use crate::{Fact, Known, Network};

/// Forwarding is off unless it is set
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/networkinterfaces>).
pub(super) fn network_interface(directory: &mut Directory<'_>, id: EntryId) -> NetworkInterface {
    const GROUP: &str = "properties.networkSecurityGroup.id";
    let attributes = directory.attributes(id);
    NetworkInterface {
        declared: directory.entry(id).declared.clone(),
        ip_forwarding: attributes.or("properties.enableIPForwarding", false, truth),
        addresses: addresses(directory, &attributes, "properties.ipConfigurations"),
        security_group: directory.link(&attributes, GROUP),
        perhaps_security_group: subnet::perhaps(directory, &attributes, GROUP),
        has_siblings: false,
        balancers: listed_by_addresses(
            &attributes,
            "properties.loadBalancerBackendAddressPools",
            |block| balancer(directory, block),
        ),
        application_groups: listed_by_addresses(
            &attributes,
            "properties.applicationSecurityGroups",
            |block| directory.link(block, "id"),
        ),
        pools: listed_by_addresses(
            &attributes,
            "properties.loadBalancerBackendAddressPools",
            |block| path_of(directory, Class::BackendPool, block),
        ),
        inbound_rules: listed_by_addresses(
            &attributes,
            "properties.loadBalancerInboundNatRules",
            |block| path_of(directory, Class::InboundRule, block),
        ),
    }
}

/// Notes the interfaces of virtual machines that have several.
pub(super) fn note_siblings(directory: &Directory<'_>, network: &mut Network) {
    for machine in directory.of_class(Class::VirtualMachine) {
        let listed = "properties.networkProfile.networkInterfaces";
        let interfaces = directory.attributes(machine).blocks(listed);
        if interfaces.items.len() + usize::from(interfaces.more.is_some()) < 2 {
            continue;
        }
        for block in &interfaces.items {
            let Found::Value(value, _) = block.find("id") else { continue };
            let interface = directory.by_reference(Class::NetworkInterface, value);
            if let Some(id) = interface.and_then(|entry| directory.row(entry)) {
                network.network_interfaces[id].has_siblings = true;
            }
        }
    }
}

/// What a block links to, by its name and that of its load balancer.
fn path_of(
    directory: &mut Directory<'_>,
    class: Class,
    block: &Attributes<'_>,
) -> Fact<Option<String>> {
    let entry = directory.entry_link(class, block, "id");
    entry.map(|entry| entry.map(|entry| path(directory, entry)))
}

/// What the IP configurations of an interface link to in a list: its own and those that
/// other resources add.
fn listed_by_addresses<T>(
    attributes: &Attributes<'_>,
    path: &str,
    mut link: impl FnMut(&Attributes<'_>) -> Fact<Option<T>>,
) -> Several<T> {
    let mut all = Several { known: Vec::new(), more: None, span: attributes.header() };
    for (layer, maybe) in attributes.each_layer() {
        for address in layer.blocks("properties.ipConfigurations").items {
            let listed = address.blocks(path);
            all.more = all.more.or(listed.more);
            for block in &listed.items {
                match (link(block).known, &maybe) {
                    (Known::Set(Some(one)) | Known::Default(Some(one)), None) => {
                        all.known.push(one);
                    }
                    (Known::Set(_) | Known::Default(_), why) => all.more = all.more.or(why.clone()),
                    (Known::Unknown(why), _) => all.more = Some(why),
                }
            }
        }
    }
    all
}

/// A child of a load balancer: inline ones have no address of their own.
fn path(directory: &Directory<'_>, id: EntryId) -> String {
    let entry = directory.entry(id);
    let name = entry.declared.label();
    match entry.parent {
        Some(parent) => format!("{}/{name}", directory.entry(parent).declared.label()),
        None => name.to_owned(),
    }
}

/// The load balancer of a backend pool.
fn balancer(
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
) -> Fact<Option<Id<LoadBalancer>>> {
    let pool = directory.entry_link(Class::BackendPool, block, "id");
    pool.map(|pool| directory.row(directory.entry((*pool)?).parent?))
}

pub(super) fn load_balancer(directory: &mut Directory<'_>, id: EntryId) -> LoadBalancer {
    let attributes = directory.attributes(id);
    LoadBalancer {
        declared: directory.entry(id).declared.clone(),
        sku: attributes.required("sku.name", text),
        frontends: addresses(directory, &attributes, "properties.frontendIPConfigurations"),
        rules: balancing_rules(directory, id),
        inbound_rules: inbound_rules(directory, id),
        backends: backends(directory, id),
    }
}

/// Its own rules and those that other resources add.
fn balancing_rules(directory: &mut Directory<'_>, id: EntryId) -> Several<BalancingRule> {
    const PATH: &str = "properties.loadBalancingRules";
    let attributes = directory.attributes(id);
    let mut rules = Several { known: Vec::new(), more: None, span: attributes.header() };
    for (layer, maybe) in attributes.each_layer() {
        let blocks = layer.blocks(PATH);
        rules.more = rules.more.or(blocks.more);
        let presence = maybe.map_or(Presence::Certain, Presence::Maybe);
        let each = blocks.items.iter().map(|block| rule(directory, block, presence.clone()));
        rules.known.extend(each);
    }
    rules
}

/// Floating IP is off unless it is set
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/loadbalancers>).
fn rule(
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
    presence: Presence,
) -> BalancingRule {
    BalancingRule {
        name: block.required("name", text),
        frontend: frontend_name(block),
        protocol: block.required("properties.protocol", lower_text),
        port: block.required("properties.frontendPort", whole),
        backend_port: block.or("properties.backendPort", 0, whole),
        floating: block.or("properties.enableFloatingIP", false, truth),
        pools: pools_of_rule(directory, block),
        presence,
        span: block.header(),
    }
}

fn frontend_name(block: &Attributes<'_>) -> Fact<String> {
    const PATH: &str = "properties.frontendIPConfiguration";
    let name = block.read(&format!("{PATH}.name"), text);
    name.unwrap_or_else(|| block.required(&format!("{PATH}.id"), last_name))
}

/// A list of them, or one.
fn pools_of_rule(directory: &mut Directory<'_>, block: &Attributes<'_>) -> Several<String> {
    let listed = block.blocks("properties.backendAddressPools");
    let mut pools = Several { known: Vec::new(), more: listed.more, span: block.header() };
    let mut facts: Vec<_> =
        listed.items.iter().map(|item| path_of(directory, Class::BackendPool, item)).collect();
    let one = directory.entry_link(Class::BackendPool, block, "properties.backendAddressPool.id");
    facts.push(one.map(|one| one.map(|one| path(directory, one))));
    for fact in facts {
        match fact.known {
            Known::Set(pool) | Known::Default(pool) => pools.known.extend(pool),
            Known::Unknown(why) => pools.more = Some(why),
        }
    }
    pools
}

/// Rules for one interface each, and for the members of a pool
/// (<https://learn.microsoft.com/azure/load-balancer/inbound-nat-rules>).
fn inbound_rules(directory: &mut Directory<'_>, balancer: EntryId) -> Vec<InboundRule> {
    let rules = directory.children(Class::InboundRule, balancer).to_vec();
    rules.into_iter().map(|id| inbound_rule(directory, id)).collect()
}

fn inbound_rule(directory: &mut Directory<'_>, id: EntryId) -> InboundRule {
    let block = directory.attributes(id);
    let pool = directory.entry_link(Class::BackendPool, &block, "properties.backendAddressPool.id");
    let range = |path, other: &str| match block.read(path, whole) {
        Some(port) => port,
        None => block.required(other, whole),
    };
    InboundRule {
        declared: directory.entry(id).declared.clone(),
        path: path(directory, id),
        frontend: frontend_name(&block),
        protocol: block.required("properties.protocol", lower_text),
        ports: (
            range("properties.frontendPortRangeStart", "properties.frontendPort"),
            range("properties.frontendPortRangeEnd", "properties.frontendPort"),
        ),
        backend_port: block.required("properties.backendPort", whole),
        pool: pool.map(|pool| pool.map(|pool| path(directory, pool))),
    }
}

/// The name at the end of an id, which is known although the rest of it may not be.
fn last_name(id: &Value) -> Converted<String> {
    let end = match &id.kind {
        Kind::Unknown(unknown) => unknown.parts.last(),
        _ => None,
    };
    match end {
        Some(Part::Text(end)) if end.contains('/') => Ok(last_segment(end)),
        _ => text(id).map(|id| last_segment(&id)),
    }
}

fn last_segment(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The members of pools that are addresses.
fn backends(directory: &Directory<'_>, balancer: EntryId) -> Several<Fact<IpAddr>> {
    let span = directory.entry(balancer).declared.span;
    let mut members = Several { known: Vec::new(), more: None, span };
    for &pool in directory.children(Class::BackendPool, balancer) {
        for (layer, maybe) in directory.attributes(pool).each_layer() {
            let blocks = layer.blocks("properties.loadBalancerBackendAddresses");
            members.more = members.more.or(blocks.more).or(maybe);
            let ips =
                blocks.items.iter().filter_map(|block| block.read("properties.ipAddress", ip));
            members.known.extend(ips);
        }
    }
    members
}

pub(super) fn private_endpoint(directory: &mut Directory<'_>, id: EntryId) -> PrivateEndpoint {
    let attributes = directory.attributes(id);
    let mut ips = attributes.several("properties.ipConfigurations", |block| {
        block.optional("properties.privateIPAddress", ip)
    });
    // What is deployed says which addresses Azure chose.
    let by_name = attributes.several("properties.customDnsConfigs", |block| {
        block.read("ipAddresses", |list| elements(list)?.map(ip).collect::<Result<Vec<_>, _>>())
    });
    let connections = "properties.privateLinkServiceConnections";
    let by_connection = attributes.several(connections, |block| {
        let address = block.read("properties.privateIPAddress", ip)?;
        Some(address.map(|address| vec![*address]))
    });
    for found in by_name.known.into_iter().chain(by_connection.known).flatten() {
        for address in found.value().into_iter().flatten() {
            if !ips.known.iter().any(|known| known.is(&Some(*address))) {
                ips.known.push(Fact::set(Some(*address), found.span));
            }
        }
    }
    PrivateEndpoint {
        subnet: directory.link(&attributes, "properties.subnet.id"),
        ips,
        declared: directory.entry(id).declared.clone(),
    }
}

pub(super) fn public_address(directory: &mut Directory<'_>, id: EntryId) -> PublicAddress {
    let attributes = directory.attributes(id);
    let methods = choice(&[("Static", true), ("Dynamic", false)]);
    PublicAddress {
        declared: directory.entry(id).declared.clone(),
        sku: attributes.required("sku.name", text),
        is_static: attributes.required("properties.publicIPAllocationMethod", methods),
        ip: attributes.optional("properties.ipAddress", ip),
    }
}

/// The private addresses of a list of IP configurations. One that Azure chooses
/// is none, whatever is written.
fn addresses(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
    path: &str,
) -> Several<PrivateAddress> {
    attributes.several(path, |block| {
        let dynamic = block
            .read("properties.privateIPAllocationMethod", text)
            .is_some_and(|method| method.is(&"Dynamic".to_owned()));
        let written = block.optional("properties.privateIPAddress", ip);
        PrivateAddress {
            name: block.required("name", text),
            subnet: directory.link(block, "properties.subnet.id"),
            ip: if dynamic { written.map(|_| None) } else { written },
            public_address: directory.link(block, "properties.publicIPAddress.id"),
            span: block.header(),
        }
    })
}
