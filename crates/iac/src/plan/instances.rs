//! The resource instances of a plan or state, as its JSON has them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nexthop_source::Span;

use super::traversal::{self, Call, Key};
use crate::{
    Address, ModuleCall,
    json::{Node, NodeKind},
};

/// A module instance.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// From the root to it.
    pub path: Vec<Call>,
    /// The same with places in the JSON.
    pub calls: Arc<[ModuleCall]>,
}

impl Module {
    /// The names of the calls that lead here: `hub.subnets`.
    pub(super) fn name(&self) -> String {
        names(&self.path)
    }
}

/// The names of calls: `hub.subnets`.
pub(super) fn names(path: &[Call]) -> String {
    path.iter().map(|call| &*call.name).collect::<Vec<_>>().join(".")
}

/// A resource instance.
#[derive(Clone, Debug)]
pub(super) struct Instance<'n> {
    pub address: Address,
    pub module: Arc<Module>,
    /// It is a data source.
    pub data: bool,
    pub kind: &'n str,
    pub name: &'n str,
    pub key: Option<Key>,
    /// None where nothing is known.
    pub values: Option<&'n Node>,
    /// Which of the values are known only after the plan is applied.
    pub unknown: Option<&'n Node>,
    /// What the plan does to it: `change` of `resource_changes`.
    pub change: Option<&'n Node>,
    /// It is planned, but not how many there will be of it.
    pub deferred: bool,
    pub place: Span,
}

impl Instance<'_> {
    /// The block that declares it, as expressions in its module write it.
    pub(super) fn block(&self) -> String {
        let start = if self.data { "data." } else { "" };
        format!("{start}{}.{}", self.kind, self.name)
    }
}

/// The instances of a `root_module`, with those of the modules it calls.
pub(super) fn of_values(root: &Node) -> Vec<Instance<'_>> {
    let mut found = Vec::new();
    collect(root, &Arc::default(), &mut found);
    found
}

fn collect<'n>(node: &'n Node, module: &Arc<Module>, found: &mut Vec<Instance<'n>>) {
    let resources = node.get("resources").and_then(Node::as_array).unwrap_or_default();
    found.extend(
        resources.iter().filter_map(|resource| instance(resource, resource.get("values"), module)),
    );
    let children = node.get("child_modules").and_then(Node::as_array).unwrap_or_default();
    for child in children {
        let Some(address) = child.get("address") else { continue };
        let path = address.as_str().and_then(|address| traversal::calls(address));
        let (Some(text), Some(path)) = (address.as_str(), path) else { continue };
        let this = ModuleCall { address: Address::new(Arc::clone(text)), span: address.span };
        let calls = module.calls.iter().cloned().chain([this]).collect();
        collect(child, &Arc::new(Module { path, calls }), found);
    }
}

/// A resource as values and changes name it.
pub(super) fn instance<'n>(
    resource: &'n Node,
    values: Option<&'n Node>,
    module: &Arc<Module>,
) -> Option<Instance<'n>> {
    let text = |name: &str| resource.get(name).and_then(Node::as_str);
    let address = resource.get("address")?;
    let place = address.span;
    Some(Instance {
        address: Address::new(Arc::clone(address.as_str()?)),
        module: Arc::clone(module),
        data: &**text("mode")? == "data",
        kind: text("type")?,
        name: text("name")?,
        key: resource.get("index").and_then(key),
        values,
        unknown: None,
        change: None,
        deferred: false,
        place,
    })
}

/// An instance's key.
pub(super) fn key(node: &Node) -> Option<Key> {
    match &node.kind {
        NodeKind::String(name) => Some(Key::Name(Arc::clone(name))),
        NodeKind::Number(index) => Some(Key::Index(index.parse().ok()?)),
        _ => None,
    }
}

/// Instances by where they are declared.
#[derive(Debug, Default)]
pub(super) struct Index<'n> {
    by_address: BTreeMap<Address, Instance<'n>>,
    /// By the module's path and the block in it.
    by_block: BTreeMap<(String, String), BTreeMap<Option<Key>, Address>>,
    /// The instances of each module call, by the path to the call.
    calls: BTreeMap<String, BTreeSet<Option<Key>>>,
}

impl<'n> Index<'n> {
    pub(super) fn new(instances: Vec<Instance<'n>>) -> Self {
        let mut index = Self::default();
        for instance in instances {
            let path = &instance.module.path;
            for (at, call) in path.iter().enumerate() {
                let place = format!("{}.{}", written(&path[..at]), call.name);
                index.calls.entry(place).or_default().insert(call.key.clone());
            }
            let block = (written(path), instance.block());
            let keys = index.by_block.entry(block).or_default();
            keys.entry(instance.key.clone()).or_insert_with(|| instance.address.clone());
            index.by_address.entry(instance.address.clone()).or_insert(instance);
        }
        index
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Instance<'n>> {
        self.by_address.values()
    }

    pub(super) fn at(&self, address: &Address) -> Option<&Instance<'n>> {
        self.by_address.get(address)
    }

    /// The instances of a block of a module instance, by key.
    pub(super) fn of_block(
        &self,
        path: &[Call],
        block: &str,
    ) -> Option<&BTreeMap<Option<Key>, Address>> {
        self.by_block.get(&(written(path), block.to_owned()))
    }

    /// The keys of a module call.
    pub(super) fn of_call(&self, path: &[Call], name: &str) -> Option<&BTreeSet<Option<Key>>> {
        self.calls.get(&format!("{}.{name}", written(path)))
    }
}

/// A path as text that no other path has.
fn written(path: &[Call]) -> String {
    path.iter().map(|call| format!("{}{:?}", call.name, call.key)).collect::<Vec<_>>().join(".")
}
