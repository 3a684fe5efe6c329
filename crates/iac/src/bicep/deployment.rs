//! Deployments that are declared as resources: what Microsoft's modules count their
//! use with. They deploy nothing.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    expression::{Lowering, names_of},
    names::literal,
    syntax::{Entry, Expression, ExpressionKind, Resource},
    template::{self, property},
};
use crate::arm::template::{ModuleContent, ModuleDeclaration, ModuleScope};

/// The module that a deployment without any resource is.
pub(super) fn empty(resource: &Resource, lowering: &mut Lowering<'_>) -> Option<ModuleDeclaration> {
    let (name, _) = literal(&resource.declared_type)?.split_once('@')?;
    if !name.eq_ignore_ascii_case("Microsoft.Resources/deployments") || resource.existing {
        return None;
    }
    let block = &resource.body;
    let template = member(property(block, "properties")?, "template")?;
    match &member(template, "resources")?.kind {
        ExpressionKind::Array(items) if items.is_empty() => {}
        _ => return None,
    }
    let repeat = block.repeat.as_ref().map(|repeat| lowering.repeat(repeat));
    let names = block.repeat.as_ref().map(names_of).unwrap_or_default();
    Some(lowering.within(names, |lowering| ModuleDeclaration {
        symbol: Arc::clone(&resource.symbol.text),
        repeat,
        condition: block.condition.as_ref().map(|condition| lowering.expression(condition)),
        name: property(block, "name").map(|name| lowering.expression(name)),
        scope: match property(block, "scope") {
            Some(scope) => ModuleScope::Expression(lowering.expression(scope)),
            None => ModuleScope::Same,
        },
        arguments: BTreeMap::new(),
        content: ModuleContent::Template(Arc::new(template::empty(resource.header))),
        outer_scope: false,
        header: resource.header,
    }))
}

fn member<'e>(value: &'e Expression, name: &str) -> Option<&'e Expression> {
    let ExpressionKind::Object(entries) = &value.kind else { return None };
    entries.iter().find_map(|entry| match entry {
        Entry::Property { key, value } => (literal(key) == Some(name)).then_some(value),
        Entry::Spread(_) => None,
    })
}
