//! Network interfaces, load balancers, private endpoints and public addresses.

use super::{
    attributes::Attributes,
    conversion::{choice, ip, text, truth},
    directory::{Directory, EntryId},
};
use crate::network::{
    ApplicationSecurityGroup, Id, LoadBalancer, NetworkInterface, PrivateAddress, PrivateEndpoint,
    PublicAddress, Several,
};

/// Forwarding is off unless it is set
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/networkinterfaces>).
pub(super) fn network_interface(directory: &mut Directory<'_>, id: EntryId) -> NetworkInterface {
    let attributes = directory.attributes(id);
    NetworkInterface {
        declared: directory.entry(id).declared.clone(),
        ip_forwarding: attributes.or("properties.enableIPForwarding", false, truth),
        addresses: addresses(directory, &attributes, "properties.ipConfigurations"),
        security_group: directory.link(&attributes, "properties.networkSecurityGroup.id"),
        application_groups: application_groups(directory, &attributes),
    }
}

/// The groups of all addresses: its own and those that other resources put it in.
fn application_groups(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> Several<Id<ApplicationSecurityGroup>> {
    let mut groups = Several { known: Vec::new(), more: None, span: attributes.header() };
    for (layer, maybe) in attributes.each_layer() {
        for address in layer.blocks("properties.ipConfigurations").items {
            let listed = address.blocks("properties.applicationSecurityGroups");
            groups.more = groups.more.or(listed.more);
            for block in &listed.items {
                let group = directory.link(block, "id");
                match (group.value().copied().flatten(), &maybe) {
                    (Some(group), None) => groups.known.push(group),
                    (Some(_), Some(why)) => groups.more = Some(why.clone()),
                    (None, _) => groups.more = groups.more.or_else(|| group.why().cloned()),
                }
            }
        }
    }
    groups
}

pub(super) fn load_balancer(directory: &mut Directory<'_>, id: EntryId) -> LoadBalancer {
    let attributes = directory.attributes(id);
    LoadBalancer {
        declared: directory.entry(id).declared.clone(),
        sku: attributes.required("sku.name", text),
        frontends: addresses(directory, &attributes, "properties.frontendIPConfigurations"),
    }
}

pub(super) fn private_endpoint(directory: &mut Directory<'_>, id: EntryId) -> PrivateEndpoint {
    let attributes = directory.attributes(id);
    PrivateEndpoint {
        subnet: directory.link(&attributes, "properties.subnet.id"),
        ips: attributes.several("properties.ipConfigurations", |block| {
            block.optional("properties.privateIPAddress", ip)
        }),
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
            subnet: directory.link(block, "properties.subnet.id"),
            ip: if dynamic { written.map(|_| None) } else { written },
            span: block.header(),
        }
    })
}
