//! States: `terraform show -json` of one, and the `.tfstate` itself.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{Diagnostic, Severity, Span};

use super::{
    instances::{self, Instance, Module},
    plan_file::Content,
    traversal::{self, Key},
};
use crate::{
    Address, ModuleCall,
    json::{Node, NodeKind},
};

/// Reads a state; none if it is not one.
pub(super) fn read(root: &Node) -> Option<Content<'_>> {
    let refused = |node: &Node, message: String, help: &str| {
        let mut diagnostic = Diagnostic::new("syntax-error", Severity::Error, node.span, message);
        diagnostic.help(help);
        Some(Content { diagnostics: vec![diagnostic], ..Content::default() })
    };
    if let Some(data) = root.get("encrypted_data") {
        let help = "Decrypt it: `tofu show -json > state.json` where OpenTofu has the key.";
        return refused(data, "This state is encrypted".to_owned(), help);
    }
    if let (Some(_), Some(values)) = (root.get("format_version"), root.get("values")) {
        let instances = values.get("root_module").map(instances::of_values).unwrap_or_default();
        return Some(Content { instances, ..Content::default() });
    }
    let version = root.get("version")?;
    root.get("lineage").or(root.get("terraform_version"))?;
    match &version.kind {
        NodeKind::Number(number) if &**number == "4" => {
            let resources = root.get("resources").and_then(Node::as_array).unwrap_or_default();
            let mut modules = BTreeMap::new();
            let instances = resources.iter().flat_map(|resource| block(resource, &mut modules));
            Some(Content { instances: instances.collect(), ..Content::default() })
        }
        NodeKind::Number(number) => {
            let message = format!("This state is of version {number}; only version 4 is read");
            let help = "Terraform writes version 4 since 0.12: `terraform show -json > state.json` \
                        with a newer one.";
            refused(version, message, help)
        }
        _ => None,
    }
}

/// The instances of one block, as a `.tfstate` has them.
fn block<'n>(
    resource: &'n Node,
    modules: &mut BTreeMap<Arc<str>, Arc<Module>>,
) -> Vec<Instance<'n>> {
    let text = |name: &str| resource.get(name).and_then(Node::as_str);
    let (Some(mode), Some(kind), Some(name)) = (text("mode"), text("type"), text("name")) else {
        return Vec::new();
    };
    let module = match resource.get("module").and_then(|module| Some((module, module.as_str()?))) {
        Some((node, address)) => {
            let make = || Arc::new(module_instance(address, node.span));
            Arc::clone(modules.entry(Arc::clone(address)).or_insert_with(make))
        }
        None => Arc::default(),
    };
    let data = &**mode == "data";
    let start = text("module").map(|module| format!("{module}.")).unwrap_or_default();
    let base = format!("{start}{}{kind}.{name}", if data { "data." } else { "" });
    let place = resource.get("name").map_or(resource.span, |name| name.span);
    let instances = resource.get("instances").and_then(Node::as_array).unwrap_or_default();
    let current = instances.iter().filter(|instance| instance.get("deposed").is_none());
    current
        .map(|instance| {
            let key = instance.get("index_key").and_then(instances::key);
            Instance {
                address: address(&base, key.as_ref()),
                module: Arc::clone(&module),
                data,
                kind,
                name,
                key,
                values: instance.get("attributes"),
                unknown: None,
                change: None,
                deferred: false,
                place,
            }
        })
        .collect()
}

fn module_instance(address: &str, span: Span) -> Module {
    let path = traversal::calls(address).unwrap_or_default();
    let mut outer = String::new();
    let calls = path.iter().map(|call| {
        let dot = if outer.is_empty() { "" } else { "." };
        let address =
            self::address(&format!("{outer}{dot}module.{}", call.name), call.key.as_ref());
        address.as_str().clone_into(&mut outer);
        ModuleCall { address, span }
    });
    let calls = calls.collect();
    Module { path, calls }
}

fn address(base: &str, key: Option<&Key>) -> Address {
    match key {
        None => Address::new(base),
        Some(Key::Index(index)) => Address::new(format!("{base}[{index}]")),
        Some(Key::Name(name)) => {
            Address::new(format!("{base}[{}]", crate::terraform::quoted(name)))
        }
    }
}
