//! Modules that are not here and are handed a part of the network; and what Azure Network
//! Manager makes of it, which is not here either.

use std::collections::BTreeSet;

use nexthop_iac::{Kind, Part, Reference, Resource, UnreadModule, Value};

use super::{
    class::{Class, Tabled},
    directory::{Directory, EntryId},
};
use crate::{
    Root,
    network::{HiddenModule, Id},
};

/// The modules whose arguments hold a virtual network, a subnet, or a filter that
/// they may add rules to.
pub(super) fn read(directory: &Directory<'_>, roots: &[Root<'_>]) -> Vec<HiddenModule> {
    let mut sorted: Vec<&UnreadModule> =
        roots.iter().flat_map(|root| root.unread_modules).collect();
    sorted.sort_by(|one, other| one.address.cmp(&other.address));
    let modules = sorted.into_iter().map(|module| {
        let mut handed = BTreeSet::new();
        collect(directory, &module.arguments, &mut handed);
        HiddenModule {
            source: module.source.clone(),
            span: module.span,
            virtual_networks: rows(directory, &handed, Class::VirtualNetwork),
            security_groups: rows(directory, &handed, Class::SecurityGroup),
            firewall_policies: rows(directory, &handed, Class::FirewallPolicy),
            virtual_hubs: rows(directory, &handed, Class::VirtualHub),
        }
    });
    modules
        .chain(managers(directory, roots))
        .filter(|module| {
            !(module.virtual_networks.is_empty()
                && module.security_groups.is_empty()
                && module.firewall_policies.is_empty()
                && module.virtual_hubs.is_empty())
        })
        .collect()
}

/// What Azure Network Manager peers and routes by is a matter of group membership, which is
/// decided by policies in Azure as well as by code
/// (<https://learn.microsoft.com/azure/virtual-network-manager/concept-connectivity-configuration>).
const MANAGED: [&str; 2] = [
    "Microsoft.Network/networkManagers/connectivityConfigurations",
    "Microsoft.Network/networkManagers/routingConfigurations",
];

/// Whether resources of a type are made by Azure Network Manager out of others.
pub(super) fn is_managed(arm_type: &str) -> bool {
    MANAGED.iter().any(|managed| managed.eq_ignore_ascii_case(arm_type))
}

/// The configurations of Azure Network Manager, each of which may connect any network.
fn managers(directory: &Directory<'_>, roots: &[Root<'_>]) -> Vec<HiddenModule> {
    let resources = roots.iter().flat_map(|root| root.resources);
    let managed = resources.filter(|resource| {
        !resource.existing && resource.kind.as_ref().is_some_and(|kind| is_managed(kind.as_str()))
    });
    let mut managed: Vec<&Resource> = managed.collect();
    managed.sort_by(|one, other| one.address.cmp(&other.address));
    let networks = directory.of_class(Class::VirtualNetwork);
    let networks: Vec<_> = networks.into_iter().filter_map(|id| directory.row(id)).collect();
    let managers = managed.into_iter().map(|resource| HiddenModule {
        source: "what Azure Network Manager connects".to_owned(),
        span: resource.origin.declared,
        virtual_networks: networks.clone(),
        security_groups: Vec::new(),
        firewall_policies: Vec::new(),
        virtual_hubs: Vec::new(),
    });
    managers.collect()
}

fn rows<T: Tabled>(
    directory: &Directory<'_>,
    handed: &BTreeSet<EntryId>,
    class: Class,
) -> Vec<Id<T>> {
    let of_class = handed.iter().filter(|id| directory.entry(**id).class == class);
    of_class.filter_map(|id| directory.row(*id)).collect()
}

fn collect(directory: &Directory<'_>, value: &Value, handed: &mut BTreeSet<EntryId>) {
    if let Some(reference) = &value.via {
        handed.extend(handed_by(directory, reference));
    }
    match &value.kind {
        Kind::Reference(reference) => handed.extend(handed_by(directory, reference)),
        Kind::List(_, items) => items.iter().for_each(|item| collect(directory, item, handed)),
        Kind::Object(_, fields) => {
            fields.values().for_each(|item| collect(directory, item, handed));
        }
        Kind::Unknown(unknown) => {
            handed.extend(unknown.parts.iter().filter_map(|part| match part {
                Part::Reference(reference) => handed_by(directory, reference),
                Part::Text(_) | Part::Unknown => None,
            }));
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}

/// The network that is meant, itself or through a subnet, or the filter. Its location
/// and resource group say nothing about where something is put.
fn handed_by(directory: &Directory<'_>, reference: &Reference) -> Option<EntryId> {
    if matches!(reference.attribute.as_str(), "location" | "resource_group_name") {
        return None;
    }
    let id = directory.at(&reference.target)?;
    let entry = directory.entry(id);
    match entry.class {
        Class::VirtualNetwork
        | Class::SecurityGroup
        | Class::FirewallPolicy
        | Class::VirtualHub => Some(id),
        Class::Subnet | Class::HubRouteTable => entry.parent,
        _ => None,
    }
}
