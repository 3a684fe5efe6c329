//! azurerm's spellings, of every version from 2 to 5, lowered to ARM's.
//!
//! One file a family of resources, each a table of rows `azurerm attribute →
//! ARM path`. A new resource is a row in [`TABLES`] or an entry of a table
//! that is there.

mod apply;
mod reshape;
mod row;
mod virtual_network;

use nexthop_source::Span;

use self::row::Resource;
use super::lowering::Lowered;
use crate::{ResourceType, Value};

static TABLES: &[&[Resource]] = &[virtual_network::TABLE];

/// Lowers a resource if a table has its type.
pub(super) fn lower(
    source_type: &str,
    values: &Value,
    declared: Span,
    existing: bool,
) -> Option<Lowered> {
    let resource = TABLES.iter().copied().flatten().find(|row| row.source_type == source_type)?;
    let mut body = apply::Lowering { declared, existing }.resource(resource, values);
    let amends =
        resource.amends.then(|| body.remove("amends").unwrap_or_else(|| Value::null(declared)));
    Some(Lowered { kind: Some(ResourceType::new(resource.kind)), body, amends })
}
