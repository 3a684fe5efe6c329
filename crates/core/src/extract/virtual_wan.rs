//! Virtual WAN: noted, not modelled.

use nexthop_iac::Resource;

use super::{
    class::{self, Class},
    conversion,
    directory::Directory,
    inventory, route_server,
};
use crate::{Root, network::Declared};

/// What belongs to a Virtual WAN, in order of address.
pub(super) fn read(directory: &Directory<'_>, roots: &[Root<'_>]) -> Vec<Declared> {
    let mut found: Vec<Declared> = roots
        .iter()
        .flat_map(|root| root.resources)
        .filter(|resource| belongs(directory, resource))
        .map(|resource| {
            let attributes = inventory::own_attributes(resource);
            Declared {
                address: resource.address.clone(),
                name: attributes.required("name", conversion::text),
                resource_group: attributes.required("resourceGroup", conversion::text),
                span: resource.origin.declared,
                calls: resource.origin.calls.clone(),
                presence: resource.presence.clone(),
                existing: resource.existing,
            }
        })
        .collect();
    found.sort_by(|one, other| one.address.cmp(&other.address));
    found
}

fn belongs(directory: &Directory<'_>, resource: &Resource) -> bool {
    let Some(kind) = &resource.kind else { return false };
    if !class::is_virtual_wan(kind.as_str()) || resource.amends.is_some() {
        return false;
    }
    let entry = directory.at(&resource.address);
    let hub = entry.and_then(|id| match directory.entry(id).class {
        Class::VirtualHub => Some(id),
        _ => directory.entry(id).parent,
    });
    hub.is_none_or(|hub| !route_server::is_route_server(directory, hub))
}
