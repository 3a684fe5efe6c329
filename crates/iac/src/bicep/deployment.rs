//! Deployments that are declared as resources: `Microsoft.Resources/deployments`.
//!
//! Microsoft's modules count their use with one that deploys nothing; others take in
//! a template that is written in JSON, or write one out.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    content::LOADING,
    expression::{Lowering, names_of},
    inline,
    names::literal,
    syntax::{Block, Entry, Expression, ExpressionKind, Resource, Statement},
    template::{Templates, property},
};
use crate::arm::{
    expression as arm, json,
    template::{ModuleContent, ModuleDeclaration, ModuleScope},
};

/// The files of templates that the deployments among some declarations take in.
pub(super) fn template_files(statements: &[Statement]) -> impl Iterator<Item = &str> {
    statements.iter().filter_map(|statement| match statement {
        Statement::Resource(resource) => loaded(member(properties(resource)?, "template")?),
        _ => None,
    })
}

/// The module that a deployment is.
pub(super) fn module<'l>(
    resource: &Resource,
    templates: &mut Templates<'l>,
    lowering: &mut Lowering<'l>,
) -> Option<ModuleDeclaration> {
    let properties = properties(resource)?;
    let block = &resource.body;
    let repeat = block.repeat.as_ref().map(|repeat| lowering.repeat(repeat));
    let names = block.repeat.as_ref().map(names_of).unwrap_or_default();
    Some(lowering.within(names, |lowering| {
        let (content, outer_scope) = content(properties, templates, lowering);
        ModuleDeclaration {
            symbol: Arc::clone(&resource.symbol.text),
            api_version: literal(&resource.declared_type)
                .and_then(|written| Some(Arc::from(written.split_once('@')?.1))),
            repeat,
            condition: block.condition.as_ref().map(|condition| lowering.expression(condition)),
            name: property(block, "name").map(|name| lowering.expression(name)),
            scope: scope(block, lowering),
            arguments: arguments(properties, &content, lowering),
            content,
            outer_scope,
            header: resource.header,
        }
    }))
}

/// The properties of a resource that is a deployment.
fn properties(resource: &Resource) -> Option<&Expression> {
    let written = literal(&resource.declared_type)?;
    let name = written.split_once('@').map_or(written, |(name, _)| name);
    let deployment = name.eq_ignore_ascii_case("Microsoft.Resources/deployments");
    if deployment && !resource.existing { property(&resource.body, "properties") } else { None }
}

/// What is deployed, and whether its expressions see what is declared here.
fn content<'l>(
    properties: &Expression,
    templates: &mut Templates<'l>,
    lowering: &mut Lowering<'l>,
) -> (ModuleContent, bool) {
    let unread = |what: &str| (ModuleContent::Unread(Arc::from(what)), false);
    let Some(template) = member(properties, "template") else {
        let link = member(properties, "templateLink");
        let link = link.and_then(|link| {
            ["id", "uri", "relativePath"].iter().find_map(|name| member(link, name))
        });
        return unread(link.and_then(literal).unwrap_or("templateLink"));
    };
    if let Some(path) = loaded(template) {
        // Whoever evaluates it first, its texts become expressions where it is deployed.
        return match templates.content(lowering.file, path) {
            Some(template) => (ModuleContent::Template(template), false),
            None => unread(path),
        };
    }
    let (node, computed) = inline::node(template, lowering);
    if node.as_object().is_none() {
        return unread("a computed template");
    }
    let options = member(properties, "expressionEvaluationOptions");
    let outer = !options
        .and_then(|options| literal(member(options, "scope")?))
        .is_some_and(|scope| scope.eq_ignore_ascii_case("inner"));
    let template = templates.written(lowering.file, (&node, &computed), outer);
    (ModuleContent::Template(template), outer)
}

/// The path in `loadJsonContent('path')` or `json(loadTextContent('path'))`.
fn loaded(template: &Expression) -> Option<&str> {
    let ExpressionKind::Call(call) = &template.kind else { return None };
    let [argument] = call.arguments.as_slice() else { return None };
    match &*call.name.text {
        "json" => loaded(argument),
        name if LOADING.contains(&name) => literal(argument),
        _ => None,
    }
}

fn scope(block: &Block, lowering: &mut Lowering<'_>) -> ModuleScope {
    if let Some(scope) = property(block, "scope") {
        return ModuleScope::Expression(lowering.expression(scope));
    }
    let mut named = |name| property(block, name).map(|value| lowering.expression(value));
    match (named("subscriptionId"), named("resourceGroup")) {
        (None, None) => ModuleScope::Same,
        (subscription, resource_group) => ModuleScope::Named { subscription, resource_group },
    }
}

/// `parameters: { name: { value: … } }`
fn arguments(
    properties: &Expression,
    content: &ModuleContent,
    lowering: &mut Lowering<'_>,
) -> BTreeMap<Arc<str>, arm::Expression> {
    let Some(given) = member(properties, "parameters") else { return BTreeMap::new() };
    let ExpressionKind::Object(entries) = &given.kind else {
        return computed_arguments(&lowering.expression(given), content);
    };
    let arguments = entries.iter().filter_map(|entry| match entry {
        Entry::Property { key, value } => {
            let value = match member(value, "value") {
                Some(value) => lowering.expression(value),
                None if member(value, "reference").is_some() => json::secret(value.span),
                None if matches!(value.kind, ExpressionKind::Object(_)) => return None,
                None => optional(lowering.expression(value), "value"),
            };
            Some((Arc::from(literal(key)?), value))
        }
        Entry::Spread(_) => None,
    });
    arguments.collect()
}

/// The `value` of each parameter in an object that is not written out here.
fn computed_arguments(
    given: &arm::Expression,
    content: &ModuleContent,
) -> BTreeMap<Arc<str>, arm::Expression> {
    let ModuleContent::Template(template) = content else { return BTreeMap::new() };
    let value = |name: &Arc<str>| optional(optional(given.clone(), name), "value");
    template.parameters.keys().map(|name| (Arc::clone(name), value(name))).collect()
}

fn optional(base: arm::Expression, name: &str) -> arm::Expression {
    let (span, step) = (base.span, arm::Access::Property { name: name.into(), safe: true });
    arm::Expression { kind: arm::ExpressionKind::Access(Box::new(base), step), span }
}

fn member<'e>(value: &'e Expression, name: &str) -> Option<&'e Expression> {
    let ExpressionKind::Object(entries) = &value.kind else { return None };
    entries.iter().find_map(|entry| match entry {
        Entry::Property { key, value } => (literal(key) == Some(name)).then_some(value),
        Entry::Spread(_) => None,
    })
}
