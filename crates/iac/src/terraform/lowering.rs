//! From the words of Terraform's providers to ARM's.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{azapi, azurerm};
use crate::{ResourceType, Value};

/// What a resource is in ARM's vocabulary: the fields of the same names of
/// [`Resource`](crate::Resource).
#[derive(Clone, Debug, Default)]
pub(crate) struct Lowered {
    pub kind: Option<ResourceType>,
    pub body: BTreeMap<Arc<str>, Value>,
    pub amends: Option<Value>,
}

/// Lowers a resource (or a data source: `existing`) that is declared at the
/// header `declared`. A type that no provider's table knows has no kind and an
/// empty body.
pub(crate) fn lower(source_type: &str, values: &Value, declared: Span, existing: bool) -> Lowered {
    azapi::lower(source_type, values, declared)
        .or_else(|| azurerm::lower(source_type, values, declared, existing))
        .unwrap_or_default()
}
