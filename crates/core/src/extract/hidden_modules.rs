//! Modules that are not here and are handed a part of the network.

use std::collections::BTreeSet;

use nexthop_iac::{Kind, Part, Reference, UnreadModule, Value};

use super::{
    class::Class,
    directory::{Directory, EntryId},
};
use crate::network::HiddenModule;

/// The modules whose arguments hold a virtual network or a subnet.
pub(super) fn read(directory: &Directory<'_>, unread: &[UnreadModule]) -> Vec<HiddenModule> {
    let mut sorted: Vec<&UnreadModule> = unread.iter().collect();
    sorted.sort_by(|one, other| one.address.cmp(&other.address));
    let modules = sorted.into_iter().map(|module| {
        let mut networks = BTreeSet::new();
        collect(directory, &module.arguments, &mut networks);
        HiddenModule {
            source: module.source.clone(),
            span: module.span,
            virtual_networks: networks.into_iter().filter_map(|id| directory.row(id)).collect(),
        }
    });
    modules.filter(|module| !module.virtual_networks.is_empty()).collect()
}

fn collect(directory: &Directory<'_>, value: &Value, networks: &mut BTreeSet<EntryId>) {
    if let Some(reference) = &value.via {
        networks.extend(network_of(directory, reference));
    }
    match &value.kind {
        Kind::Reference(reference) => networks.extend(network_of(directory, reference)),
        Kind::List(_, items) => items.iter().for_each(|item| collect(directory, item, networks)),
        Kind::Object(_, fields) => {
            fields.values().for_each(|item| collect(directory, item, networks));
        }
        Kind::Unknown(unknown) => {
            networks.extend(unknown.parts.iter().filter_map(|part| match part {
                Part::Reference(reference) => network_of(directory, reference),
                Part::Text(_) | Part::Unknown => None,
            }));
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}

/// The network that is meant, itself or through a subnet. Its location and
/// resource group say nothing about where something is put.
fn network_of(directory: &Directory<'_>, reference: &Reference) -> Option<EntryId> {
    if matches!(reference.attribute.as_str(), "location" | "resource_group_name") {
        return None;
    }
    let id = directory.at(&reference.target)?;
    let entry = directory.entry(id);
    match entry.class {
        Class::VirtualNetwork => Some(id),
        Class::Subnet => entry.parent,
        _ => None,
    }
}
