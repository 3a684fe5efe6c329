//! From a deployment to the resources that it makes.
//!
//! The body of a resource is what the template sends, with `name`, `parent` and
//! `resourceGroup` beside it as [`Resource::body`] documents them.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{
    deployment::{Evaluation, ResourceInstance},
    identity::Level,
    template::{ModuleContent, ModuleDeclaration},
};
use crate::{
    Address, Kind, Origin, Part, Presence, Project, Resource, ResourceType, Unknown, UnreadModule,
    Value,
};

/// Adds the resources of a deployment, and of all that it deploys, to a project.
pub(crate) fn collect(evaluation: Evaluation<'_, '_>, project: &mut Project) {
    let Some(template) = evaluation.deployment.template else { return };
    for declaration in &template.resources {
        for instance in evaluation.instances(declaration).iter() {
            if let Some(presence) = evaluation.presence(instance) {
                project.resources.push(resource(evaluation, instance, presence));
            }
        }
    }
    for module in &template.modules {
        for nested in evaluation.nested(module).iter() {
            let nested = Evaluation { run: evaluation.run, deployment: nested };
            if nested.made().is_none() {
                continue;
            }
            match nested.deployment.template {
                Some(_) => collect(nested, project),
                None => project.unread_modules.push(unread(nested, module)),
            }
        }
    }
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
    instance: &ResourceInstance<'t>,
    presence: Presence,
) -> Resource {
    let declaration = instance.declaration;
    let written = evaluation.body(instance);
    let name = evaluation.name(instance);
    let header = declaration.header;
    let mut values = match &written.kind {
        Kind::Object(_, entries) => entries.as_ref().clone(),
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
            let mut segments = segments(&name);
            let last = segments.pop().unwrap_or(name);
            frame.push((Arc::from("name"), last));
            let parent = evaluation.named_parent(instance);
            let parent = parent.or_else(|| parent_named(segments, group.as_ref()));
            frame.extend(parent.map(|parent| (Arc::from("parent"), parent)));
        }
        None => frame.push((Arc::from("name"), name)),
    }
    frame.extend(group.map(|group| (Arc::from("resourceGroup"), group)));
    frame.extend(scope.filter(|_| is_extension).map(|scope| (Arc::from("scope"), scope)));
    frame
}

/// The resource of the names from the outermost on. One whose parents are more than
/// one is not looked for by name.
fn parent_named(mut segments: Vec<Value>, group: Option<&Value>) -> Option<Value> {
    let name = segments.pop().filter(|_| segments.is_empty())?;
    let span = name.span;
    let mut fields = BTreeMap::from([(Arc::from("name"), name)]);
    fields.extend(group.map(|group| (Arc::from("resourceGroup"), group.clone())));
    Some(Value::object(fields, span))
}

/// The names between the slashes of a full name, as far as they can be told apart.
fn segments(name: &Value) -> Vec<Value> {
    let unknown = match &name.kind {
        Kind::String(text) => {
            let texts = text.split('/').map(|text| Value::string(text, name.span));
            return texts.collect();
        }
        Kind::Unknown(unknown) if !unknown.parts.is_empty() => unknown,
        _ => return vec![name.clone()],
    };
    let mut segments: Vec<Vec<Part>> = vec![Vec::new()];
    for part in &unknown.parts {
        let Part::Text(text) = part else {
            if let Some(last) = segments.last_mut() {
                last.push(part.clone());
            }
            continue;
        };
        for (at, piece) in text.split('/').enumerate() {
            if at > 0 {
                segments.push(Vec::new());
            }
            if let Some(last) = segments.last_mut().filter(|_| !piece.is_empty()) {
                last.push(Part::Text(piece.into()));
            }
        }
    }
    segments.into_iter().map(|parts| segment(parts, unknown, name.span)).collect()
}

fn segment(mut parts: Vec<Part>, whole: &Unknown, span: Span) -> Value {
    match &parts[..] {
        [] => return Value::string("", span),
        [Part::Text(text)] => return Value::string(Arc::clone(text), span),
        [Part::Reference(reference)] => {
            return Value::new(Kind::Reference(Arc::clone(reference)), span);
        }
        [Part::Unknown] => parts.clear(),
        _ => {}
    }
    let unknown = Unknown { parts, why: whole.why.clone(), span: whole.span, not_null: true };
    Value::new(Kind::Unknown(Arc::new(unknown)), whole.span)
}
