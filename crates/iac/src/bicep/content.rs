//! What `loadJsonContent('…')` and its kin stand for.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use nexthop_source::Span;

use super::{
    expression::invalid,
    files::{File, Library},
    names::{Names, literal},
    syntax::{Expression, ExpressionKind},
};
use crate::{
    Number,
    arm::expression as arm,
    json::{Node, NodeKind},
};

/// The functions that take in the content of a file.
pub(super) const LOADING: [&str; 4] =
    ["loadFileAsBase64", "loadJsonContent", "loadTextContent", "loadYamlContent"];

/// The value of a call of one of [`LOADING`] in `file`.
pub(super) fn value(
    (library, names): (&Library, &Names<'_>),
    file: &File,
    (name, arguments): (&str, &[Expression]),
    span: Span,
) -> arm::Expression {
    let at = |kind| arm::Expression { kind, span };
    let Some(path) = arguments.first().and_then(|path| names.constant(path)) else {
        return at(invalid("the path of a file that is loaded is written out"));
    };
    let content = library.resolve(file, &path).and_then(|path| library.content(&path));
    let Some(content) = content else { return at(invalid(format!("the file {path} is not here"))) };
    let bytes = &content.bytes;
    let whole = match name {
        "loadFileAsBase64" => return at(string(STANDARD.encode(bytes))),
        "loadTextContent" => {
            let encoding = match arguments.get(1) {
                None => Some("utf-8"),
                Some(encoding) => literal(encoding),
            };
            return at(match encoding.and_then(|encoding| text(bytes, encoding)) {
                Some(text) => string(text),
                None => invalid(format!("the encoding of {path} is not read")),
            });
        }
        _ => content.value.clone(),
    };
    let Some(whole) = whole else { return at(invalid(format!("the file {path} cannot be read"))) };
    match arguments.get(1).map(|query| (query, literal(query))) {
        None | Some((Expression { kind: ExpressionKind::Null, .. }, _)) => whole,
        Some((_, Some(query))) => match selected(&whole, query) {
            Some(found) => found.clone(),
            None => at(invalid(format!("{query} selects nothing of {path} that can be told"))),
        },
        Some((_, None)) => at(invalid("what is selected of a file is written out")),
    }
}

/// The text that bytes are in one of Bicep's encodings:
/// <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-files#loadtextcontent>
fn text(bytes: &[u8], encoding: &str) -> Option<String> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let (units, rest) = bytes.as_chunks::<2>();
        let units = units.iter().copied().map(read);
        if rest.is_empty() {
            char::decode_utf16(units).collect::<Result<_, _>>().ok()
        } else {
            None
        }
    };
    let text: String = match encoding.to_ascii_lowercase().as_str() {
        "utf-8" => std::str::from_utf8(bytes).ok()?.to_owned(),
        "us-ascii" => std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?.to_owned(),
        "iso-8859-1" => bytes.iter().copied().map(char::from).collect(),
        "utf-16" => wide(u16::from_le_bytes)?,
        "utf-16be" => wide(u16::from_be_bytes)?,
        _ => return None,
    };
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

fn string(text: impl Into<Arc<str>>) -> arm::ExpressionKind {
    arm::ExpressionKind::String(text.into())
}

fn array(items: Vec<arm::Expression>) -> arm::ExpressionKind {
    let items = items.into_iter().map(|value| arm::Item { value, spread: false });
    arm::ExpressionKind::Array(items.collect())
}

/// A JSON value as it stands.
pub(super) fn json(node: &Node) -> arm::Expression {
    let kind = match &node.kind {
        NodeKind::Null => arm::ExpressionKind::Null,
        NodeKind::Bool(value) => arm::ExpressionKind::Bool(*value),
        NodeKind::Number(text) => number(text),
        NodeKind::String(text) => string(Arc::clone(text)),
        NodeKind::Array(items) => array(items.iter().map(json).collect()),
        NodeKind::Object(entries) => {
            let entries = entries.iter().map(|entry| arm::Entry::Property {
                key: arm::Expression {
                    kind: string(Arc::clone(&entry.name)),
                    span: entry.name_span,
                },
                value: json(&entry.value),
            });
            arm::ExpressionKind::Object(entries.collect())
        }
    };
    arm::Expression { kind, span: node.span }
}

fn number(text: &str) -> arm::ExpressionKind {
    Number::parse(text)
        .map_or_else(|| invalid("this number is too large"), arm::ExpressionKind::Number)
}

/// The part of a value that a `JSONPath` selects, if it names each step: `$.a.b[0]`.
fn selected<'e>(value: &'e arm::Expression, query: &str) -> Option<&'e arm::Expression> {
    let mut rest = query.strip_prefix('$').unwrap_or(query);
    let mut found = value;
    if !rest.is_empty() && !rest.starts_with(['.', '[']) {
        (found, rest) = step(found, rest)?;
    }
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('.') {
            (found, rest) = step(found, behind)?;
            continue;
        }
        let (index, behind) = rest.strip_prefix('[')?.split_once(']')?;
        rest = behind;
        let quoted =
            index.strip_prefix(['\'', '"']).and_then(|name| name.strip_suffix(['\'', '"']));
        found = match (quoted, &found.kind) {
            (Some(name), _) => member(found, name)?,
            (None, arm::ExpressionKind::Array(items)) => {
                &items.get(index.parse::<usize>().ok()?)?.value
            }
            _ => return None,
        };
    }
    Some(found)
}

/// The member whose name begins `rest`, and what stands behind the name.
fn step<'e, 'q>(
    value: &'e arm::Expression,
    rest: &'q str,
) -> Option<(&'e arm::Expression, &'q str)> {
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, behind) = rest.split_at(end);
    Some((member(value, name)?, behind))
}

fn member<'e>(value: &'e arm::Expression, name: &str) -> Option<&'e arm::Expression> {
    let arm::ExpressionKind::Object(entries) = &value.kind else { return None };
    entries.iter().rev().find_map(|entry| match entry {
        arm::Entry::Property { key, value } => (key.as_str() == Some(name)).then_some(value),
        arm::Entry::Spread(_) => None,
    })
}
