//! From the words of Terraform's providers to ARM's.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{azapi, azurerm, declarations::ResourceBlock, provider_version::Majors};
use crate::{ResourceType, Value};

/// What a resource is in ARM's vocabulary: the fields of the same names of
/// [`Resource`](crate::Resource).
#[derive(Clone, Debug, Default)]
pub(crate) struct Lowered {
    pub kind: Option<ResourceType>,
    pub body: BTreeMap<Arc<str>, Value>,
    pub amends: Option<Value>,
}

/// What lowering needs to know of a resource besides its values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    /// The header of the declaring block.
    pub declared: Span,
    /// It is a data source.
    pub existing: bool,
    pub azurerm: Majors,
}

/// Lowers a resource or data source. A type that no provider's table knows has
/// no kind and an empty body.
pub(crate) fn lower(source_type: &str, values: &Value, declaration: Declaration) -> Lowered {
    azapi::lower(source_type, values, declaration.declared)
        .or_else(|| azurerm::lower(source_type, values, declaration))
        .unwrap_or_default()
}

/// Whether what a block declares may be of an ARM type that is asked for.
pub(super) fn may_be(block: &ResourceBlock<'_>, asked_for: fn(&str) -> bool) -> bool {
    if azapi::is_type(block.kind) {
        azapi::written_type(&block.block.body).is_none_or(asked_for)
    } else {
        azurerm::arm_type(block.kind).is_some_and(asked_for)
    }
}

/// Whether what a block declares certainly is.
pub(super) fn is_sure_to_be(block: &ResourceBlock<'_>, asked_for: fn(&str) -> bool) -> bool {
    azurerm::arm_type(block.kind).is_some_and(asked_for)
}

/// The id of a resource that has the id of another one, which it reads or changes.
pub(crate) fn id(source_type: &str, values: &Value) -> Option<Value> {
    azapi::id(source_type, values).or_else(|| azurerm::id(source_type, values))
}
