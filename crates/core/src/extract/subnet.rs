//! Subnets.

use nexthop_iac::Why;
use nexthop_source::Span;

use super::{
    attributes::Attributes,
    class::{Class, Target},
    conversion,
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{Id, Perhaps, Prefix, Subnet, SubnetPurpose, VirtualNetwork},
};

/// Whether route tables count, and network security groups; `Disabled` where it is left out
/// (<https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy>).
const PRIVATE_ENDPOINT_POLICIES: &[(&str, [bool; 2])] = &[
    ("Disabled", [false, false]),
    ("NetworkSecurityGroupEnabled", [false, true]),
    ("Enabled", [true, true]),
    ("RouteTableEnabled", [true, false]),
];

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Subnet {
    let attributes = directory.attributes(id);
    let virtual_network = virtual_network(directory, id);
    let declared = directory.entry(id).declared.clone();
    let delegations = attributes.blocks("properties.delegations");
    let (table, group) = ("properties.routeTable.id", "properties.networkSecurityGroup.id");
    let policies = attributes.or(
        "properties.privateEndpointNetworkPolicies",
        [false, false],
        conversion::choice(PRIVATE_ENDPOINT_POLICIES),
    );
    let route_table = directory.link(&attributes, table);
    let security_group = directory.link(&attributes, group);
    Subnet {
        service_endpoint_policies: attributes.or(
            "properties.serviceEndpointPolicies",
            false,
            |policies| Ok(conversion::elements(policies)?.next().is_some()),
        ),
        virtual_network,
        purpose: declared
            .name
            .value()
            .map_or(SubnetPurpose::General, |name| SubnetPurpose::of(name)),
        prefixes: prefixes(directory, id),
        route_table: directory.or_adrift(route_table, id, table),
        security_group: directory.or_adrift(security_group, id, group),
        perhaps_route_table: perhaps(directory, &attributes, table),
        perhaps_security_group: perhaps(directory, &attributes, group),
        routes_private_endpoints: policies.map(|&[routes, _]| routes),
        filters_private_endpoints: policies.map(|&[_, filters]| filters),
        listed: attributes.is_inline(),
        delegation: delegations.items.first().map(Attributes::header),
        declared,
    }
}

/// What an association that may not be there leads to.
pub(super) fn perhaps<T: Target>(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
    path: &str,
) -> Option<Perhaps<T>> {
    let (association, why) = attributes.only_perhaps(path)?;
    let id = directory.link(&association, path).value().copied().flatten()?;
    Some(Perhaps { id, why })
}

/// The network of a subnet or a peering: its parent.
pub(super) fn virtual_network(directory: &mut Directory<'_>, id: EntryId) -> Id<VirtualNetwork> {
    let entry = directory.entry(id);
    let (parent, span) = (entry.parent, entry.declared.span);
    let parent = parent.unwrap_or_else(|| {
        let why = Why::Failed("the virtual network is left out".to_owned());
        directory.nameless(Class::VirtualNetwork, why, span)
    });
    directory.row(parent).expect("every virtual network has a row and parents are of their class")
}

/// `addressPrefixes`, or `addressPrefix` for one. Both may be there with the same
/// prefix; the list counts.
pub(super) fn prefixes(directory: &Directory<'_>, id: EntryId) -> Fact<Vec<Prefix>> {
    let attributes = directory.attributes(id);
    let several = attributes.read("properties.addressPrefixes", conversion::prefixes);
    let one = || attributes.read("properties.addressPrefix", conversion::prefixes);
    match several {
        Some(prefixes) if prefixes.value().is_none_or(|prefixes| !prefixes.is_empty()) => prefixes,
        _ => one().or_else(|| pool(directory, id)).unwrap_or_else(|| {
            attributes.required("properties.addressPrefixes", conversion::prefixes)
        }),
    }
}

/// Taken from an IPAM pool, the prefixes are known only after deployment.
fn pool(directory: &Directory<'_>, id: EntryId) -> Option<Fact<Vec<Prefix>>> {
    let address = &directory.entry(id).declared.address;
    let why = Why::SetByAzure(format!("the prefixes of {address}"));
    directory.attributes(id).read("properties.ipamPoolPrefixAllocations", |_| Err(why.clone()))
}

/// A subnet and the network that it is part of.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub(super) subnet: Fact<Id<Subnet>>,
    pub(super) virtual_network: Fact<Id<VirtualNetwork>>,
}

/// The placement of something that links to a subnet.
pub(super) fn placement(
    directory: &mut Directory<'_>,
    subnet: Fact<Id<Subnet>>,
    entry: Option<EntryId>,
) -> Placement {
    let span: Span = subnet.span;
    let virtual_network = match (entry, subnet.why()) {
        (Some(entry), None) => {
            let network = virtual_network(directory, entry);
            subnet.map(|_| network)
        }
        (_, Some(why)) => Fact::unknown(why.clone(), span),
        (None, None) => Fact::unknown(Why::Failed("the subnet is left out".to_owned()), span),
    };
    Placement { subnet, virtual_network }
}
