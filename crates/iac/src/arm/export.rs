//! Resources that are deployed: what `az … list` and Azure Resource Graph print.
//!
//! Resource Graph and `az rest` keep the shape that ARM has. The commands of `az`
//! lift what is in `properties` one level up, in a resource and in what is nested in
//! it; that is undone here: everything of a resource that is not part of the frame
//! that ARM gives all resources belongs into its `properties`.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{Diagnostic, FileId, Severity, Sources};

use super::parameters::literal;
use crate::{
    Address, FileSystem, Input, InputKind, Kind, Origin, Presence, Project, Resource, ResourceType,
    Value, Workspace,
    input::{Document, Form, Search},
    json::{self, Dialect, Node, NodeKind},
};

type Entries = BTreeMap<Arc<str>, Value>;

/// What ARM has beside `properties`
/// (<https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types>).
const FRAME: &[&str] = &[
    "apiVersion",
    "etag",
    "extendedLocation",
    "id",
    "identity",
    "kind",
    "location",
    "managedBy",
    "name",
    "plan",
    "resourceGroup",
    "sku",
    "subscriptionId",
    "systemData",
    "tags",
    "tenantId",
    "type",
    "zones",
];

/// Types whose `sku` is among the properties; by their REST reference, 2025-09-01.
const SKU_IS_PROPERTY: &[&str] = &[
    "Microsoft.Network/applicationGateways",
    "Microsoft.Network/azureFirewalls",
    "Microsoft.Network/firewallPolicies",
    "Microsoft.Network/virtualHubs",
    "Microsoft.Network/virtualNetworkGateways",
];

/// Reads every list of deployed resources.
pub(super) fn load(disk: &dyn FileSystem, search: &Search, workspace: &mut Workspace) {
    for document in search.of_form(Form::AzureExport) {
        match document.text(disk) {
            Ok(text) => {
                let file = workspace.sources.add(document.path.as_path(), text);
                let project = project(document, file, &workspace.sources);
                workspace.projects.extend(project);
            }
            Err(why) => workspace.unreadable.push((document.path.clone(), why)),
        }
    }
}

/// The resources of a document; none if it is another kind of list, found by chance.
fn project(document: &Document, file: FileId, sources: &Sources) -> Option<Project> {
    let mut project = Project {
        input: Input { path: document.path.clone(), kind: InputKind::AzureExport },
        resources: Vec::new(),
        unread_modules: Vec::new(),
        declared: Vec::new(),
        diagnostics: Vec::new(),
        suppressions: Vec::new(),
    };
    match json::parse(sources.file_text(file), file, Dialect::WithComments) {
        Ok(node) => {
            let rows = rows(&node);
            project.resources = rows.iter().filter_map(resource).collect();
            let message = "No element of this list is a resource: each needs an `id`";
            if project.resources.is_empty() && document.named && !rows.is_empty() {
                let diagnostic =
                    Diagnostic::new("syntax-error", Severity::Error, node.span, message);
                project.diagnostics.push(diagnostic);
            }
        }
        Err(diagnostic) => project.diagnostics.extend(document.named.then_some(*diagnostic)),
    }
    number(&mut project.resources);
    project.resources.sort_by(|a, b| a.address.cmp(&b.address));
    let empty = project.resources.is_empty() && project.diagnostics.is_empty();
    (!empty || document.named).then_some(project)
}

/// The elements of an array, or of the array that a page of results has.
fn rows(node: &Node) -> &[Node] {
    let page = || node.get("value").or_else(|| node.get("data"));
    let rows = node.as_array().or_else(|| page()?.as_array());
    match (&node.kind, rows) {
        (_, Some(rows)) => rows,
        (NodeKind::Object(_), None) => std::slice::from_ref(node),
        _ => &[],
    }
}

fn resource(node: &Node) -> Option<Resource> {
    let id = node.get("id")?;
    let Parts { kind, names, group, parent } = Parts::of(id.as_str()?)?;
    let values = literal(node);
    let written = values.as_object()?;
    let mut body = arm_shape(written, &kind);
    let name = names.last().copied().unwrap_or_default();
    let place = node.get("name").map_or(id.span, |name| name.span);
    body.insert("name".into(), Value::string(name, place));
    if let Some(group) = group {
        let place = node.get("resourceGroup").map_or(id.span, |group| group.span);
        body.insert("resourceGroup".into(), Value::string(group, place));
    }
    if let Some(parent) = parent {
        body.insert("parent".into(), Value::string(parent, id.span));
    }
    let steps = kind.split('/').skip(1).zip(&names).map(|(step, name)| format!("/{step}/{name}"));
    let address = format!("{}{}", group.unwrap_or_default(), steps.collect::<String>());
    Some(Resource {
        source_type: kind.as_str().into(),
        kind: Some(ResourceType::new(kind)),
        address: Address::new(address.trim_start_matches('/')),
        values,
        body,
        amends: None,
        existing: false,
        origin: Origin { declared: id.span, calls: Arc::new([]) },
        presence: Presence::Certain,
        order: None,
        planned: None,
    })
}

/// Tells resources of one address apart: those of other subscriptions.
fn number(resources: &mut [Resource]) {
    let mut seen: BTreeMap<Address, usize> = BTreeMap::new();
    for resource in resources {
        let times = seen.entry(resource.address.clone()).or_default();
        *times += 1;
        if *times > 1 {
            resource.address = Address::new(format!("{}#{times}", resource.address));
        }
    }
}

/// An id taken apart.
struct Parts<'i> {
    kind: String,
    names: Vec<&'i str>,
    group: Option<&'i str>,
    /// The id of what it is a child of.
    parent: Option<&'i str>,
}

impl<'i> Parts<'i> {
    fn of(id: &'i str) -> Option<Self> {
        let lower = id.to_ascii_lowercase();
        let providers = lower.rfind("/providers/")?;
        let mut steps = id[providers..].split('/').skip(2);
        let mut kind = steps.next().filter(|namespace| namespace.contains('.'))?.to_owned();
        let mut names = Vec::new();
        while let Some(step) = steps.next() {
            kind.push('/');
            kind.push_str(step);
            names.push(steps.next()?);
        }
        let group = lower
            .find("/resourcegroups/")
            .and_then(|start| id[start + "/resourcegroups/".len()..].split('/').next());
        let cut = id.rmatch_indices('/').nth(1).map(|(at, _)| at);
        let parent = cut.filter(|_| names.len() > 1).map(|at| &id[..at]);
        (!names.is_empty()).then_some(Self { kind, names, group, parent })
    }
}

/// A resource as ARM has it, whatever printed it.
fn arm_shape(written: &Entries, kind: &str) -> Entries {
    if written.contains_key("properties") {
        return written.clone();
    }
    let lifted_sku = SKU_IS_PROPERTY.iter().any(|one| one.eq_ignore_ascii_case(kind));
    let is_frame = |name: &str| FRAME.contains(&name) && !(lifted_sku && name == "sku");
    lowered(written, is_frame)
}

/// What is nested in a resource: an object that has an id of its own and more than
/// that is a resource too.
fn nested(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::List(kind, items) => Kind::List(*kind, items.iter().map(nested).collect()),
        Kind::Object(kind, entries) => {
            let is_resource = entries.contains_key("id") && entries.contains_key("name");
            let entries = if is_resource && !entries.contains_key("properties") {
                lowered(entries, |name| FRAME.contains(&name))
            } else {
                entries.iter().map(|(name, value)| (Arc::clone(name), nested(value))).collect()
            };
            Kind::Object(*kind, entries.into())
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, via: None }
}

/// The entries with those that are not part of the frame in `properties`.
fn lowered(written: &Entries, is_frame: impl Fn(&str) -> bool) -> Entries {
    let (mut frame, mut properties) = (Entries::new(), Entries::new());
    for (name, value) in written {
        let part = if is_frame(name) { &mut frame } else { &mut properties };
        part.insert(Arc::clone(name), nested(value));
    }
    if let Some(first) = properties.values().next().or_else(|| frame.values().next()) {
        let span = first.span;
        frame.insert("properties".into(), Value::object(properties, span));
    }
    frame
}
