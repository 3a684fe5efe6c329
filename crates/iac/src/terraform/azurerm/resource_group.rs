//! Resource groups.

use super::row::{Resource, resource};

pub(super) static TABLE: &[Resource] =
    &[resource("azurerm_resource_group", "Microsoft.Resources/resourceGroups", &[])];
