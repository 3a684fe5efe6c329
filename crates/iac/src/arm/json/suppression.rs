//! What a template says that nexthop shall not report.
//!
//! A comment as in any language, or where there may be none the metadata of a
//! resource or of the template: `"metadata": {"nexthop": {"ignore": {"rule": "why"}}}`;
//! a list of rules or a single one does too.

use nexthop_source::{FileId, Scope, Sources, Suppression};

use super::lowering::{entry, member, members};
use crate::json::{Node, NodeKind};

/// What comments begin with.
pub(super) const COMMENTS: &[&str] = &["//", "/*"];

/// The suppressions of a file: its comments, and the metadata of what is in it.
pub(super) fn find(sources: &Sources, file: FileId, node: Option<&Node>) -> Vec<Suppression> {
    let mut found = Suppression::find(sources, file, COMMENTS);
    if let Some(node) = node.filter(|_| sources.file_text(file).contains("\"nexthop\"")) {
        collect(sources, node, true, &mut found);
    }
    found
}

fn collect(sources: &Sources, node: &Node, is_whole_file: bool, found: &mut Vec<Suppression>) {
    match &node.kind {
        NodeKind::Array(items) => {
            for item in items {
                collect(sources, item, false, found);
            }
        }
        NodeKind::Object(_) => {
            let metadata =
                member(node, "metadata").and_then(|metadata| member(metadata, "nexthop"));
            if let Some(ignore) = metadata.and_then(|nexthop| entry(nexthop, "ignore")) {
                let last = node.span.end.saturating_sub(1);
                let end = nexthop_source::Span { start: last, ..node.span };
                let lines = Scope::Lines(sources.line(node.span), sources.line(end));
                let scope = if is_whole_file { Scope::File } else { lines };
                found.extend(rules(&ignore.value).map(|(rule, reason)| {
                    Suppression::new(ignore.name_span, vec![rule], &reason, scope)
                }));
            }
            for one in members(node) {
                collect(sources, &one.value, false, found);
            }
        }
        _ => {}
    }
}

/// The rules that are named, and why.
fn rules(ignore: &Node) -> impl Iterator<Item = (String, String)> {
    let text = |node: &Node| node.as_str().map(ToString::to_string);
    let named = ignore.as_object().unwrap_or_default().iter();
    let named = named.map(move |one| (one.name.to_string(), text(&one.value).unwrap_or_default()));
    let listed = ignore.as_array().unwrap_or_default().iter().chain([ignore]);
    let listed = listed.filter_map(move |one| Some((text(one)?, String::new())));
    named.chain(listed).collect::<Vec<_>>().into_iter()
}
