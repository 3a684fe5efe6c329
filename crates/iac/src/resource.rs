//! A resource instance after evaluation, in ARM's vocabulary.

use std::{borrow::Borrow, collections::BTreeMap, fmt, sync::Arc};

use nexthop_source::Span;

use crate::{Value, Why};

/// A resource's address in its language: `module.hub.azurerm_subnet.this["gw"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// The address written so.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is that of a resource outside of the code, whatever input is named
    /// before it: of a Terraform data source (`module.hub["a"].data.…`), or of what
    /// exists already (`network/existing.hub`).
    pub(crate) fn is_outside(&self) -> bool {
        let before_keys = self.0.find('"').unwrap_or(self.0.len());
        let own = self.0[..before_keys].rfind('/').map_or(0, |at| at + 1);
        let mut rest = &self.0[own..];
        if rest.starts_with("existing.") {
            return true;
        }
        while let Some(call) = rest.strip_prefix("module.") {
            let mut quoted = false;
            let mut escaped = false;
            let end = call.find(|character| {
                let in_text = quoted;
                quoted ^= character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                character == '.' && !in_text
            });
            rest = end.and_then(|end| call.get(end + 1..)).unwrap_or_default();
        }
        rest.starts_with("data.")
    }
}

impl Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A type of ARM, such as `Microsoft.Network/virtualNetworks`; compares without
/// case, as ARM does.
#[derive(Clone, Debug)]
pub struct ResourceType(Arc<str>);

impl ResourceType {
    /// The type written so.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The type as it was written first.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ResourceType {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ResourceType {}

impl PartialEq<str> for ResourceType {
    fn eq(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A resource instance, in ARM's vocabulary whatever language declared it.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The ARM type; `None` where the source type has no counterpart here
    /// (`random_string`).
    pub kind: Option<ResourceType>,
    /// The type as the source language names it (`azurerm_subnet`).
    pub source_type: Arc<str>,
    /// The instance.
    pub address: Address,
    /// The values as the source language names them, shaped as in
    /// `terraform show -json`: a nested block is a list of objects.
    pub values: Value,
    /// The values as ARM names them. Top-level keys:
    ///
    /// - `name`, `resourceGroup`, `location`, `sku` … as ARM has them
    /// - `parent`: for a child resource, what it is a child of: the parent's id
    ///   (a [`Kind::Reference`](crate::Kind) to `id`, or text), or an object
    ///   `{name, resourceGroup}` where the language names the parent
    /// - `properties`: ARM's properties
    ///
    /// Paths follow ARM's JSON exactly (Microsoft.Network 2025-09-01). What is
    /// left out in the code is absent, whatever Azure's default. Where a provider
    /// itself sends a value that is not ARM's default, that value is here and its
    /// span is the declaring header (`origin.declared`): it is a default.
    ///
    /// A list that is known in part has unknown elements; an unknown value in
    /// place of a list stands for any number of elements.
    ///
    /// A Route Server is a resource of type `Microsoft.Network/virtualHubs`
    /// without `properties.virtualWan`. Its IP configuration is inline at
    /// `properties.ipConfigurations[0].properties` (`azurerm_route_server`) or a
    /// child of type `Microsoft.Network/virtualHubs/ipConfigurations`.
    pub body: BTreeMap<Arc<str>, Value>,
    /// For a resource that only changes another one (an association, an
    /// `azapi_update_resource`): the id of that one, or an object
    /// `{name, resourceGroup}` like `parent`. `kind` is the target's type and
    /// `body` holds what is added to it: objects are merged by key, the elements
    /// of a list are further elements of the target's list, elements of the same
    /// `name` are merged.
    pub amends: Option<Value>,
    /// Exists outside of this code: a data source, `existing` in Bicep.
    pub existing: bool,
    /// Where it is written.
    pub origin: Origin,
    /// Whether it is there at all.
    pub presence: Presence,
    /// What is created before it; `None` where the input says nothing about that, or
    /// leaves it to Azure.
    pub order: Option<Arc<CreationOrder>>,
    /// What a plan does to it.
    pub planned: Option<Arc<PlannedChange>>,
}

/// What a plan does to a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedChange {
    /// What happens to it as a whole.
    pub action: PlannedAction,
    /// Of an update: the names of ARM's properties that get another value, sorted.
    pub properties: Vec<Arc<str>>,
}

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedAction {
    /// It is there and stays as it is.
    Keep,
    /// It is not there yet.
    Create,
    /// It is there and is changed in place.
    Update,
    /// It is there, and another takes its place.
    Replace,
}

/// What Terraform finishes before it starts with a resource. Its graph is one of blocks,
/// so addresses are without keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreationOrder {
    /// The resource's own block.
    pub block: Address,
    /// Blocks that it waits for directly, and modules of which it waits for everything
    /// (`module.hub`), sorted.
    pub after: Vec<Address>,
    /// It may wait for more: for what a module returns that is not here.
    pub open: bool,
}

/// Where a resource is declared, and through which module calls it came to be.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The header of the declaring block: `resource "azurerm_subnet" "gw"`.
    pub declared: Span,
    /// The module calls, outermost first.
    pub calls: Arc<[ModuleCall]>,
}

/// One call of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleCall {
    /// The instance's address: `module.hub[0]`.
    pub address: Address,
    /// The header of the calling block.
    pub span: Span,
}

/// Whether a resource exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It does.
    Certain,
    /// Its `count`, `for_each` or condition cannot be told. It stands once for
    /// however many there will be.
    Maybe(Why),
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_data_source_is_told_from_a_module_or_key_of_that_name() {
        let data = |address: &str| Address::new(address).is_outside();
        assert!(data("data.azurerm_subnet.gw"));
        assert!(data(r#"module.hub["a.data.\"x"].module.b.data.azurerm_subnet.gw[0]"#));
        assert!(data(r#"spokes/a/module.hub["b/c"].data.azurerm_subnet.gw"#));
        assert!(!data("azurerm_subnet.data"));
        assert!(!data("module.data.azurerm_subnet.gw"));
        assert!(!data(r#"module.hub["x.data.y"].azurerm_subnet.gw"#));
    }
}
