//! azurerm's spellings, of every version from 2 to 5, lowered to ARM's.
//!
//! One file a family of resources, each a table of rows `azurerm attribute →
//! ARM path`. A new resource is a row in [`TABLES`] or an entry of a table
//! that is there.

mod apply;
#[cfg(test)]
mod attributes;
mod carrier;
mod express_route;
mod firewall;
mod firewall_policy;
#[cfg(test)]
mod from_files;
mod gateway;
mod load_balancer;
mod nested;
mod network_interface;
mod network_manager;
mod public_address;
mod reshape;
mod resource_group;
mod route_table;
mod row;
mod security_group;
mod virtual_hub;
mod virtual_machine;
mod virtual_network;
mod virtual_wan;
mod words;

pub(super) use self::nested::is_block;
use self::row::Resource;
pub(super) use self::words::words;
use super::lowering::{Declaration, Lowered};
use crate::{ResourceType, Value};

static TABLES: &[&[Resource]] = &[
    carrier::TABLE,
    express_route::TABLE,
    firewall::TABLE,
    firewall_policy::TABLE,
    gateway::TABLE,
    load_balancer::TABLE,
    network_interface::TABLE,
    network_manager::TABLE,
    public_address::TABLE,
    resource_group::TABLE,
    route_table::TABLE,
    security_group::TABLE,
    virtual_hub::TABLE,
    virtual_machine::TABLE,
    virtual_network::TABLE,
    virtual_wan::TABLE,
];

/// Lowers a resource if a table has its type.
pub(super) fn lower(
    source_type: &str,
    values: &Value,
    declaration: Declaration,
) -> Option<Lowered> {
    let resource = row(source_type).filter(|row| carrier::is_in_azure(row, values))?;
    let mut body = apply::body(resource, values, declaration);
    let amends = resource
        .amends
        .then(|| body.remove("amends").unwrap_or_else(|| Value::null(declaration.declared)));
    Some(Lowered { kind: Some(ResourceType::new(resource.kind)), body, amends })
}

/// An association of a subnet has the id of the subnet.
pub(super) fn id(source_type: &str, values: &Value) -> Option<Value> {
    let of_subnet = source_type.strip_prefix("azurerm_subnet_")?.ends_with("_association");
    values.get("subnet_id").filter(|id| of_subnet && !id.is_null()).cloned()
}

fn row(source_type: &str) -> Option<&'static Resource> {
    TABLES.iter().copied().flatten().find(|row| row.source_type == source_type)
}

/// The ARM type of what has this type here.
pub(super) fn arm_type(source_type: &str) -> Option<&'static str> {
    row(source_type).map(|row| row.kind)
}

/// Whether a table has this type.
pub(crate) fn is_type(source_type: &str) -> bool {
    row(source_type).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TABLES, row::Resource};

    fn resources() -> impl Iterator<Item = &'static Resource> {
        TABLES.iter().copied().flatten()
    }

    #[test]
    fn every_type_is_in_the_tables_once() {
        let types: BTreeSet<_> = resources().map(|resource| resource.source_type).collect();
        assert_eq!(types.len(), resources().count());
    }

    #[test]
    fn amendments_and_no_others_say_what_they_amend() {
        for resource in resources() {
            let mut places = resource.rows.iter().map(|row| row.to);
            let says = places.any(|to| to == "amends" || to.starts_with("amends."));
            assert_eq!(says, resource.amends, "{}", resource.source_type);
        }
    }

    #[test]
    fn a_child_says_what_it_is_a_child_of() {
        for resource in resources().filter(|resource| !resource.amends) {
            let mut places = resource.rows.iter().map(|row| row.to);
            let says = places.any(|to| to == "parent" || to.starts_with("parent."));
            let is_child = resource.kind.split('/').count() > 2;
            assert_eq!(says, is_child, "{}", resource.source_type);
        }
    }
}
