//! The code as a plan has it: which expressions refer to what, not what they do
//! with it. Local values are not part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Node;

/// The modules of the `configuration` of a plan.
#[derive(Debug, Default)]
pub(super) struct Configuration<'n> {
    /// By the names of the calls that lead there: `hub.subnets`.
    modules: BTreeMap<String, Module<'n>>,
}

#[derive(Debug, Default)]
pub(super) struct Module<'n> {
    /// By block: `azurerm_subnet.gw`, `data.azurerm_subnet.gw`.
    pub resources: BTreeMap<&'n str, &'n Node>,
    pub calls: BTreeMap<&'n str, &'n Node>,
    /// The expressions of the outputs.
    pub outputs: BTreeMap<&'n str, &'n Node>,
}

impl<'n> Configuration<'n> {
    pub(super) fn new(root: Option<&'n Node>) -> Self {
        let mut configuration = Self::default();
        if let Some(root) = root {
            configuration.add(root, String::new());
        }
        configuration
    }

    fn add(&mut self, node: &'n Node, name: String) {
        let mut module = Module::default();
        for resource in node.get("resources").and_then(Node::as_array).unwrap_or_default() {
            if let Some(address) = resource.get("address").and_then(Node::as_str) {
                module.resources.insert(address, resource);
            }
        }
        for entry in node.get("outputs").and_then(Node::as_object).unwrap_or_default() {
            if let Some(expression) = entry.value.get("expression") {
                module.outputs.insert(&entry.name, expression);
            }
        }
        for entry in node.get("module_calls").and_then(Node::as_object).unwrap_or_default() {
            module.calls.insert(&entry.name, &entry.value);
            if let Some(called) = entry.value.get("module") {
                let dot = if name.is_empty() { "" } else { "." };
                self.add(called, format!("{name}{dot}{}", entry.name));
            }
        }
        self.modules.insert(name, module);
    }

    /// A module by the names of the calls that lead there.
    pub(super) fn module(&self, name: &str) -> Option<&Module<'n>> {
        self.modules.get(name)
    }

    /// The blocks of the root module: resources, data sources, module calls.
    pub(super) fn blocks(&self) -> BTreeSet<String> {
        let Some(root) = self.module("") else { return BTreeSet::new() };
        let resources = root.resources.keys().map(|&name| name.to_owned());
        resources.chain(root.calls.keys().map(|name| format!("module.{name}"))).collect()
    }
}

/// A part of what a resource is configured with: an expression, a nested block
/// or several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Configured<'n>(pub &'n Node);

impl<'n> Configured<'n> {
    /// What an expression refers to; none if this is no expression.
    pub(super) fn references(self) -> Option<impl Iterator<Item = &'n str>> {
        let references = self.0.get("references")?.as_array()?;
        Some(references.iter().filter_map(|reference| reference.as_str().map(|text| &**text)))
    }

    fn is_expression(self) -> bool {
        self.references().is_some() || self.0.get("constant_value").is_some()
    }

    /// An attribute of a block. What is within an expression is that expression.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        if self.is_expression() { Some(self) } else { self.0.get(name).map(Self) }
    }

    /// One of several blocks.
    pub(super) fn item(self, at: usize) -> Option<Self> {
        match self.0.as_array() {
            Some(items) => items.get(at).map(Self),
            None if self.is_expression() || at == 0 => Some(self),
            None => None,
        }
    }

    /// The names of what a block has.
    pub(super) fn names(self) -> impl Iterator<Item = &'n str> {
        let entries = self.0.as_object().filter(|_| !self.is_expression()).unwrap_or_default();
        entries.iter().map(|entry| &*entry.name)
    }
}
