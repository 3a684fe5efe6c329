//! Resources, and those that are declared in them.

use std::sync::Arc;

use super::{
    expression::{Lowering, invalid, names_of},
    names::literal,
    syntax::{Block, Entry, Resource},
    template::property,
};
use crate::arm::{
    expression::{BinaryOperator, Expression, ExpressionKind},
    template::ResourceDeclaration,
};

/// What stands in [`ResourceDeclaration`] by itself, or only orders the deployment.
const APART: [&str; 4] = ["name", "parent", "scope", "dependsOn"];

/// Adds a resource, and behind it those that are declared in it.
pub(super) fn declarations(
    resource: &Resource,
    lowering: &mut Lowering<'_>,
    found: &mut Vec<ResourceDeclaration>,
) {
    nested(resource, None, lowering, found);
}

/// What a resource takes over from the one that it is declared in.
struct Parent<'p> {
    symbol: &'p Arc<str>,
    resource_type: &'p str,
    api_version: Option<&'p Arc<str>>,
    condition: Option<&'p Expression>,
}

fn nested(
    resource: &Resource,
    parent: Option<&Parent<'_>>,
    lowering: &mut Lowering<'_>,
    found: &mut Vec<ResourceDeclaration>,
) {
    let block = &resource.body;
    let own = &resource.symbol.text;
    let symbol =
        parent.map_or_else(|| Arc::clone(own), |parent| format!("{}::{own}", parent.symbol).into());
    let children = block.resources.iter().map(|child| {
        let name = &child.symbol.text;
        (Arc::clone(name), format!("{symbol}::{name}").into())
    });
    let children: Vec<_> = children.collect();
    lowering.beside(children, |lowering| {
        let declaration = declaration(resource, symbol, parent, lowering);
        let at = found.len();
        found.push(declaration);
        for child in &block.resources {
            let Some(around) = found.get(at) else { return };
            let (symbol, condition) = (Arc::clone(&around.symbol), around.condition.clone());
            let (resource_type, version) =
                (Arc::clone(&around.resource_type), around.api_version.clone());
            let parent = Parent {
                symbol: &symbol,
                resource_type: &resource_type,
                api_version: version.as_ref(),
                condition: condition.as_ref(),
            };
            nested(child, Some(&parent), lowering, found);
        }
    });
}

fn declaration(
    resource: &Resource,
    symbol: Arc<str>,
    parent: Option<&Parent<'_>>,
    lowering: &mut Lowering<'_>,
) -> ResourceDeclaration {
    let block = &resource.body;
    let (resource_type, api_version) = typed(resource, parent);
    let repeat = block.repeat.as_ref().map(|repeat| lowering.repeat(repeat));
    let names = block.repeat.as_ref().map(names_of).unwrap_or_default();
    lowering.within(names, |lowering| {
        let own = block.condition.as_ref().map(|found| lowering.expression(found));
        let outer = parent.and_then(|parent| parent.condition).cloned();
        ResourceDeclaration {
            symbol,
            resource_type,
            api_version,
            existing: resource.existing,
            repeat,
            condition: both(outer, own),
            name: match property(block, "name") {
                Some(name) => lowering.expression(name),
                None => Expression {
                    kind: invalid(format!("{} has no name", resource.symbol.text)),
                    span: resource.header,
                },
            },
            parent: match (property(block, "parent"), parent) {
                (Some(parent), _) => Some(lowering.expression(parent)),
                (None, Some(parent)) => Some(Expression {
                    kind: ExpressionKind::Symbol(Arc::clone(parent.symbol)),
                    span: resource.header,
                }),
                (None, None) => None,
            },
            scope: property(block, "scope").map(|scope| lowering.expression(scope)),
            body: body(block, lowering),
            header: resource.header,
        }
    })
}

/// The type with that of the parent before it, and the version.
fn typed(resource: &Resource, parent: Option<&Parent<'_>>) -> (Arc<str>, Option<Arc<str>>) {
    let written = literal(&resource.declared_type).unwrap_or_default();
    // The namespace of Azure's own types may stand before them.
    let written = written.strip_prefix("az:").unwrap_or(written);
    let (name, version) = match written.split_once('@') {
        Some((name, version)) => (name, Some(Arc::from(version))),
        None => (written, None),
    };
    match parent {
        Some(parent) => (
            format!("{}/{name}", parent.resource_type).into(),
            version.or_else(|| parent.api_version.cloned()),
        ),
        None => (Arc::from(name), version),
    }
}

/// Both conditions: a resource that is declared in another one is deployed only if
/// that one is.
fn both(outer: Option<Expression>, own: Option<Expression>) -> Option<Expression> {
    match (outer, own) {
        (Some(outer), Some(own)) => {
            let span = own.span;
            let kind = ExpressionKind::Binary(BinaryOperator::And, Box::new([outer, own]));
            Some(Expression { kind, span })
        }
        (outer, own) => outer.or(own),
    }
}

fn body(block: &Block, lowering: &mut Lowering<'_>) -> Expression {
    let rest = block.entries.iter().filter(|entry| match entry {
        Entry::Property { key, .. } => !literal(key).is_some_and(|key| APART.contains(&key)),
        Entry::Spread(_) => true,
    });
    Expression { kind: ExpressionKind::Object(lowering.entries(rest)), span: block.span }
}
