//! Deployments that are declared as resources: `Microsoft.Resources/deployments`.
//!
//! Microsoft's modules count their use with one that deploys nothing; others take in
//! a template that is written in JSON.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    content::LOADING,
    expression::{Lowering, names_of},
    names::literal,
    syntax::{Block, Entry, Expression, ExpressionKind, Resource, Statement},
    template::{self, Templates, property},
};
use crate::arm::{
    expression as arm,
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
    let content = content(resource, properties, templates, lowering);
    let repeat = block.repeat.as_ref().map(|repeat| lowering.repeat(repeat));
    let names = block.repeat.as_ref().map(names_of).unwrap_or_default();
    Some(lowering.within(names, |lowering| {
        ModuleDeclaration {
            symbol: Arc::clone(&resource.symbol.text),
            api_version: literal(&resource.declared_type)
                .and_then(|written| Some(Arc::from(written.split_once('@')?.1))),
            repeat,
            condition: block.condition.as_ref().map(|condition| lowering.expression(condition)),
            name: property(block, "name").map(|name| lowering.expression(name)),
            scope: scope(block, lowering),
            arguments: arguments(properties, lowering),
            content,
            outer_scope: false,
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

fn content<'l>(
    resource: &Resource,
    properties: &Expression,
    templates: &mut Templates<'l>,
    lowering: &Lowering<'l>,
) -> ModuleContent {
    let unread = |what: &str| ModuleContent::Unread(Arc::from(what));
    let Some(written) = member(properties, "template") else {
        let link = member(properties, "templateLink");
        let link = link.and_then(|link| member(link, "id").or_else(|| member(link, "uri")));
        return unread(link.and_then(literal).unwrap_or("templateLink"));
    };
    if let Some(ExpressionKind::Array(items)) = member(written, "resources").map(|all| &all.kind)
        && items.is_empty()
    {
        return ModuleContent::Template(Arc::new(template::empty(resource.header)));
    }
    let Some(path) = loaded(written) else { return unread("template") };
    // Otherwise its expressions see the names of this file.
    let options = member(properties, "expressionEvaluationOptions");
    let inner = options
        .and_then(|options| literal(member(options, "scope")?))
        .is_some_and(|scope| scope.eq_ignore_ascii_case("inner"));
    match templates.content(lowering.file, path) {
        Some(template) if inner => ModuleContent::Template(template),
        _ => unread(path),
    }
}

/// The path in `loadJsonContent('path')`.
fn loaded(template: &Expression) -> Option<&str> {
    match &template.kind {
        ExpressionKind::Call(call) if LOADING.contains(&&*call.name.text) => {
            if call.arguments.len() == 1 { literal(&call.arguments[0]) } else { None }
        }
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
    lowering: &mut Lowering<'_>,
) -> BTreeMap<Arc<str>, arm::Expression> {
    let Some(ExpressionKind::Object(entries)) =
        member(properties, "parameters").map(|parameters| &parameters.kind)
    else {
        return BTreeMap::new();
    };
    let arguments = entries.iter().filter_map(|entry| match entry {
        Entry::Property { key, value } => {
            let value = member(value, "value")?;
            Some((Arc::from(literal(key)?), lowering.expression(value)))
        }
        Entry::Spread(_) => None,
    });
    arguments.collect()
}

fn member<'e>(value: &'e Expression, name: &str) -> Option<&'e Expression> {
    let ExpressionKind::Object(entries) = &value.kind else { return None };
    entries.iter().find_map(|entry| match entry {
        Entry::Property { key, value } => (literal(key) == Some(name)).then_some(value),
        Entry::Spread(_) => None,
    })
}
