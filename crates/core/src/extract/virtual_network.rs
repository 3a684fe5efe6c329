//! Virtual networks.

use nexthop_iac::Why;

use super::{
    conversion,
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{Prefix, VirtualNetwork},
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> VirtualNetwork {
    let attributes = directory.attributes(id);
    VirtualNetwork {
        declared: directory.entry(id).declared.clone(),
        location: attributes.required("location", conversion::region),
        address_space: address_space(directory, id),
        summarized_gateway_prefixes: attributes.or(
            "properties.summarizedGatewayPrefixes.addressPrefixes",
            Vec::new(),
            conversion::prefixes,
        ),
        unidentified: directory.unidentified(id).cloned(),
    }
}

/// The address space. Taken from an IPAM pool it is known only after deployment.
fn address_space(directory: &Directory<'_>, id: EntryId) -> Fact<Vec<Prefix>> {
    let attributes = directory.attributes(id);
    let written = attributes.read("properties.addressSpace.addressPrefixes", conversion::prefixes);
    let pool = "properties.addressSpace.ipamPoolPrefixAllocations";
    match written {
        Some(space) if space.value().is_none_or(|space| !space.is_empty()) => space,
        _ if attributes.has(pool) => {
            let address = &directory.entry(id).declared.address;
            let why = Why::SetByAzure(format!("the address space of {address}"));
            attributes.required(pool, |_| Err(why.clone()))
        }
        Some(space) => space,
        None => {
            attributes.required("properties.addressSpace.addressPrefixes", conversion::prefixes)
        }
    }
}
