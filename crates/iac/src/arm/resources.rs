//! From a deployment to the resources that it makes.
//!
//! The body of a resource is what the template sends, with `name`, `parent` and
//! `resourceGroup` beside it as [`Resource::body`] documents them.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use nexthop_source::{Diagnostic, Severity, Span};

use super::{
    deployment::{Evaluation, ResourceInstance},
    identity::{self, Level},
    template::{ModuleContent, ModuleDeclaration},
};
use crate::{
    Address, Kind, Origin, Presence, Project, Resource, ResourceType, UnreadModule, Value,
};

/// Adds the resources of a deployment, and of all that it deploys, to a project.
pub(crate) fn collect(evaluation: Evaluation<'_, '_>, project: &mut Project) {
    add(evaluation, project);
    unite(&mut project.resources);
    project.resources.sort_by(|a, b| a.address.cmp(&b.address));
    project.unread_modules.sort_by(|a, b| a.address.cmp(&b.address));
}

/// What is deployed twice is one resource: what is deployed later replaces what was
/// there. Nested deployments come after the resources beside them. Where one of two
/// is perhaps not deployed, it perhaps changes the other one.
fn unite(resources: &mut [Resource]) {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let outermost = resources.iter().filter(|one| !one.body.contains_key("parent"));
    let named = outermost.filter_map(|one| Some((one.address.clone(), identity_of(one)?)));
    let named: BTreeMap<Address, String> = named.collect();
    for (at, resource) in resources.iter().enumerate() {
        if let Some(key) = key(resource, &named) {
            same.entry(key).or_default().push(at);
        }
    }
    for all in same.into_values().filter(|all| all.len() > 1) {
        let is_certain = |at: &usize| resources[*at].presence == Presence::Certain;
        let Some(last) = all.iter().copied().rfind(is_certain) else { continue };
        let address = resources[last].address.clone();
        for at in all.into_iter().filter(|at| *at != last) {
            let resource = &mut resources[at];
            let target = Value::reference(address.clone(), "id", resource.origin.declared);
            resource.amends = Some(target);
            if resource.presence == Presence::Certain {
                resource.body.clear();
            }
        }
    }
}

/// What two declarations of one resource have in common: its own identity, and that of its
/// parent, which each may name for itself.
fn key(resource: &Resource, named: &BTreeMap<Address, String>) -> Option<String> {
    let own = identity_of(resource).filter(|_| !resource.existing)?;
    let parent = resource.body.get("parent").map(|parent| match &parent.kind {
        Kind::Reference(to) if to.attribute == "id" => {
            named.get(&to.target).cloned().unwrap_or_else(|| identity(parent))
        }
        _ => identity(parent),
    });
    Some(format!("{own} {parent:?}"))
}

/// What tells a resource from those beside it, if its name is known.
fn identity_of(resource: &Resource) -> Option<String> {
    let Resource { kind: Some(kind), body, .. } = resource else { return None };
    let name = body.get("name")?.as_str()?.to_lowercase();
    let place = ["resourceGroup", "scope"].map(|key| body.get(key).map(identity));
    Some(format!("{} {name} {place:?}", kind.as_str().to_lowercase()))
}

/// What tells a parent or a group from others.
fn identity(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_lowercase(),
        Kind::Reference(reference) => format!("{} {}", reference.target, reference.attribute),
        Kind::Object(_, entries) => entries.values().map(identity).collect::<Vec<_>>().join(" "),
        Kind::Unknown(unknown) => {
            format!("{:?} {:?} {:?} {:?}", unknown.why, unknown.span, unknown.parts, value.span)
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(..) => String::new(),
    }
}

fn add(evaluation: Evaluation<'_, '_>, project: &mut Project) {
    let Some(template) = evaluation.deployment.template else { return };
    for declaration in &template.resources {
        for instance in evaluation.instances(declaration).iter() {
            let Some(presence) = evaluation.presence(instance) else { continue };
            if !has_room(evaluation, declaration.header, project) {
                return;
            }
            project.resources.push(resource(evaluation, instance, presence));
        }
    }
    for module in &template.modules {
        if !has_room(evaluation, module.header, project) {
            return;
        }
        for nested in evaluation.nested(module).iter() {
            let nested = Evaluation { run: evaluation.run, deployment: nested };
            if nested.made().is_none() {
                continue;
            }
            match nested.deployment.template {
                Some(_) => add(nested, project),
                None => project.unread_modules.push(unread(nested, module)),
            }
        }
    }
}

/// Whether one more resource or module may be made; that none may is told once.
fn has_room(evaluation: Evaluation<'_, '_>, header: Span, project: &mut Project) -> bool {
    let code = "syntax-error";
    let message = "More is deployed than nexthop reads: what follows is left out";
    let room = evaluation.run.limits.reserve(1);
    if !room && !project.diagnostics.iter().any(|told| told.message == message) {
        project.diagnostics.push(Diagnostic::new(code, Severity::Error, header, message));
    }
    room
}

fn unread(evaluation: Evaluation<'_, '_>, module: &ModuleDeclaration) -> UnreadModule {
    let source = match &module.content {
        ModuleContent::Unread(source) => source.to_string(),
        ModuleContent::Template(_) => String::new(),
    };
    UnreadModule {
        address: Address::new(&*evaluation.deployment.address),
        source,
        span: module.header,
        arguments: evaluation.arguments(module.header),
    }
}

fn resource<'t>(
    evaluation: Evaluation<'_, 't>,
    instance: &Rc<ResourceInstance<'t>>,
    presence: Presence,
) -> Resource {
    let declaration = instance.declaration;
    let written = evaluation.body(instance);
    let name = evaluation.name(instance);
    let header = declaration.header;
    let mut values = match &written.kind {
        Kind::Object(_, entries) => BTreeMap::clone(entries),
        // A body that cannot be told at all: whatever it has, it is unknown.
        _ => BTreeMap::from([(Arc::from("properties"), written.clone())]),
    };
    let mut body = values.clone();
    body.extend(frame(evaluation, instance, name.clone()));
    values.insert(Arc::from("name"), name);
    if let Some(version) = &declaration.api_version {
        values.insert(Arc::from("apiVersion"), Value::string(Arc::clone(version), header));
    }
    Resource {
        kind: Some(ResourceType::new(Arc::clone(&declaration.resource_type))),
        source_type: Arc::clone(&declaration.resource_type),
        address: instance.address.clone(),
        values: Value::object(values, written.span),
        body,
        amends: None,
        existing: declaration.existing,
        origin: Origin { declared: header, calls: Arc::clone(&evaluation.deployment.calls) },
        presence,
        order: None,
        planned: None,
    }
}

/// The name, and what it is a name in: a parent or a resource group.
fn frame<'t>(
    evaluation: Evaluation<'_, 't>,
    instance: &ResourceInstance<'t>,
    name: Value,
) -> Vec<(Arc<str>, Value)> {
    let scope = evaluation.scope_id_of(instance);
    let level = scope.as_ref().and_then(|id| Some(evaluation.run.segments(id)?.scope()));
    let is_extension = matches!(level, Some(Level::Resource));
    let group = match (&scope, level) {
        (Some(_), Some(Level::ResourceGroup { name, .. })) => Some(name),
        (Some(_), _) => None,
        (None, _) => evaluation.place().group.and_then(|group| group.get("name").cloned()),
    };
    let mut frame = Vec::new();
    let depth = instance.declaration.resource_type.split('/').count().saturating_sub(1);
    match evaluation.parent_id(instance) {
        Some(parent) => {
            frame.push((Arc::from("name"), name));
            frame.push((Arc::from("parent"), parent));
        }
        None if depth > 1 && !is_extension => {
            let mut segments = segments(evaluation, instance, &name, depth);
            let last = segments.pop().unwrap_or(name);
            frame.push((Arc::from("name"), last));
            let parent = evaluation.named_parent(instance);
            let named = || parent_named(evaluation, instance, &segments, group.as_ref());
            let parent = parent.or_else(named);
            frame.extend(parent.map(|parent| (Arc::from("parent"), parent)));
        }
        None => frame.push((Arc::from("name"), name)),
    }
    frame.extend(group.map(|group| (Arc::from("resourceGroup"), group)));
    frame.extend(scope.filter(|_| is_extension).map(|scope| (Arc::from("scope"), scope)));
    frame
}

/// The resource of the names from the outermost on: by name, or by its id if it is a
/// child itself.
fn parent_named<'t>(
    evaluation: Evaluation<'_, 't>,
    instance: &ResourceInstance<'t>,
    names: &[Value],
    group: Option<&Value>,
) -> Option<Value> {
    let (name, outer) = names.split_last()?;
    if !outer.is_empty() {
        let (kind, _) = instance.declaration.resource_type.rsplit_once('/')?;
        let scope = evaluation.scope_id_of(instance);
        let scope = scope.unwrap_or_else(|| evaluation.scope_id(name.span));
        return Some(identity::resource_id(&scope, kind, names, name.span));
    }
    let mut fields = BTreeMap::from([(Arc::from("name"), name.clone())]);
    fields.extend(group.map(|group| (Arc::from("resourceGroup"), group.clone())));
    Some(Value::object(fields, name.span))
}

/// The names in a full name, as far as they can be told apart.
fn segments<'t>(
    evaluation: Evaluation<'_, 't>,
    instance: &ResourceInstance<'t>,
    name: &Value,
    depth: usize,
) -> Vec<Value> {
    if let Some(text) = name.as_str() {
        return text.split('/').map(|segment| Value::string(segment, name.span)).collect();
    }
    let written = evaluation.name_segments(instance);
    if written.len() == depth { written } else { vec![name.clone()] }
}
