//! A property that a resource in an ARM template leaves out.

use nexthop_source::{Change, Edit, Sources, Span};

use crate::{
    edit::{Members, Setting, Style, written},
    evaluate::json::quoted,
    json::{self, Entry, Node, NodeKind},
};

/// The edits that set a property which the resource or the object at `change.span`
/// leaves out.
pub(crate) fn set(sources: &Sources, change: &Change) -> Option<Vec<Edit>> {
    let text = sources.file_text(change.span.file);
    let document = json::parse(text, change.span.file, json::Dialect::WithComments).ok()?;
    let (object, name) = descend(declared(&document, change.span)?, change.property)?;
    let object = object.as_object()?;
    if find(object, name).is_some() {
        return None;
    }
    Some(vec![members(text, object).insertion(name, &written(change.value, '"'))?])
}

/// The edit that has a resource say in its metadata which rules are ignored for it.
pub(crate) fn ignore(
    sources: &Sources,
    header: Span,
    rules: &[&str],
    reason: &str,
) -> Option<Edit> {
    let text = sources.file_text(header.file);
    let document = json::parse(text, header.file, json::Dialect::WithComments).ok()?;
    let object = declared(&document, header)?.as_object()?;
    if find(object, "metadata").is_some() {
        return None;
    }
    let reason = quoted(reason);
    let rules: Vec<_> = rules.iter().map(|rule| format!("\"{rule}\": {reason}")).collect();
    let ignored = format!("{{\"nexthop\": {{\"ignore\": {{{}}}}}}}", rules.join(", "));
    members(text, object).insertion("metadata", &ignored)
}

fn members<'t>(text: &'t str, members: &[Entry]) -> Members<'t> {
    let setting = |member: &Entry| Setting { name: member.name_span, value: member.value.span };
    Members { text, style: Style::Json, all: members.iter().map(setting).collect() }
}

/// The resource that has its type or its symbolic name at `header`, or the object
/// that is written there.
pub(crate) fn declared(node: &Node, header: Span) -> Option<&Node> {
    if !(node.span.start <= header.start && header.end <= node.span.end) {
        return None;
    }
    match &node.kind {
        NodeKind::Object(_) if node.span == header => Some(node),
        NodeKind::Object(members) => members.iter().find_map(|member| {
            if member.name_span == header {
                Some(&member.value)
            } else if member.value.span == header {
                Some(node)
            } else {
                declared(&member.value, header)
            }
        }),
        NodeKind::Array(items) => items.iter().find_map(|item| declared(item, header)),
        _ => None,
    }
}

/// The object in which the last name of a path belongs, and that name.
fn descend<'n, 'p>(node: &'n Node, path: &'p str) -> Option<(&'n Node, &'p str)> {
    let Some((name, rest)) = path.split_once('.') else { return Some((node, path)) };
    descend(&find(node.as_object()?, name)?.value, rest)
}

fn find<'n>(members: &'n [Entry], name: &str) -> Option<&'n Entry> {
    members.iter().find(|member| member.name.eq_ignore_ascii_case(name))
}
