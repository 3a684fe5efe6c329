//! Virtual machines, by their network interfaces.

use nexthop_iac::Value;

use super::{
    attributes::Found,
    class::Class,
    directory::{Directory, EntryId, Named},
    resource_path::{ResourcePath, Segment},
};
use crate::{
    Fact,
    network::{Id, NetworkInterface},
};

/// The interfaces of each machine that has several.
pub(super) fn interfaces(directory: &Directory<'_>) -> Vec<Vec<Id<NetworkInterface>>> {
    let machines = directory.of_class(Class::VirtualMachine).into_iter();
    let machines = machines.map(|machine| {
        let attributes = directory.attributes(machine);
        let listed = attributes.blocks("properties.networkProfile.networkInterfaces").items;
        let ids = listed.iter().filter_map(|block| match block.find("id") {
            Found::Value(value, _) => interface(directory, value),
            Found::Missing | Found::Unknown(..) => None,
        });
        ids.filter_map(|id| directory.row(id)).collect::<Vec<_>>()
    });
    machines.filter(|interfaces| interfaces.len() > 1).collect()
}

/// The interface of this code that an id means.
fn interface(directory: &Directory<'_>, id: &Value) -> Option<EntryId> {
    let class = Class::NetworkInterface;
    directory.by_reference(class, id).or_else(|| {
        let path = ResourcePath::parse(id.as_str()?)?;
        let [(_, Segment::Text(name))] = &path.steps[..] else { return None };
        let name = &Fact::set(name.clone(), id.span);
        let (group, subscription) = (path.group.as_deref(), path.subscription.as_deref());
        match directory.named(Named { class, parent: None, name, group, subscription })[..] {
            [one] => Some(one),
            _ => None,
        }
    })
}
