//! A property that a resource in Terraform leaves out.

use nexthop_source::{Change, Edit, Sources, Span};

use super::{
    azurerm, provider_version,
    syntax::{self, Attribute, Block, Body, Expression, ExpressionKind, ObjectKey},
};
use crate::{
    FileSystem, Project,
    edit::{Setting, insertion, written},
    terraform::Majors,
};

/// What stands last in a block by custom.
const LAST: [&str; 2] = ["depends_on", "provider"];

/// The edits that set a property which the block at `change.span` leaves out.
pub(crate) fn set(
    files: &dyn FileSystem,
    sources: &Sources,
    project: &Project,
    change: &Change,
) -> Option<Vec<Edit>> {
    let declared = project.resources.iter().find(|one| one.address.as_str() == change.resource)?;
    let text = sources.file_text(change.span.file);
    let (body, _) = syntax::parse(text, change.span.file);
    let header = declared.origin.declared;
    let resource = body.blocks.iter().find(|block| block.header == header)?;
    if declared.source_type.starts_with("azapi_") {
        let body = resource.body.attribute("body")?;
        return in_object(text, body, change, header);
    }
    let (kinds, block) = within(resource, change.span, &mut Vec::new())?;
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let azurerm = || azurerm_of(files, sources, project);
    let words = azurerm::words(&declared.source_type, &kinds, change.property, azurerm)?;
    let block = words.blocks.iter().try_fold(block, |block, kind| only(&block.body, kind))?;
    if let Some(existing) = block.body.attribute(words.name) {
        let text = words.value(change.value)?;
        let is_null = matches!(existing.kind, ExpressionKind::Null);
        return is_null.then(|| vec![Edit { span: existing.span, text }]);
    }
    in_block(text, block, words.name, &words.value(change.value)?)
}

/// The versions of azurerm that a root may be run with.
fn azurerm_of(files: &dyn FileSystem, sources: &Sources, project: &Project) -> Majors {
    let folder = &project.input.path;
    let of_root = |path: &camino::Utf8Path| {
        path.parent() == Some(folder) && matches!(path.extension(), Some("tf" | "tofu"))
    };
    let texts = sources.files().filter(|&file| of_root(sources.path(file)));
    let bodies: Vec<_> = texts.map(|file| syntax::parse(sources.file_text(file), file).0).collect();
    provider_version::of_azurerm(files, folder, bodies.iter())
}

/// The block whose header is `span`, which is in a resource or the resource itself,
/// and the kinds of blocks that lead to it.
fn within<'b>(
    block: &'b Block,
    span: Span,
    kinds: &mut Vec<String>,
) -> Option<(Vec<String>, &'b Block)> {
    if block.header == span {
        return Some((kinds.clone(), block));
    }
    block.body.blocks.iter().find_map(|inner| {
        kinds.push(inner.kind.text.to_string());
        let found = within(inner, span, kinds);
        kinds.pop();
        found
    })
}

/// The block of a kind, if there is one and no other.
fn only<'b>(body: &'b Body, kind: &str) -> Option<&'b Block> {
    let mut all = body.blocks.iter().filter(|block| &*block.kind.text == kind);
    all.next().filter(|_| all.next().is_none())
}

/// Sets an attribute behind the others that stand before nested blocks; where the
/// block has none, at its beginning.
fn in_block(text: &str, block: &Block, name: &str, value: &str) -> Option<Vec<Edit>> {
    let mut attributes: Vec<&Attribute> = block.body.attributes.iter().collect();
    attributes.sort_by_key(|attribute| attribute.name.span);
    let first_block = block.body.blocks.iter().map(|block| block.header.start).min();
    attributes.retain(|attribute| first_block.is_none_or(|at| attribute.name.span.start < at));
    let is_own = |attribute: &&Attribute| !LAST.contains(&&*attribute.name.text);
    let behind = attributes.iter().rposition(is_own).or_else(|| attributes.len().checked_sub(1))?;
    let settings =
        attributes.iter().map(|one| Setting { name: one.name.span, value: one.value.span });
    insertion(text, &settings.collect::<Vec<_>>(), behind, name, value)
}

/// Sets a property in the object that is azapi's `body`.
fn in_object(text: &str, body: &Expression, change: &Change, header: Span) -> Option<Vec<Edit>> {
    let body = match &body.kind {
        ExpressionKind::Call(call) if &*call.name.text == "jsonencode" => call.arguments.first()?,
        _ => body,
    };
    let body = if change.span == header { body } else { object_at(body, change.span)? };
    let (entries, name) = descend(body, change.property)?;
    if find(entries, name).is_some() {
        return None;
    }
    let settings = entries.iter().map(|(key, value)| {
        let name = match key {
            ObjectKey::Name(name) => name.span,
            ObjectKey::Expression(key) => key.span,
        };
        Setting { name, value: value.span }
    });
    let settings: Vec<_> = settings.collect();
    insertion(text, &settings, settings.len().checked_sub(1)?, name, &written(change.value, '"'))
}

fn object_at(value: &Expression, span: Span) -> Option<&Expression> {
    match &value.kind {
        ExpressionKind::Object(_) if value.span == span => Some(value),
        ExpressionKind::Object(entries) => {
            entries.iter().find_map(|(_, value)| object_at(value, span))
        }
        ExpressionKind::Tuple(items) => items.iter().find_map(|item| object_at(item, span)),
        _ => None,
    }
}

type Entries = [(ObjectKey, Expression)];

/// The entries of the object in which the last name of a path belongs, and that name.
fn descend<'e, 'p>(value: &'e Expression, path: &'p str) -> Option<(&'e Entries, &'p str)> {
    let ExpressionKind::Object(entries) = &value.kind else { return None };
    match path.split_once('.') {
        Some((name, rest)) => descend(find(entries, name)?, rest),
        None => Some((entries, path)),
    }
}

fn find<'e>(entries: &'e Entries, name: &str) -> Option<&'e Expression> {
    let is_it = |key: &ObjectKey| match key {
        ObjectKey::Name(key) => key.text.eq_ignore_ascii_case(name),
        ObjectKey::Expression(key) => match &key.kind {
            ExpressionKind::String(key) => key.eq_ignore_ascii_case(name),
            _ => false,
        },
    };
    entries.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value)
}
