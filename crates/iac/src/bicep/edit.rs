//! A property that a resource in Bicep leaves out.

use nexthop_source::{Change, Edit, Sources, Span};

use super::{
    names::literal,
    syntax::{self, Block, Dialect, Entry, Expression, ExpressionKind, Resource, Statement},
};
use crate::edit::{Members, Setting, Style, written};

/// The edits that set a property which the resource or the object at `change.span`
/// leaves out.
pub(crate) fn set(sources: &Sources, change: &Change) -> Option<Vec<Edit>> {
    let text = sources.file_text(change.span.file);
    let (statements, _) = syntax::parse(text, change.span.file, Dialect::Template);
    let entries = statements.iter().find_map(|statement| match statement {
        Statement::Resource(resource) => in_resource(resource, change.span),
        _ => None,
    })?;
    let (entries, name) = descend(entries, change.property)?;
    if find(entries, name).is_some() {
        return None;
    }
    let all = entries.iter().map(|entry| match entry {
        Entry::Property { key, value } => Setting { name: key.span, value: value.span },
        Entry::Spread(value) => {
            // The dots stand before the value.
            let name = Span { start: value.span.start.saturating_sub(3), ..value.span };
            Setting { name, value: value.span }
        }
    });
    let members = Members { text, style: Style::Bicep, all: all.collect() };
    Some(vec![members.insertion(name, &written(change.value, '\''))?])
}

fn in_resource(resource: &Resource, span: Span) -> Option<&[Entry]> {
    if resource.header == span {
        return Some(&resource.body.entries);
    }
    in_block(&resource.body, span)
}

fn in_block(block: &Block, span: Span) -> Option<&[Entry]> {
    let nested = block.resources.iter().find_map(|child| in_resource(child, span));
    nested.or_else(|| block.entries.iter().find_map(|entry| in_entry(entry, span)))
}

fn in_entry(entry: &Entry, span: Span) -> Option<&[Entry]> {
    match entry {
        Entry::Property { value, .. } => in_value(value, span),
        Entry::Spread(_) => None,
    }
}

/// The entries of the object that is written at `span`.
fn in_value(value: &Expression, span: Span) -> Option<&[Entry]> {
    match &value.kind {
        ExpressionKind::Object(entries) if value.span == span => Some(entries),
        ExpressionKind::Object(entries) => entries.iter().find_map(|entry| in_entry(entry, span)),
        ExpressionKind::Array(items) => items.iter().find_map(|item| in_value(&item.value, span)),
        ExpressionKind::For(found) => in_value(&found.body, span),
        _ => None,
    }
}

/// The entries of the object in which the last name of a path belongs, and that name.
fn descend<'e, 'p>(entries: &'e [Entry], path: &'p str) -> Option<(&'e [Entry], &'p str)> {
    let Some((name, rest)) = path.split_once('.') else { return Some((entries, path)) };
    match &find(entries, name)?.kind {
        ExpressionKind::Object(entries) => descend(entries, rest),
        _ => None,
    }
}

fn find<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Expression> {
    entries.iter().find_map(|entry| match entry {
        Entry::Property { key, value } => {
            literal(key).is_some_and(|key| key.eq_ignore_ascii_case(name)).then_some(value)
        }
        Entry::Spread(_) => None,
    })
}
